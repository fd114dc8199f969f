"""Signed links: a value that travels through somebody's mailbox and comes back unchanged."""

import time
from datetime import timedelta
from typing import Any

from django.core import signing
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, Refusal


class LinkInvalid(DomainError):
    code = "LINK_INVALID"
    message = _("This link is not valid. Please ask for a new one.")
    refusal = Refusal.INVALID


class LinkExpired(DomainError):
    code = "LINK_EXPIRED"
    message = _("This link has expired. Please ask for a new one.")
    refusal = Refusal.INVALID


def sign(purpose: str, value: Any, *, lifetime: timedelta | None) -> str:
    """Return a token that carries the value (anything JSON holds) for one purpose. A lifetime of None is for ever."""
    ends_at = None if lifetime is None else int(time.time() + lifetime.total_seconds())
    return signing.dumps([value, ends_at], salt=_salt(purpose))


def read(purpose: str, token: str) -> Any:
    """Return what the token carries. Raises LinkInvalid, or LinkExpired when its time is over."""
    try:
        value, ends_at = signing.loads(token, salt=_salt(purpose))
    except (signing.BadSignature, ValueError, TypeError):
        raise LinkInvalid from None
    if ends_at is not None and time.time() >= ends_at:
        raise LinkExpired
    return value


def _salt(purpose: str) -> str:
    return f"core.links:{purpose}"
