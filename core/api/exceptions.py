"""The one place where the envelope of an error is made."""

import logging
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, JsonResponse, UnreadablePostError
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import APIView

from core import context
from core.api.words import say_how_to_send
from core.errors import DomainError, InvalidInput, PayloadTooLarge, RateLimitExceeded, Refusal, ServiceUnavailable

log = logging.getLogger(__name__)

RETRY_SECONDS = 5
NO_FIELD = "non_field_errors"

CODES = {
    exceptions.ValidationError: "VALIDATION_ERROR",
    exceptions.ParseError: "PARSE_ERROR",
    exceptions.NotAuthenticated: "NO_TOKEN",
    exceptions.AuthenticationFailed: "INVALID_TOKEN",
    exceptions.PermissionDenied: "INSUFFICIENT_PERMISSIONS",
    exceptions.NotFound: "RESOURCE_NOT_FOUND",
    exceptions.MethodNotAllowed: "METHOD_NOT_ALLOWED",
    exceptions.NotAcceptable: "NOT_ACCEPTABLE",
    exceptions.UnsupportedMediaType: "UNSUPPORTED_MEDIA_TYPE",
    exceptions.Throttled: "RATE_LIMIT_EXCEEDED",
}


def envelope(code: str, message: str, details: Any = None) -> dict:
    error = {"code": code, "message": message, "details": details or {}, "request_id": context.current().request_id}
    return {"success": False, "error": error}


def render_error(error: Exception, view_context: dict) -> Response | None:
    """Answer a refusal or a REST framework error; anything else is a bug and becomes a 500."""
    error = _known(error, view_context["view"])
    headers = {}
    if isinstance(error, DomainError):
        details = by_field(error.details) if isinstance(error, InvalidInput) else _wire(error.details)
        response = Response(envelope(error.code, str(error), details), status=error.refusal.value)
        if error.refusal is Refusal.UNAUTHENTICATED:
            headers["WWW-Authenticate"] = "Bearer"
        if "retry_after" in error.details:
            headers["Retry-After"] = str(error.details["retry_after"])
        if isinstance(error, RateLimitExceeded) and error.usage:
            headers |= error.usage.headers
    elif isinstance(error, exceptions.APIException):
        response = Response(_framework_error(error), status=error.status_code)
        if getattr(error, "auth_header", None):
            headers["WWW-Authenticate"] = error.auth_header
        if getattr(error, "wait", None):
            headers["Retry-After"] = str(int(error.wait) + 1)
    else:
        return None
    for name, value in headers.items():
        response[name] = value
    response.is_enveloped = True
    return response


def _known(error: Exception, view: APIView) -> Exception:
    """Return what the API says for an error of Django or of the database."""
    match error:
        case OperationalError() | InterfaceError():
            log.error("database unavailable", exc_info=error)
            return ServiceUnavailable(retry_after=RETRY_SECONDS)
        case RequestDataTooBig():
            return PayloadTooLarge(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        case UnreadablePostError():
            return exceptions.ParseError(_("The body broke off."))
        case Http404():
            return exceptions.NotFound()
        case PermissionDenied():
            return exceptions.PermissionDenied()
        case exceptions.UnsupportedMediaType():
            error.detail = say_how_to_send(parser.media_type for parser in view.parser_classes)
            return error
        case _:
            return error


def error_response(
    request: HttpRequest, *, status: int, code: str, message: str, details: dict[str, Any]
) -> JsonResponse:
    """The envelope for what goes wrong outside of API views: unknown paths and bugs."""
    return JsonResponse(envelope(code, message, details), status=status)


def _framework_error(error: exceptions.APIException) -> dict:
    code = next((CODES[kind] for kind in type(error).__mro__ if kind in CODES), "SERVER_ERROR")
    if isinstance(error, exceptions.ValidationError):
        return envelope(code, _("Some fields need your attention."), by_field(error.detail))
    return envelope(getattr(error, "wire_code", code), str(error.detail))


def by_field(wrong: Any, field: str = "") -> dict[str, list[str]]:
    """Return each wrong field with its sentences. What lies deeper is named by its way: `segment.role`, `names.0`."""
    if not isinstance(wrong, dict | list):
        return {field or NO_FIELD: [str(wrong)]}
    found: dict[str, list[str]] = {}
    for key, value in wrong.items() if isinstance(wrong, dict) else enumerate(wrong):
        # The sentences of a list are its own; what a list says of its items is nested once more.
        is_own = key == NO_FIELD or (isinstance(wrong, list) and not isinstance(value, dict | list))
        way = field if is_own else f"{field}.{key}".lstrip(".")
        for name, sentences in by_field(value, way).items():
            found.setdefault(name, []).extend(sentences)
    return found


def _wire(details: dict) -> dict:
    return {key: value if isinstance(value, int | str | list | dict) else str(value) for key, value in details.items()}
