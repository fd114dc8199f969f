"""Refusals: what a service says when it will not do a thing, and the ones every app shares."""

from enum import Enum
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(Enum):
    """Kinds of refusal; the value is the HTTP status that says it."""

    INVALID = 400
    UNAUTHENTICATED = 401
    DECLINED = 402
    FORBIDDEN = 403
    NOT_FOUND = 404
    CONFLICT = 409
    TOO_LARGE = 413
    UNPROCESSABLE = 422
    TOO_MANY = 429
    UNAVAILABLE = 503


class DomainError(Exception):
    """A refusal with a code for machines and a message for people."""

    code: ClassVar[str]
    message: ClassVar[str | Promise]
    refusal: ClassVar[Refusal] = Refusal.CONFLICT

    def __init__(self, **details: Any) -> None:
        self.details = details
        super().__init__(str(self.message).format(**details))

    def __str__(self) -> str:
        return str(self.message).format(**self.details)


class InvalidInput(DomainError):
    """Some fields are wrong. Details name each field with its list of messages."""

    code = "VALIDATION_ERROR"
    message = _("Some fields need your attention.")
    refusal = Refusal.INVALID


class NotFound(DomainError):
    code = "RESOURCE_NOT_FOUND"
    message = _("We could not find that.")
    refusal = Refusal.NOT_FOUND


class NotAllowed(DomainError):
    code = "INSUFFICIENT_PERMISSIONS"
    message = _("You are not allowed to do that.")
    refusal = Refusal.FORBIDDEN


class InvalidTransition(DomainError):
    code = "INVALID_TRANSITION"
    message = _("That is not possible in the present state.")


class Duplicate(DomainError):
    code = "DUPLICATE"
    message = _("That exists already.")


class VersionConflict(DomainError):
    code = "VERSION_CONFLICT"
    message = _("Somebody else changed this in the meantime. Reload and try again.")


class RateLimitExceeded(DomainError):
    """Details carry `retry_after` in seconds; `usage` is the limit that refused, for the headers."""

    usage: Any = None
    code = "RATE_LIMIT_EXCEEDED"
    message = _("Too many requests. Please wait a little and try again.")
    refusal = Refusal.TOO_MANY


class PayloadTooLarge(DomainError):
    """Details carry `megabytes`: the most that is read."""

    code = "PAYLOAD_TOO_LARGE"
    message = _("That is too large. Send at most {megabytes} MB.")
    refusal = Refusal.TOO_LARGE

    def __init__(self, most_bytes: int) -> None:
        super().__init__(megabytes=most_bytes // 1024**2)


class ServiceUnavailable(DomainError):
    code = "SERVICE_UNAVAILABLE"
    message = _("We cannot do that at the moment. Please try again soon.")
    refusal = Refusal.UNAVAILABLE
