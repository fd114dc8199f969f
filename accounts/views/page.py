"""What the pages of accounts share: who may see them, how long they are kept, how a refusal reaches its field."""

import time
import zoneinfo
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from core import unsent
from core.context_processors import shown_shop
from core.errors import DomainError, InvalidInput
from core.redirects import posted_from, safe_next_url
from core.route_limits import RouteClass, limited
from core.zones import zone_named

View = Callable[..., HttpResponse]

RESEND_WAIT_SECONDS = 30
SENT_AT = "accounts.code_sent_at"

# Nobody in between keeps a copy, and the back button after signing out shows nothing.
private = cache_control(private=True, no_store=True)


def sign_in_page(view: View) -> View:
    """A page of the sign-in family: read and posted by strangers, counted when posted."""
    return require_http_methods(["GET", "HEAD", "POST"])(private(limited(RouteClass.AUTH)(view)))


def sign_in_action(page: str) -> Callable[[View], View]:
    """Something strangers post in the sign-in family, from the form on this page."""

    def decorate(view: View) -> View:
        return sign_in_page(posted_from(page)(view))

    return decorate


def account_page(view: View) -> View:
    """A page about oneself, in one's own time zone."""
    return require_http_methods(["GET", "HEAD", "POST"])(private(_owned(view)))


def account_action(page: str) -> Callable[[View], View]:
    """Something one posts about oneself, from the form on this page."""

    def decorate(view: View) -> View:
        return require_http_methods(["GET", "HEAD", "POST"])(private(posted_from(page)(_owned(view, page))))

    return decorate


def _owned(view: View, page: str = "") -> View:
    """Let only its owner in, in their own time zone; strangers come back to the page when they have signed in."""

    @wraps(view)
    def owned(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            back = reverse(page) if page else request.get_full_path()
            is_kept = request.method == "POST" and unsent.keep(request)
            return redirect_to_login(reverse(settings.SEND_AGAIN_PAGE) if is_kept else back)
        if request.method == "POST":
            unsent.forget(request)
        with timezone.override(zone_of(request)):
            return view(request, *args, **kwargs)

    return owned


def zone_of(request: HttpRequest) -> zoneinfo.ZoneInfo:
    return zone_named(request.user.timezone or shown_shop().timezone)


def show(request: HttpRequest, template: str, context: Mapping[str, Any] | None = None) -> HttpResponse:
    """Render a page; 422 when its form was refused."""
    context = dict(context or {})
    form = context.get("form")
    return render(request, template, context, status=422 if form is not None and form.errors else 200)


def pin(
    form: forms.Form, refusal: DomainError, *, field: str | None = None, names: Mapping[str, str] | None = None
) -> None:
    """Put a refusal where the person will look for it: at its field, or on top.

    `names` maps the fields of the service to those of the form.
    """
    if not isinstance(refusal, InvalidInput):
        form.add_error(field, str(refusal))
        return
    for given, messages in refusal.details.items():
        name = (names or {}).get(given, given)
        form.add_error(name if name in form.fields else None, messages)


def next_url(request: HttpRequest, default: str = "accounts:overview") -> str:
    """Return where the person wanted to go, if that is a page of ours."""
    return safe_next_url(request, request.GET.get("next"), default=reverse(default))


def next_query(request: HttpRequest) -> str:
    """Return the wish to go somewhere, to hang on a link."""
    wanted = safe_next_url(request, request.GET.get("next"), default="")
    return f"?{urlencode({'next': wanted})}" if wanted else ""


def remember_sending(request: HttpRequest) -> None:
    """Note that a code went out just now."""
    request.session[SENT_AT] = time.time()


def seconds_to_wait(request: HttpRequest) -> int:
    """Return for how long no new code is sent; nothing when one may be asked for."""
    since = time.time() - request.session.get(SENT_AT, 0)
    return max(0, int(RESEND_WAIT_SECONDS - since))


def please_wait(seconds: int) -> str:
    """Say in words when a new code can be sent."""
    if seconds < 90:
        return _("We have just sent one. A new code can be sent in %(seconds)d seconds.") % {"seconds": seconds}
    minutes = -(-seconds // 60)
    return _("We have sent several already. A new code can be sent in %(minutes)d minutes.") % {"minutes": minutes}
