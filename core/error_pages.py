"""What is answered when no view did: an envelope under /api, a page everywhere else."""

import logging
import sys
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import TemplateDoesNotExist
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _

from core import context, unsent
from core.api.exceptions import RETRY_SECONDS, error_response
from core.errors import DomainError, PayloadTooLarge, RateLimitExceeded, Refusal
from core.staff import is_staff_member, lacks_second_factor

log = logging.getLogger(__name__)

# When whoever comes while the shop is closed for maintenance may look again.
SWEPT_SECONDS = 120

OWN_PAGE = {Refusal.NOT_FOUND, Refusal.TOO_MANY, Refusal.UNAVAILABLE}
BARE_PAGE = (
    "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
    "<title>{title}</title><h1>{title}</h1><p>{request_id}</p><p><a href='/'>Home</a></p></html>"
)


def is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/") or request.path_info == "/api"


def answer(
    request: HttpRequest,
    *,
    status: int,
    code: str,
    message: str,
    template: str = "",
    details: dict[str, Any] | None = None,
    **about: Any,
) -> HttpResponse:
    """Say what went wrong without saying how the inside looks. The page knows its details by their names."""
    details = details or {}
    if is_api(request):
        response: HttpResponse = error_response(request, status=status, code=code, message=message, details=details)
    else:
        response = _page(
            request, template or f"errors/{status}.html", status=status, message=message, **about | details
        )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _page(request: HttpRequest, template: str, *, status: int, message: str, **about: Any) -> HttpResponse:
    about |= {"status": status, "message": message, "request_id": context.current().request_id}
    try:
        return render(request, template, about, status=status)
    except Exception as error:  # noqa: BLE001
        # An error page must come out even when the database that its header asks is down.
        if not isinstance(error, TemplateDoesNotExist):
            log.warning("an error page could not be drawn", extra={"reason": type(error).__name__})
        return HttpResponse(format_html(BARE_PAGE, title=message, request_id=about["request_id"]), status=status)


def refused(request: HttpRequest) -> HttpResponse | None:
    """Refuse a path or query with NUL: no text of ours holds it and PostgreSQL stores none."""
    if "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
        return answer(request, status=400, code="VALIDATION_ERROR", message=_("That address is not valid."))
    return None


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return too_large(request, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    return answer(request, status=400, code="VALIDATION_ERROR", message=_("We could not understand that request."))


def too_large(request: HttpRequest, most_bytes: int) -> HttpResponse:
    refusal = PayloadTooLarge(most_bytes)
    return answer(request, status=413, code=refusal.code, message=str(refusal), details=refusal.details)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(
        request, status=403, code="INSUFFICIENT_PERMISSIONS", message=_("You are not allowed to see this page.")
    )


def not_allowed(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """Say so on a page, with the methods that are allowed, where Django says nothing."""
    response = answer(
        request, status=405, code="METHOD_NOT_ALLOWED", message=_("This address does not take what was sent.")
    )
    response.headers["Allow"] = refused.headers["Allow"]
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, status=404, code="ROUTE_NOT_FOUND", message=_("There is nothing at this address."))


def server_error(request: HttpRequest) -> HttpResponse:
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        return unavailable(request, error)
    if isinstance(error, DomainError):
        return refuse(request, error)
    return answer(request, status=500, code="SERVER_ERROR", message=_("Something went wrong on our side."))


def refuse(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    """Answer a refusal with its own page, or the one that all share."""
    status = refusal.refusal.value
    template = f"errors/{status}.html" if refusal.refusal in OWN_PAGE else "errors/refusal.html"
    response = answer(
        request, status=status, code=refusal.code, message=str(refusal), template=template, refusal=refusal
    )
    if "retry_after" in refusal.details:
        response.headers["Retry-After"] = str(refusal.details["retry_after"])
    if isinstance(refusal, RateLimitExceeded) and refusal.usage:
        for name, value in refusal.usage.headers.items():
            response.headers[name] = value
    return response


def unavailable(request: HttpRequest, error: Exception) -> HttpResponse:
    """Say that the database does not answer, or that somebody else holds a row for too long."""
    log.error("database unavailable", exc_info=error)
    message = _("We cannot do that at the moment. Please try again in a few seconds.")
    response = answer(request, status=503, code="SERVICE_UNAVAILABLE", message=message)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def swept(request: HttpRequest) -> HttpResponse:
    """Say that the shop is closed for a while, because its operators said so."""
    message = _("We are improving the shop and open again shortly. Your basket and your orders are safe.")
    response = answer(
        request, status=503, code="SERVICE_UNAVAILABLE", message=message, template="errors/maintenance.html"
    )
    response.headers["Retry-After"] = str(SWEPT_SECONDS)
    return response


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Ask once more, with everything that was typed still there; colleagues in the back office's look."""
    sent, user = unsent.sent_form(request), request.user
    # What is the back office's, colleagues read in their own language.
    is_for_staff = unsent.is_for_back_office(sent) and is_staff_member(user) and not lacks_second_factor(user)
    with translation.override(getattr(user, "language", "") if is_for_staff else translation.get_language()):
        message = _("We could not be sure that this came from our own page. Please check it and send it again.")
        return answer(
            request,
            status=403,
            code="CSRF_FAILED",
            message=message,
            template="admin/back_office/send_again.html" if is_for_staff else "",
            retry={**unsent.in_words(sent), "page": unsent.page_named(sent, request) if is_for_staff else ""},
            **(admin.site.each_context(request) if is_for_staff else {}),
        )
