"""What happens around every request."""

import re
import uuid
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from core import context
from core.client_ip import client_ip, distrust_forwarded
from core.errors import DomainError, Refusal

GetResponse = Callable[[HttpRequest], HttpResponse]
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
NOT_VERSIONED = ("/api/v1", "/api/schema", "/api/docs", "/api/redoc", "/api/health")


class RequestContextMiddleware:
    """Gives every request an id and remembers whose it is."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        request.request_id = request_id
        distrust_forwarded(request.META, settings.TRUSTED_PROXIES)
        with context.entered(
            context.RequestContext(
                request_id=request_id,
                ip=client_ip(request.META, settings.TRUSTED_PROXIES),
                user_agent=request.headers.get("User-Agent", "")[:300],
            )
        ):
            response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response


class ApiPathMiddleware:
    """Serves /api/x as /api/v1/x, and a path with a trailing slash as the one without."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if path.startswith("/api/"):
            path = path.rstrip("/")
            if path == "/api":
                path = "/api/v1"
            elif not path.startswith(NOT_VERSIONED):
                path = f"/api/v1{path[4:]}"
            request.path_info = path
        return self.get_response(request)


class RefusalMiddleware:
    """Turns a refusal that a page did not catch into something a person can read."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, refusal: Exception) -> HttpResponse | None:
        if not isinstance(refusal, DomainError):
            return None
        status = refusal.refusal.value
        if request.headers.get("HX-Request"):
            response = render(request, "components/refusal.html", {"refusal": refusal}, status=status)
            response["HX-Retarget"], response["HX-Reswap"] = "#messages", "innerHTML"
            return response
        if request.method == "POST" and refusal.refusal is not Refusal.NOT_FOUND:
            messages.error(request, str(refusal))
            back = request.headers.get("Referer", "")
            safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
            return redirect(back if safe else "/")
        return render(request, "errors/refusal.html", {"refusal": refusal, "status": status}, status=status)
