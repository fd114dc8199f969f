"""What developers see at /dev/mail/: the mails that were written, and every mail with example values."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from core.context_processors import shown_shop
from core.zones import zone_named
from notifications.gateways import written
from notifications.mails import MAILS, TEXT_MESSAGES
from notifications.mails.base import Mail
from notifications.services.rendering import Rendered, render_mail, render_text_message
from notifications.services.templates import sample_values

View = Callable[..., HttpResponse]
NO_WAY_OUT = {"preferences_url": "#", "unsubscribe_url": "#"}
SHOWN_HEADERS = ["From", "To", "Reply-To", "Date", "Message-ID", "List-Unsubscribe"]
# A mail carries its styles in itself and can do nothing; it is shown in a frame of its own.
MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-popups"


def dev_page(view: View) -> View:
    """A page that exists only in the embedded shop."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: str) -> HttpResponse:
        if not settings.DEV_PAGES:
            raise Http404
        with timezone.override(zone_named(shown_shop().timezone)):
            return view(request, **kwargs)

    return require_safe(guarded)


@dev_page
def mailbox(request: HttpRequest) -> HttpResponse:
    context = {
        "mails": written.list_mails(),
        "text_messages": written.list_text_messages(),
        "kinds": list(MAILS.values()),
        "sms_kinds": [
            (kind.title, render_text_message(kind, kind.sample, language="en")) for kind in TEXT_MESSAGES.values()
        ],
        "languages": settings.LANGUAGES,
    }
    return render(request, "notifications/dev/mailbox.html", context)


@dev_page
def written_mail(request: HttpRequest, name: str) -> HttpResponse:
    mail = _written_or_404(name)
    frame = reverse("dev_mail:written-html", kwargs={"name": name})
    headers = [(key, str(mail.message[key])) for key in SHOWN_HEADERS if key in mail.message]
    context = {"subject": mail.subject, "text": mail.text, "frame": frame, "headers": headers}
    return _with_frame(request, context)


@dev_page
@xframe_options_sameorigin
def written_html(request: HttpRequest, name: str) -> HttpResponse:
    return _framed(_written_or_404(name).html)


@dev_page
def sample_mail(request: HttpRequest, name: str, language: str) -> HttpResponse:
    rendered = _sample_or_404(name, language)
    frame = reverse("dev_mail:sample-html", kwargs={"name": name, "language": language})
    context = {"subject": rendered.subject, "text": rendered.text, "frame": frame, "headers": []}
    return _with_frame(request, context)


@dev_page
@xframe_options_sameorigin
def sample_html(request: HttpRequest, name: str, language: str) -> HttpResponse:
    return _framed(_sample_or_404(name, language).html)


def _with_frame(request: HttpRequest, context: Mapping[str, Any]) -> HttpResponse:
    policy = f"{settings.CSP_PAGES}; frame-src 'self'"
    response = render(request, "notifications/dev/mail.html", context)
    response["Content-Security-Policy"] = policy
    return response


def _framed(html: str) -> HttpResponse:
    return HttpResponse(html, headers={"Content-Security-Policy": MAIL_POLICY})


def _written_or_404(name: str) -> written.WrittenMail:
    mail = written.find_mail(name)
    if mail is None:
        raise Http404
    return mail


def _sample_or_404(name: str, language: str) -> Rendered:
    mail: Mail | None = MAILS.get(name)
    if mail is None or language not in dict(settings.LANGUAGES):
        raise Http404
    urls = NO_WAY_OUT if mail.topic == "news" else {}
    return render_mail(mail, sample_values(mail), language=language, urls=urls)
