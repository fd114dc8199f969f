"""What happens around every request. Few and lean: each of them is paid for by every answer."""

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import MiddlewareNotUsed
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import redirect, render
from django.utils import translation

from core import context, metrics
from core.caching import accepted_language
from core.client_ip import client_ip, distrust_forwarded
from core.error_pages import is_api, not_allowed, refuse, refused, swept, too_large, unavailable
from core.errors import DomainError, Refusal
from core.redirects import safe_next_url
from core.views import PROBES, may_see_numbers, numbers

GetResponse = Callable[[HttpRequest], HttpResponse]
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")
NOT_VERSIONED = ("/api/v1", "/api/schema", "/api/docs", "/api/redoc", "/api/health")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Asked for all day long by machines and browsers: worth a line only when they fail.
QUIET = frozenset({"probe", "metrics", "static"})
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "geolocation", "gyroscope",
        "magnetometer", "microphone", "midi", "usb", "browsing-topics", "interest-cohort",
    )
)  # fmt: skip

access = logging.getLogger("haat.request")
slow = logging.getLogger("haat.slow")


class RequestContextMiddleware:
    """Gives every request an id, remembers whose it is, measures it and writes its line in the log."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        meta = request.META
        distrust_forwarded(meta, settings.TRUSTED_PROXIES)
        given = meta.get("HTTP_X_REQUEST_ID", "")
        request_id = given if REQUEST_ID.fullmatch(given) else secrets.token_hex(16)
        request.request_id = request_id
        about = context.RequestContext(
            request_id=request_id,
            ip=client_ip(meta, settings.TRUSTED_PROXIES),
            user_agent=meta.get("HTTP_USER_AGENT", "")[:300],
            may_read_replica=_is_anonymous_read(request),
        )
        metrics.in_progress.inc()
        try:
            with context.entered(about):
                response = refused(request) or self.get_response(request)
                response.headers["X-Request-ID"] = request_id
                # A refusal tells of the limit that refused, which need not be that of the route.
                usage = getattr(request, "rate_usage", None)
                if usage and "RateLimit-Limit" not in response.headers:
                    for name, value in usage.headers.items():
                        response.headers[name] = value
                self._tell(request, response, about, time.perf_counter() - started)
        finally:
            metrics.in_progress.dec()
        return response

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        """Refuse a body that is too long before anything reads it."""
        if length := request.META.get("CONTENT_LENGTH"):
            is_upload = request.content_type == "multipart/form-data"
            view_class = getattr(view, "cls", None) or getattr(view, "view_class", view)
            most_of_files = getattr(view_class, "max_body_bytes", settings.MAX_UPLOAD_BYTES)
            most = most_of_files if is_upload else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
            if length.isdecimal() and int(length) > most:
                return too_large(request, most)
        return None

    def _tell(
        self, request: HttpRequest, response: HttpResponse, about: context.RequestContext, seconds: float
    ) -> None:
        match = request.resolver_match
        route = match.route if match else getattr(request, "route_name", "") or _unrouted(request)
        method = request.method if request.method in METHODS else "OTHER"
        status = response.status_code
        metrics.observe_request(
            method=method, route=route, status=status, seconds=seconds, sql=about.sql_count,
            sql_seconds=about.sql_seconds,
        )  # fmt: skip
        ms = round(seconds * 1000, 1)
        is_slow = ms >= settings.SLOW_REQUEST_MS
        level = logging.DEBUG if route in QUIET and status < 400 else logging.INFO
        if not is_slow and not access.isEnabledFor(level):
            return
        fields = {
            "method": method, "route": route, "path": request.path, "status": status, "ms": ms, "sql": about.sql_count,
            "sql_ms": round(about.sql_seconds * 1000, 1), "ip": about.ip,
        }  # fmt: skip
        access.log(level, "%s %s %s", method, status, route, extra=fields)
        if is_slow:
            slow.warning("slow request", extra=fields)


def _unrouted(request: HttpRequest) -> str:
    return "static" if request.path_info.startswith(settings.STATIC_URL) else "unmatched"


def _is_anonymous_read(request: HttpRequest) -> bool:
    return (
        request.method in SAFE_METHODS
        and "HTTP_AUTHORIZATION" not in request.META
        and settings.SESSION_COOKIE_NAME not in request.META.get("HTTP_COOKIE", "")
    )


class LanguageMiddleware(LocaleMiddleware):
    """A page's language stands in its address; the API's in the Accept-Language header."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        if is_api(request):
            translation.activate(accepted_language(request.headers.get("Accept-Language", "")))
            request.LANGUAGE_CODE = translation.get_language()


class PathMiddleware:
    """Answers probes and monitors, serves /api/x as /api/v1/x, and a path with a trailing slash as the one without."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        # Before the host is looked at: load balancers and monitors ask by address, not by name.
        if probe := PROBES.get(path.rstrip("/")):
            request.route_name = "probe"
            return probe(request)
        if path == "/metrics" and may_see_numbers(request):
            request.route_name = "metrics"
            return numbers(request)
        if path.startswith("/api"):
            path = path.rstrip("/")
            if path == "/api":
                path = "/api/v1"
            elif path.startswith("/api/") and not path.startswith(NOT_VERSIONED):
                path = f"/api/v1{path[4:]}"
            request.path_info = path
        return self.get_response(request)


class MaintenanceMiddleware:
    """Closes the shop to shoppers and apps while the environment says MAINTENANCE=on; staff come in and go on."""

    OPEN = re.compile(r"/admin/|/media/|(/\w+)?/account/sign-in/")

    def __init__(self, get_response: GetResponse) -> None:
        if not settings.MAINTENANCE:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.OPEN.match(request.path_info):
            return self.get_response(request)
        return swept(request)


class SecurityHeadersMiddleware:
    """Says what a page may load and do. A view that needs another policy sets the header itself."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        headers = response.headers
        path = request.path_info
        if "Content-Security-Policy" not in headers:
            if path.startswith("/api"):
                policy = settings.CSP_API
            elif path.startswith("/admin/"):
                policy = settings.CSP_ADMIN
            else:
                policy = settings.CSP_PAGES
            headers["Content-Security-Policy"] = policy
        # Whatever was asked with a cookie or a token, or by a form, may be about one person: nobody keeps it.
        session = getattr(request, "session", None)
        is_about_one = path.startswith("/api") or (session is not None and session.accessed)
        is_kept = hasattr(request, "public") and response.status_code == 200 and request.method == "GET"
        if not is_kept and (is_about_one or not _is_anonymous_read(request)):
            headers.setdefault("Cache-Control", "private, no-store")
        headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        readers = "cross-origin" if path.startswith("/api") else "same-origin"
        headers.setdefault("Cross-Origin-Resource-Policy", readers)
        return response


class RefusalMiddleware:
    """Turns a refusal that a page did not catch into something a person can read."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            return not_allowed(request, response)
        return response

    def process_exception(self, request: HttpRequest, refusal: Exception) -> HttpResponse | None:
        if isinstance(refusal, OperationalError | InterfaceError):
            return unavailable(request, refusal)
        if not isinstance(refusal, DomainError):
            return None
        return self._answer(request, refusal)

    def _answer(self, request: HttpRequest, refusal: DomainError) -> HttpResponse:
        if request.headers.get("HX-Request"):
            status = refusal.refusal.value
            response = render(request, "components/refusal.html", {"refusal": refusal}, status=status)
            response["HX-Retarget"], response["HX-Reswap"] = "#messages", "innerHTML"
            return response
        if request.method == "POST" and refusal.refusal not in {Refusal.NOT_FOUND, Refusal.TOO_MANY}:
            messages.error(request, str(refusal))
            return redirect(safe_next_url(request, request.headers.get("Referer", "")))
        return refuse(request, refusal)
