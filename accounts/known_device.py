"""How a browser is known again: a signed cookie names the sessions that were opened on it, and signs nobody in."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.constants import KNOWN_DEVICE_SALT, PEOPLE_PER_DEVICE
from accounts.models import Session, User
from core import links

COOKIE = "known_device"
# Where people sign in: no other page needs the cookie, nor does a cache in front of them.
PATH = "/account/"
A_YEAR = 365 * 24 * 3600


def sessions_on(request: HttpRequest) -> list[UUID]:
    """Return the latest session of each person who signed in on this browser."""
    try:
        return [UUID(hex=name) for name in links.read(KNOWN_DEVICE_SALT, request.COOKIES.get(COOKIE, ""))]
    except links.LinkInvalid:
        return []


def with_session(earlier: list[UUID], *, user: User, session: Session) -> list[UUID]:
    """Return what to keep from now on: the new session in place of those the same person had here."""
    others = set(Session.objects.filter(pk__in=earlier).exclude(user=user).values_list("pk", flat=True))
    return [session.pk, *(pk for pk in earlier if pk in others)][:PEOPLE_PER_DEVICE]


def keep_sessions(response: HttpResponse, kept: list[UUID]) -> None:
    value = links.sign(KNOWN_DEVICE_SALT, [pk.hex for pk in kept], lifetime=None)
    response.set_cookie(
        COOKIE, value, max_age=A_YEAR, path=PATH, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
