"""Devices: opening a session on one, keeping it alive, ending it."""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial
from ipaddress import ip_network
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import selectors, tokens
from accounts.constants import LAST_SEEN_EVERY_MINUTES, NETWORK_BITS
from accounts.devices import device_name
from accounts.enums import SessionKind
from accounts.errors import (
    InvalidRefreshToken,
    InvalidToken,
    RefreshTokenExpired,
    RefreshTokenRequired,
    TokenExpired,
)
from accounts.events import RefreshTokenReused, SignedInOnNewDevice
from accounts.models import Session, User
from accounts.tokens import TokenPair, TokenType
from core import context
from core.errors import NotFound
from core.ids import uuid7
from core.outbox import publish
from regions.selectors import country_of_address


@transaction.atomic
def open_session(*, user: User, kind: SessionKind, known_sessions: Collection[UUID] = ()) -> Session:
    """Sign the person in on the device that is asking. A device never seen before is told to them by mail.

    `known_sessions` are those that a browser proves to have had. Apps prove nothing.
    """
    now = timezone.now()
    here = context.current()
    is_new_device = _is_new_device(user, kind, known_sessions)
    lifetime = settings.REFRESH_TOKEN_LIFETIME
    if kind == SessionKind.BROWSER:
        lifetime = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    session = Session.objects.create(
        user=user,
        kind=kind,
        password_stamp=user.get_session_auth_hash(),
        device_name=device_name(here.user_agent),
        user_agent=here.user_agent[:300],
        ip=here.ip,
        region=country_of_address(here.ip),
        last_seen_at=now,
        expires_at=now + lifetime,
    )
    user.last_login_at = now
    User.objects.filter(pk=user.pk).update(last_login_at=now)
    if is_new_device:
        publish(SignedInOnNewDevice(session_id=session.pk))
    return session


def open_token_session(*, user: User) -> TokenPair:
    """Sign an app in and return its tokens."""
    session = open_session(user=user, kind=SessionKind.TOKEN)
    return _pair(session, session.refresh_jti, timezone.now())


def refresh_tokens(*, refresh_token: str) -> TokenPair:
    """Exchange a refresh token for a new pair. A token that comes back a second time ends its session.

    Raises RefreshTokenRequired, RefreshTokenExpired or InvalidRefreshToken.
    """
    if not refresh_token:
        raise RefreshTokenRequired
    try:
        claims = tokens.read(refresh_token, typ=TokenType.REFRESH)
    except TokenExpired:
        raise RefreshTokenExpired from None
    except InvalidToken:
        raise InvalidRefreshToken from None
    now = timezone.now()
    session = selectors.find_session(session_id=claims.session_id, user_id=claims.user_id, now=now)
    if session is None or claims.impersonator_id:
        raise InvalidRefreshToken
    jti = uuid7()
    rotated = Session.objects.live(now).filter(pk=session.pk, refresh_jti=claims.jti)
    if not rotated.update(refresh_jti=jti, last_seen_at=now, expires_at=now + settings.REFRESH_TOKEN_LIFETIME):
        _end_reused(session)
        raise InvalidRefreshToken
    return _pair(session, jti, now)


def touch_session(session: Session, *, now: datetime) -> None:
    """Remember that the device was seen, at most once in a few minutes."""
    stale = now - timedelta(minutes=LAST_SEEN_EVERY_MINUTES)
    if session.last_seen_at < stale:
        Session.objects.filter(pk=session.pk, last_seen_at__lt=stale).update(last_seen_at=now)


def end_session(*, session: Session, reason: str = "signed out") -> None:
    """End one session at once. Ending it again changes nothing."""
    Session.objects.filter(pk=session.pk, revoked_at=None).update(revoked_at=timezone.now(), revoked_reason=reason)


def end_sessions(*, user: User, reason: str) -> int:
    """End every session of the person at once; return how many there were."""
    return Session.objects.filter(user=user, revoked_at=None).update(revoked_at=timezone.now(), revoked_reason=reason)


def end_other_sessions(*, user: User, keep: Session) -> int:
    """End every session of the person but this one; return how many there were."""
    others = Session.objects.live(timezone.now()).filter(user=user).exclude(pk=keep.pk)
    return others.update(revoked_at=timezone.now(), revoked_reason="ended from another device")


def end_own_session(*, user: User, session_id: UUID) -> None:
    """End one of the person's own sessions. Raises NotFound."""
    session = Session.objects.live(timezone.now()).filter(user=user, pk=session_id).first()
    if session is None:
        raise NotFound
    end_session(session=session, reason="ended from another device")


def end_session_of_token(*, refresh_token: str) -> None:
    """Sign out the app that holds this refresh token. A token that is no longer good changes nothing."""
    try:
        claims = tokens.read(refresh_token, typ=TokenType.REFRESH)
    except (TokenExpired, InvalidToken):
        return
    session = Session.objects.filter(pk=claims.session_id, user_id=claims.user_id).first()
    if session:
        end_session(session=session)


def restamp_sessions(*, user: User) -> None:
    """Keep devices signed in although the hash of the same password was made anew."""
    Session.objects.live(timezone.now()).filter(user=user).update(password_stamp=user.get_session_auth_hash())


@transaction.atomic
def _end_reused(session: Session) -> None:
    ended = Session.objects.filter(pk=session.pk, revoked_at=None).update(
        revoked_at=timezone.now(), revoked_reason="refresh token used twice"
    )
    if ended:
        publish(RefreshTokenReused(session_id=session.pk))


def _is_new_device(user: User, kind: SessionKind, known_sessions: Collection[UUID]) -> bool:
    """Whether nothing shows that the person had this device before. What it calls itself anybody can copy."""
    earlier = Session.objects.filter(user=user)
    if not earlier.exists():
        return False
    if kind == SessionKind.BROWSER:
        return not earlier.filter(pk__in=known_sessions).exists()
    here = context.current()
    alike = earlier.filter(kind=kind, user_agent=here.user_agent[:300])
    return _network(here.ip) not in {_network(ip) for ip in alike.values_list("ip", flat=True).distinct()}


def _network(ip: str | None) -> str:
    """Return in which network an address lies: those of a phone at home change within it."""
    if not ip:
        return ""
    bits = NETWORK_BITS[6 if ":" in ip else 4]
    return str(ip_network(f"{ip}/{bits}", strict=False))


def _pair(session: Session, jti: UUID | None, now: datetime) -> TokenPair:
    make = partial(tokens.make, user_id=session.user_id, session_id=session.pk, now=now)
    return TokenPair(
        access_token=make(typ=TokenType.ACCESS, jti=None),
        refresh_token=make(typ=TokenType.REFRESH, jti=jti),
    )
