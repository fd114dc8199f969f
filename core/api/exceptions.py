"""The one place where the envelope of an error is made."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response

from core import context
from core.errors import DomainError

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
    headers = {}
    if isinstance(error, DomainError):
        response = Response(envelope(error.code, str(error), _wire(error.details)), status=error.refusal.value)
        if "retry_after" in error.details:
            headers["Retry-After"] = str(error.details["retry_after"])
    else:
        if isinstance(error, Http404):
            error = exceptions.NotFound()
        elif isinstance(error, PermissionDenied):
            error = exceptions.PermissionDenied()
        if not isinstance(error, exceptions.APIException):
            return None
        response = Response(_framework_error(error), status=error.status_code)
        if getattr(error, "auth_header", None):
            headers["WWW-Authenticate"] = error.auth_header
        if getattr(error, "wait", None):
            headers["Retry-After"] = str(int(error.wait) + 1)
    for name, value in headers.items():
        response[name] = value
    response.is_enveloped = True
    return response


def error_response(request: HttpRequest, *, status: int, code: str, message: str) -> JsonResponse:
    """The envelope for what goes wrong outside of API views: unknown paths and bugs."""
    return JsonResponse(envelope(code, message), status=status)


def _framework_error(error: exceptions.APIException) -> dict:
    code = next((CODES[kind] for kind in type(error).__mro__ if kind in CODES), "SERVER_ERROR")
    if isinstance(error, exceptions.ValidationError):
        details = error.detail if isinstance(error.detail, dict) else {"non_field_errors": error.detail}
        return envelope(code, _("Some fields need your attention."), details)
    return envelope(getattr(error, "wire_code", code), str(error.detail))


def _wire(details: dict) -> dict:
    return {key: value if isinstance(value, int | str | list | dict) else str(value) for key, value in details.items()}
