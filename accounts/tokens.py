"""JSON web tokens: what they say and how they are read. Whether a session still lives is not asked here."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import jwt
from django.conf import settings

from accounts.constants import TOKEN_MAX_CHARACTERS
from accounts.errors import InvalidToken, TokenExpired
from core.ids import uuid7

ALGORITHM = "HS256"
ISSUER = "haat"
AUDIENCE = "haat-api"
REQUIRED = ["iss", "aud", "sub", "sid", "jti", "typ", "iat", "exp"]


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
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": str(user_id),
        "sid": str(session_id),
        "jti": str(jti or uuid7()),
        "typ": typ.value,
        "iat": int(now.timestamp()),
        "exp": int((now + lifetime).timestamp()),
    }
    return jwt.encode(claims, settings.JWT_KEY, algorithm=ALGORITHM)


def read(token: str, *, typ: TokenType) -> Claims:
    """Return what the token says. Raises TokenExpired, or InvalidToken for anything that is not ours to the letter."""
    if not token or len(token) > TOKEN_MAX_CHARACTERS:
        raise InvalidToken
    try:
        claims = jwt.decode(
            token,
            settings.JWT_KEY,
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            issuer=ISSUER,
            options={"require": REQUIRED},
        )
        if claims["typ"] != typ:
            raise InvalidToken
        return Claims(
            user_id=UUID(claims["sub"]),
            session_id=UUID(claims["sid"]),
            jti=UUID(claims["jti"]),
            expires_at=int(claims["exp"]),
            impersonator_id=UUID(claims["imp"]) if "imp" in claims else None,
        )
    except jwt.ExpiredSignatureError:
        raise TokenExpired from None
    except (jwt.PyJWTError, ValueError, TypeError, AttributeError):
        raise InvalidToken from None
