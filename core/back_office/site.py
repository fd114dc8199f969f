"""The site at /admin/: signing in is the storefront's, with its second factor and its limits."""

from collections.abc import Callable
from datetime import timedelta
from functools import update_wrapper
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect, render, resolve_url
from django.template.response import SimpleTemplateResponse
from django.urls import path
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.dates import MONTHS
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.i18n import JavaScriptCatalog
from unfold.sites import UnfoldAdminSite

from core import unsent
from core.back_office import navigation
from core.back_office.borrowed_words import OF_SCRIPTS
from core.back_office.home import home
from core.back_office.registry import back_office
from core.context_processors import shown_shop
from core.redirects import safe_next_url
from core.staff import is_staff_member, lacks_second_factor
from core.zones import zone_named

SEEN_AT = "back_office_seen_at"
SEEN_EVERY = timedelta(minutes=1)


class ScriptWords(JavaScriptCatalog):
    """What scripts say in the reader's language, with what Django's own words for scripts lack."""

    def get_catalog(self) -> dict[str, Any]:
        with translation.override("en"):
            months = [str(month) for month in MONTHS.values()]
        return super().get_catalog() | {words: _(words) for words in (*months, *OF_SCRIPTS)}


class BackOfficeSite(UnfoldAdminSite):
    """Django's admin as this shop's back office."""

    index_title = gettext_lazy("Home")
    empty_value_display = "–"

    def has_permission(self, request: HttpRequest) -> bool:
        return is_staff_member(request.user)

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Callable[..., HttpResponseBase]:
        """Wrap a page: staff only, with a second factor where it is demanded, and not after long idleness."""
        guarded = super().admin_view(view, cacheable)

        def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if is_staff_member(request.user):
                if lacks_second_factor(request.user) and view != self.logout:
                    messages.warning(request, _("Switch two-factor sign-in on to use the back office."))
                    return redirect(settings.STAFF_TWO_FACTOR_PAGE)
                if not _is_fresh(request):
                    back_office.sign_out(request)
            if request.method == "POST":
                if not request.user.is_authenticated and unsent.keep(request, most=unsent.MOST_CHARACTERS_OF_STAFF):
                    return redirect_to_login(resolve_url("admin:send-again"), resolve_url("admin:login"))
                unsent.forget(request)
            # Colleagues read one clock, the shop's, each in their own language; both hold until the page is rendered.
            language = getattr(request.user, "language", settings.LANGUAGE_CODE)
            with timezone.override(zone_named(shown_shop().timezone)), translation.override(language):
                response = guarded(request, *args, **kwargs)
                return response.render() if isinstance(response, SimpleTemplateResponse) else response

        return update_wrapper(page, guarded)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send to the storefront's sign-in page and back."""
        target = safe_next_url(request, request.GET.get("next"), default=resolve_url("admin:index"))
        if request.user.is_authenticated:
            if self.has_permission(request):
                return redirect(target)
            raise PermissionDenied
        return redirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': target})}")

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        back_office.sign_out(request)
        return redirect("/")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect(settings.STAFF_TWO_FACTOR_PAGE)

    def get_urls(self) -> list[Any]:
        return [
            path("language/", self.admin_view(self.choose_language), name="language"),
            path("send-again/", self.admin_view(self.send_again), name="send-again"),
            *super().get_urls(),
        ]

    def send_again(self, request: HttpRequest) -> HttpResponse:
        """Show what was typed into a form by somebody who had to sign in first."""
        if unsent.KEY not in request.session:
            return redirect("admin:index")
        sent = request.session[unsent.KEY]
        retry = {**unsent.in_words(sent), "page": unsent.page_named(sent, request)}
        return render(request, "admin/back_office/send_again.html", {**self.each_context(request), "retry": retry})

    def choose_language(self, request: HttpRequest) -> HttpResponse:
        """Keep the language in which this member of staff reads, and show the page they were on."""
        if (language := request.POST.get("language")) in dict(settings.LANGUAGES):
            back_office.set_language(request, language)
        return redirect(safe_next_url(request, request.POST.get("next"), default=resolve_url("admin:index")))

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return super().index(request, home(request, dict(extra_context or {})))

    def i18n_javascript(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return ScriptWords.as_view(packages=["django.contrib.admin"])(request)

    def search(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Answer the search from anywhere, never from a cache: it shows people."""
        hits = navigation.find(request, request.GET.get("s", ""))
        return render(request, "admin/back_office/search_results.html", {"hits": hits})


def _is_fresh(request: HttpRequest) -> bool:
    """Whether this browser signed in today and used the back office lately; remembers that it does now."""
    now = timezone.now()
    signed_in_at = request.device_session.created_at
    seen_at = parse_datetime(request.session.get(SEEN_AT, "")) or now
    if now - signed_in_at > timedelta(hours=settings.STAFF_SESSION_HOURS):
        return False
    if now - seen_at > timedelta(minutes=settings.STAFF_IDLE_MINUTES):
        return False
    if SEEN_AT not in request.session or now - seen_at > SEEN_EVERY:
        request.session[SEEN_AT] = now.isoformat()
    return True
