"""Writing to customers in the back office: filled in, looked at with the number of recipients, then sent."""

from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from core.back_office.progress import Count, Progress
from core.errors import DomainError
from core.ids import uuid7
from notifications import services
from notifications.enums import BroadcastStatus, Channel, MessageStatus
from notifications.forms import EVERYBODY, BroadcastForm
from notifications.models import Broadcast, EmailLog, SMSLog
from notifications.services.broadcasting import cause_of

SEND, EDIT = "_send", "_edit"
FRAME = '<iframe sandbox srcdoc="{}" title="{}" class="w-full" height="640"></iframe>'


def write(request: HttpRequest, model_admin: Any) -> HttpResponse:
    """Ask what to write; show it as it will be read, and to how many; send it when that is confirmed."""
    form = BroadcastForm(request.POST or None)
    shown = None
    if request.method == "POST" and EDIT not in request.POST and form.is_valid():
        try:
            if SEND in request.POST:
                return _send(request, form)
            shown = _preview(form)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Write to customers"),
        "opts": model_admin.opts,
        "form": form,
        "shown": shown,
        "broadcast_id": form.data.get("broadcast_id") or uuid7(),
        "back": reverse("admin:notifications_broadcast_changelist"),
    }
    return TemplateResponse(
        request, "admin/notifications/broadcast_form.html", context, status=422 if form.errors else 200
    )


def progress_of(broadcast: Broadcast) -> Progress:
    """Return how many have their copy, and what became of the copies."""
    log = EmailLog if broadcast.channel == Channel.EMAIL else SMSLog
    copies = log.objects.filter(cause=cause_of(broadcast))
    numbers = {status: copies.filter(status=status).count() for status in MessageStatus}
    waiting = numbers[MessageStatus.QUEUED] + numbers[MessageStatus.SENDING]
    is_addressed = broadcast.status == BroadcastStatus.DONE
    page = reverse(f"admin:notifications_{log._meta.model_name}_changelist") + f"?cause={cause_of(broadcast)}"
    return Progress(
        done=numbers[MessageStatus.SENT] + numbers[MessageStatus.FAILED] + numbers[MessageStatus.BOUNCED],
        total=broadcast.addressed if is_addressed else max(broadcast.expected, broadcast.addressed),
        is_running=not is_addressed or waiting > 0,
        state=_("On its way") if waiting or not is_addressed else broadcast.get_status_display(),
        counts=[
            Count(MessageStatus.QUEUED.label, waiting),
            *(
                Count(status.label, numbers[status], f"{page}&status__exact={status}", needs_attention=is_loss)
                for status, is_loss in (
                    (MessageStatus.SENT, False),
                    (MessageStatus.FAILED, numbers[MessageStatus.FAILED] > 0),
                    (MessageStatus.BOUNCED, numbers[MessageStatus.BOUNCED] > 0),
                )
            ),
        ],
    )


def describe(recipients: dict[str, Any]) -> str:
    """Say in words whom a message is for."""
    if people := recipients.get("user_ids"):
        return ngettext("%(count)d person by name", "%(count)d people by name", len(people)) % {"count": len(people)}
    labels = {name: field.label for name, field in BroadcastForm.base_fields.items()}
    parts = [f"{labels[name]}: {_spoken(name, value)}" for name, value in (recipients.get("segment") or {}).items()]
    return "; ".join(parts) or str(EVERYBODY[1])


def _spoken(name: str, value: str) -> str:
    if name.startswith("registered_"):
        return date_format(timezone.localtime(datetime.fromisoformat(value)), "DATE_FORMAT")
    field = cast("Any", BroadcastForm.base_fields[name])
    return str(dict(field.choices).get(value, value))


def _send(request: HttpRequest, form: BroadcastForm) -> HttpResponse:
    (_first, words), *others = form.written().items()
    broadcast, _audience = services.request_broadcast(
        actor=cast("User", request.user),
        name=form.cleaned_data["name"],
        reason=form.cleaned_data["reason"],
        broadcast_id=form.cleaned_data["broadcast_id"],
        translations=dict(others),
        **words,
        **form.message(),
    )
    return redirect(reverse("admin:notifications_broadcast_change", args=[broadcast.pk]))


def _preview(form: BroadcastForm) -> dict[str, Any]:
    """Return the message in each language it is written in, as somebody who gets it reads it."""
    previews = {
        code: services.preview_broadcast(language=code, **words, **form.message())
        for code, words in form.written().items()
    }
    audience = next(iter(previews.values())).audience
    names = dict(settings.LANGUAGES)
    return {
        "audience": audience,
        "is_everybody": form.recipients() == {"segment": {}},
        "versions": [
            {"language": _(names[code]), "code": code, "rendered": preview.rendered, "frame": _frame(preview.rendered)}
            for code, preview in previews.items()
        ],
    }


def _frame(rendered: Any) -> SafeString:
    return format_html(FRAME, escape(rendered.html), rendered.subject) if rendered.html else SafeString("")
