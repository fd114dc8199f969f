"""How the OpenAPI document shows what the kernel adds to every operation: envelope, pages, limits, refusals."""

import re
from typing import Any

from django.utils.functional import Promise
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from rest_framework.pagination import BasePagination
from rest_framework.permissions import SAFE_METHODS, AllowAny

from core.api.idempotency import HEADER, Idempotent
from core.api.pagination import PagePagination
from core.route_limits import RouteClass

JSON = "application/json"
REQUEST_ID = "0193f0a56d527c119d0a0c3f5b7a2e91"
# status: (name of the component, when, code, message, details)
REFUSALS: dict[int, tuple[str, str, str, str, dict]] = {
    400: (
        "Invalid",
        "A field, a parameter or the body is wrong; `details` names each field.",
        "VALIDATION_ERROR",
        "Some fields need your attention.",
        {"email": ["Enter a valid email address."]},
    ),
    401: ("Unauthenticated", "No token, or one that is no longer good.", "NO_TOKEN", "Sign in first.", {}),
    402: ("Declined", "The payment was declined.", "PAYMENT_DECLINED", "The payment was declined.", {}),
    403: (
        "Forbidden",
        "Signed in, but not allowed.",
        "INSUFFICIENT_PERMISSIONS",
        "You are not allowed to do that.",
        {},
    ),
    404: (
        "NotFound",
        "Not there, or not yours: the two are not told apart.",
        "RESOURCE_NOT_FOUND",
        "We could not find that.",
        {},
    ),
    409: (
        "Conflict",
        "Not possible in the present state.",
        "INVALID_TRANSITION",
        "That is not possible in the present state.",
        {},
    ),
    413: (
        "TooLarge",
        "JSON over 1 MiB, or an upload over 10 MiB.",
        "PAYLOAD_TOO_LARGE",
        "That is too large. Send at most 1 MB.",
        {"megabytes": 1},
    ),
    415: (
        "UnsupportedMediaType",
        "The body has another type than the operation reads.",
        "UNSUPPORTED_MEDIA_TYPE",
        "The body cannot be read in this form. Send it as application/json.",
        {},
    ),
    422: (
        "KeyReused",
        "The `Idempotency-Key` was used for another body.",
        "IDEMPOTENCY_KEY_REUSED",
        "This Idempotency-Key was used for another request. Send a new one.",
        {},
    ),
    429: (
        "TooManyRequests",
        "The limit of this class of routes is used up; `Retry-After` says for how long.",
        "RATE_LIMIT_EXCEEDED",
        "Too many requests. Please wait a little and try again.",
        {"retry_after": 540, "limit": 100},
    ),
    500: (
        "ServerError",
        "A bug. The request id finds its line in the log.",
        "SERVER_ERROR",
        "Something went wrong.",
        {},
    ),
    503: (
        "Unavailable",
        "The database or a provider does not answer; `Retry-After` says when to come back.",
        "SERVICE_UNAVAILABLE",
        "We cannot do that at the moment. Please try again soon.",
        {"retry_after": 5},
    ),
}
DETAILS = {
    "type": "object",
    "description": "What a client may act on, such as `retry_after`; empty where the code says it all.",
    "additionalProperties": True,
}
DETAILS_OF_INPUT = {
    "type": "object",
    "description": "With VALIDATION_ERROR every wrong field with its sentences, deeper ones as `segment.role` or "
    "`names.0`, and `non_field_errors` about the whole. Other codes may name a fact.",
    "additionalProperties": {
        "anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "string"}, {"type": "integer"}]
    },
}


def error_schema(details: dict) -> dict:
    return {
        "type": "object",
        "required": ["success", "error"],
        "properties": {
            "success": {"const": False, "type": "boolean"},
            "error": {
                "type": "object",
                "required": ["code", "message", "details", "request_id"],
                "properties": {
                    "code": {"type": "string", "description": "For machines: UPPER_SNAKE_CASE, never translated."},
                    "message": {"type": "string", "description": "For a person, in the language asked for."},
                    "details": details,
                    "request_id": {"type": "string"},
                },
            },
        },
    }


KEY_PARAMETER = {
    "in": "header",
    "name": HEADER,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    "description": "The same key and body give the first answer again for 24 hours, with `Idempotent-Replayed: true`.",
}
ROUTE_LINE = re.compile(r"(?:GET|POST|PUT|PATCH|DELETE)\b.*/")
NO_BODY_STATUSES = {"204", "304"}


class EnvelopeSchema(AutoSchema):
    """Views document what they return; the envelope, the pages and the usual refusals are put around it here."""

    def get_operation(self, *args: Any, **kwargs: Any) -> dict | None:
        operation = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        if self._is_idempotent():
            operation.setdefault("parameters", []).append(KEY_PARAMETER)
        responses = operation["responses"]
        for status in self._usual_refusals(operation):
            responses.setdefault(str(status), self._refusal(status))
        operation["responses"] = dict(sorted(responses.items()))
        return operation

    def get_description(self) -> str:
        """Return the view's docstring without the lines that only repeat its method and path."""
        lines = super().get_description().splitlines()
        return "\n".join(line for line in lines if not ROUTE_LINE.match(line)).strip()

    def _get_request_body(self, direction: str = "request") -> dict | None:
        """Show what a DELETE reads as well: a password, a reason."""
        if self.method != "DELETE":
            return super()._get_request_body(direction)
        if self.get_request_serializer() is None:
            return None
        self.method = "POST"
        try:
            return super()._get_request_body(direction)
        finally:
            self.method = "DELETE"

    def _get_serializer(self) -> Any:
        # Views name what they read; without a name there is nothing to guess.
        return None if self.method == "DELETE" else super()._get_serializer()

    def _is_idempotent(self) -> bool:
        return self.method == "POST" and isinstance(self.view, Idempotent)

    def _usual_refusals(self, operation: dict) -> list[int]:
        statuses = [400, 503]
        if "requestBody" in operation:
            statuses += [413, 415]
        if any(parameter["in"] == "path" for parameter in operation.get("parameters", [])):
            statuses.append(404)
        if not any(isinstance(gate, AllowAny) for gate in self.view.get_permissions()):
            statuses += [401, 403]
        elif operation.get("security"):
            # Whoever proves who they are may be suspended.
            statuses += [401, 403]
        if getattr(self.view, "route_class", RouteClass.API) is not RouteClass.NONE:
            statuses.append(429)
        if self.method not in SAFE_METHODS:
            statuses.append(409)
        if self._is_idempotent():
            statuses.append(422)
        return statuses

    def _refusal(self, status: int) -> dict:
        error = self._error_component(status)
        name, when, code, message, details = REFUSALS[status]
        example = {
            "success": False,
            "error": {"code": code, "message": message, "details": details, "request_id": REQUEST_ID},
        }
        response = {"description": when, "content": {JSON: {"schema": error.ref, "example": example}}}
        component = ResolvedComponent(name, ResolvedComponent.RESPONSE, response, name)
        self.registry.register_on_missing(component)
        return component.ref

    def _error_component(self, status: int) -> ResolvedComponent:
        name, details = ("InputError", DETAILS_OF_INPUT) if status == 400 else ("Error", DETAILS)
        error = ResolvedComponent(name, ResolvedComponent.SCHEMA, error_schema(details), name)
        self.registry.register_on_missing(error)
        return error

    def _get_paginator(self) -> BasePagination | None:
        paginator = getattr(self.view, "pagination_class", PagePagination)
        return paginator() if paginator else None

    def _get_response_for_code(
        self, serializer: Any, status_code: str, media_types: Any = None, direction: str = "response"
    ) -> dict:
        response = super()._get_response_for_code(serializer, status_code, media_types, direction)
        if status_code >= "400":
            return self._declared_refusal(response, int(status_code))
        if status_code in NO_BODY_STATUSES:
            response.pop("content", None)
            return response
        if "content" not in response:
            response["content"] = {JSON: {"schema": {"type": "object", "maxProperties": 0}}}
            response["description"] = ""
        if JSON in response["content"]:
            self._wrap(response["content"][JSON])
        return response

    def _declared_refusal(self, response: dict, status: int) -> dict:
        """A view names the refusals of its own with their examples; the shape is everyone's."""
        reference = self._refusal(status)
        examples = response.get("content", {}).get(JSON, {}).get("examples")
        if not response.get("description") and not examples:
            return reference
        content: dict = {"schema": self._error_component(status).ref}
        if examples:
            content["examples"] = examples
        return {"description": response.get("description") or REFUSALS[status][1], "content": {JSON: content}}

    def _wrap(self, content: dict) -> None:
        schema = content["schema"]
        name = schema.get("$ref", "").rpartition("/")[2]
        if name.startswith("Paginated"):
            wrap = {}
        else:
            wrap = {"success": True}
            content["schema"] = {
                "type": "object",
                "required": ["success", "data"],
                "properties": {
                    "success": {"const": True, "type": "boolean"},
                    "data": schema,
                    "message": {"type": "string"},
                },
            }
        for example in content.get("examples", {}).values():
            value = example.get("value")
            if wrap and not (isinstance(value, dict) and value.get("success") is True):
                example["value"] = {"success": True, "data": value}


def plain_texts(result: dict, generator: Any, request: Any, public: bool) -> dict:
    """Write texts in English whatever language the machine speaks, and sort what has no order of its own."""
    return _plain(result)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, Promise) else value
