"""Access tokens on API requests."""

from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from accounts import selectors, services, tokens
from accounts.errors import ImpersonationReadOnly, InvalidToken
from accounts.models import Session, User
from accounts.tokens import TokenType
from core import context
from core.errors import NotAllowed


class TokenAuthentication(BaseAuthentication):
    """Reads `Authorization: Bearer`; one look at the session tells whether it was revoked.

    `request.auth` is the session.
    """

    def authenticate(self, request: Request) -> tuple[User, Session] | None:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        claims = tokens.read(token.strip(), typ=TokenType.ACCESS)
        now = timezone.now()
        session = selectors.find_session(session_id=claims.session_id, user_id=claims.user_id, now=now)
        if session is None:
            raise InvalidToken
        if claims.impersonator_id:
            _refuse_beyond_reading(request)
        else:
            services.touch_session(session, now=now)
        context.current().user_id = str(session.user_id)
        return session.user, session

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class TokenScheme(OpenApiAuthenticationExtension):
    """How the OpenAPI document describes the token."""

    target_class = TokenAuthentication
    name = "accessToken"

    def get_security_definition(self, auto_schema: object) -> dict:
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "An access token from sign-in, good for 15 minutes.",
        }


def _refuse_beyond_reading(request: Request) -> None:
    """Whoever looks at the shop as somebody else reads what views open to them, and changes nothing.

    Raises ImpersonationReadOnly or NotAllowed.
    """
    if request.method not in SAFE_METHODS:
        raise ImpersonationReadOnly
    view = request.parser_context["view"]
    if not getattr(view, "is_open_to_impersonation", False):
        raise NotAllowed
