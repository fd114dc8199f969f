"""What messages put on the back office's shared pages."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.models import User
from core.back_office.registry import Figure
from core.back_office.tables import Cell, Table
from notifications.enums import MessageStatus
from notifications.models import EmailLog

SHOWN = 5
DAYS = 7
LIST = "admin:notifications_emaillog_changelist"


def failed_mails() -> Figure:
    """Mails of the last days that nobody got: given up, or come back."""
    since = timezone.now() - timedelta(days=DAYS)
    lost = [MessageStatus.FAILED.value, MessageStatus.BOUNCED.value]
    count = EmailLog.objects.filter(status__in=lost, created_at__gte=since).count()
    query = urlencode({"status__in": ",".join(lost)})
    return Figure(
        value=count,
        note=_("in the last %(days)d days") % {"days": DAYS},
        url=f"{reverse(LIST)}?{query}",
        needs_attention=count > 0,
    )


def mails_to(request: HttpRequest, person: User) -> dict[str, Any]:
    rows = EmailLog.objects.filter(user=person).defer("text", "html").order_by("-id")[:SHOWN]
    return {
        "table": Table(
            title=_("Mails"),
            columns=[_("Subject"), _("When"), _("Status")],
            rows=[
                [
                    Cell(row.subject, url=reverse("admin:notifications_emaillog_change", args=[row.pk]), note=row.to),
                    Cell(at=row.created_at),
                    Cell(row.get_status_display()),
                ]
                for row in rows
            ],
            empty=_("No mail yet."),
            url=f"{reverse(LIST)}?{urlencode({'user__id__exact': person.pk})}",
        )
    }
