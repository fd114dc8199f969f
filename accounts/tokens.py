"""JSON web tokens: what they say and how they are read. Whether a session still lives is not asked here."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from rest_framework_simplejwt.backends import TokenBackend
from rest_framework_simplejwt.exceptions import TokenBackendError, TokenBackendExpiredToken

from accounts.constants import TOKEN_MAX_CHARACTERS
from accounts.errors import InvalidToken, TokenExpired
from core.ids import uuid7

ALGORITHM = "HS256"
ISSUER = "haat"
AUDIENCE = "haat-api"


class TokenType(StrEnum):
    ACCESS = "access"
    REFRESH = "refresh"


@dataclass(frozen=True, slots=True)
class TokenPair:
    access_token: str
    refresh_token: str


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token of ours says."""

    user_id: UUID
    session_id: UUID
    jti: UUID
    expires_at: int
    impersonator_id: UUID | None


def make(*, typ: TokenType, user_id: UUID, session_id: UUID, jti: UUID | None, now: datetime) -> str:
    """Return a signed token of the session."""
    lifetime = settings.ACCESS_TOKEN_LIFETIME if typ is TokenType.ACCESS else settings.REFRESH_TOKEN_LIFETIME
    claims = {
        "sub": str(user_id),
        "sid": str(session_id),
        "jti": str(jti or uuid7()),
        "typ": typ.value,
        "iat": int(now.timestamp()),
        "exp": int((now + lifetime).timestamp()),
    }
    return _backend(settings.JWT_KEY).encode(claims)


def read(token: str, *, typ: TokenType) -> Claims:
    """Return what the token says. Raises TokenExpired, or InvalidToken for anything that is not ours to the letter."""
    if not token or len(token) > TOKEN_MAX_CHARACTERS:
        raise InvalidToken
    try:
        # Its annotation asks for a Token, its code for the text of one.
        claims = _backend(settings.JWT_KEY).decode(cast("Any", token))
        if claims["typ"] != typ:
            raise InvalidToken
        return Claims(
            user_id=UUID(claims["sub"]),
            session_id=UUID(claims["sid"]),
            jti=UUID(claims["jti"]),
            expires_at=int(claims["exp"]),
            impersonator_id=UUID(claims["imp"]) if "imp" in claims else None,
        )
    except TokenBackendExpiredToken:
        raise TokenExpired from None
    except (TokenBackendError, KeyError, ValueError, TypeError, AttributeError):
        raise InvalidToken from None


@cache
def _backend(key: str) -> TokenBackend:
    return TokenBackend(ALGORITHM, key, audience=AUDIENCE, issuer=ISSUER)
