"""Whose goods and prices a visitor sees.

Public pages never look at sessions. A browser on which an approved trade customer is signed in carries a cookie beside
the session's that says so; it is signed for that one session, and counts as long as the customer stays approved.
"""

import re
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.enums import ApplicationStatus, Role, UserStatus
from accounts.models import RoleApplication
from catalog.enums import Audience
from catalog.listing.shelves import find_shelf
from core import caching
from regions.selectors import region_of

COOKIE = "trade"
TAG = "trade"
SALT = "catalog.audience"
_TRADE = re.compile(r"(?:^|;\s*)trade=([0-9a-f]{32})\.([0-9a-f]{64})(?:;|$)")
_SESSION = re.compile(r"(?:^|;\s*)([\w-]+)=([a-z0-9]{8,64})(?=;|$)")


def audience_of(request: Any) -> Audience:
    """Return whose goods and prices the visitor sees: everyone's, or those of approved trade customers."""
    if getattr(request, "public", None) is not None:
        return audience_of_cookie(request)
    user = getattr(request, "user", None)
    return audience_of_user(user.pk if user is not None and user.is_authenticated else None)


def audience_of_user(user_id: UUID | None) -> Audience:
    """Return the audience that a person belongs to, whoever looks."""
    return Audience.RETAILER if user_id in _approved() else Audience.CUSTOMER


def audience_of_cookie(request: HttpRequest) -> Audience:
    """Return the audience without asking who is signed in: by the signed cookie, for this browser's session only."""
    cookies = request.META.get("HTTP_COOKIE", "")
    found = _TRADE.search(cookies) if "trade=" in cookies else None
    if found is None:
        return Audience.CUSTOMER
    session_key = next(
        (value for name, value in _SESSION.findall(cookies) if name == settings.SESSION_COOKIE_NAME), ""
    )
    user_id = UUID(found[1])
    is_ours = bool(session_key) and constant_time_compare(found[2], _signature(user_id, session_key))
    return Audience.RETAILER if is_ours and user_id in _approved() else Audience.CUSTOMER


def trade_cookie(user_id: UUID, session_key: str) -> str | None:
    """Return the cookie for the session of an approved trade customer; None for everybody else."""
    return f"{user_id.hex}.{_signature(user_id, session_key)}" if user_id in _approved() else None


def shelf_of(request: Any) -> int | None:
    """Return the shelf that the visitor reads from; None before the listing was made."""
    return find_shelf(region_of(request).id, audience_of(request))


def _signature(user_id: UUID, session_key: str) -> str:
    return salted_hmac(SALT, f"{user_id.hex}:{session_key}", algorithm="sha256").hexdigest()


def _approved() -> frozenset[UUID]:
    return caching.remember(TAG, _read_approved)


def _read_approved() -> frozenset[UUID]:
    approved = RoleApplication.objects.filter(
        role=Role.RETAILER, status=ApplicationStatus.APPROVED, user__status=UserStatus.ACTIVE
    )
    return frozenset(approved.values_list("user_id", flat=True))
