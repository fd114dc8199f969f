"""JSON for /auth/…: registering, signing in, tokens, forgotten passwords."""

from datetime import UTC, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import selectors, services, tokens
from accounts.api.authentication import TokenAuthentication
from accounts.api.examples import CHALLENGED, LOGIN, REGISTER, REGISTERED, SIGNED_IN
from accounts.api.presentation import show_me
from accounts.api.serializers.people import MeOut, UserOut
from accounts.api.serializers.signing_in import (
    AnswerIn,
    ChallengeOut,
    EmailIn,
    LoginIn,
    NewPasswordIn,
    RefreshIn,
    RegisteredOut,
    RegisterIn,
    ResendIn,
    ResentOut,
    ResetIn,
    SignedInOut,
    TokenIn,
    TokenOut,
    TokensOut,
    VerifyEmailIn,
)
from accounts.errors import InvalidToken, TokenExpired
from accounts.models import Session, User
from accounts.tokens import TokenPair, TokenType
from core.api.calls import Call
from core.api.responses import Answer
from core.route_limits import RouteClass
from regions.selectors import country_of

TAG = ["Authentication"]
SIGN_IN_ANSWER = PolymorphicProxySerializer("SignInOut", [SignedInOut, ChallengeOut], resource_type_field_name=None)


class SignInView(Call, APIView):
    """Base of what strangers call. A stale token in the header is not read, or nobody could renew it."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    route_class = RouteClass.AUTH

    def get_authenticate_header(self, request: Request) -> str:
        return "Bearer"


class TokenView(SignInView):
    """Base of calls about tokens. There is nothing to guess, and a whole office renews its tokens from one address."""

    route_class = RouteClass.API


class Registration(SignInView):
    """POST /auth/register"""

    @extend_schema(
        operation_id="auth_register",
        tags=TAG,
        summary="Become a customer",
        request=RegisterIn,
        responses={201: RegisteredOut},
        examples=[REGISTER, REGISTERED],
    )
    def post(self, request: Request) -> Response:
        user = services.register(region=country_of(request), **self.read(RegisterIn))
        pair = services.open_token_session(user=user)
        shown = {
            **_signed_in(user, pair),
            "email_verification_required": not user.is_email_verified,
            "application": selectors.list_applications(user=user).first(),
        }
        return Response(RegisteredOut(shown).data, status=201)


class EmailVerification(SignInView):
    """POST /auth/verify-email"""

    @extend_schema(
        operation_id="auth_verify_email",
        tags=TAG,
        summary="Prove an e-mail address",
        request=VerifyEmailIn,
        responses=UserOut,
    )
    def post(self, request: Request) -> Response:
        return Response(UserOut(services.verify_email(**self.read(VerifyEmailIn))).data)


class CodeAgain(SignInView):
    """POST /auth/resend-otp"""

    @extend_schema(
        operation_id="auth_resend_otp",
        tags=TAG,
        summary="Send a code again",
        description="The answer is the same whether or not the address has an account.",
        request=ResendIn,
        responses={202: ResentOut},
    )
    def post(self, request: Request) -> Response:
        asked = self.read(ResendIn)
        if asked["purpose"] == "login_2fa":
            return Response({"challenge": services.resend_challenge(challenge=asked["challenge"])}, status=202)
        if asked["purpose"] == "verify_email":
            services.resend_verification(email=asked["email"])
        else:
            services.request_password_reset(email=asked["email"])
        return Response({}, status=202)


class Login(SignInView):
    """POST /auth/login"""

    @extend_schema(
        operation_id="auth_login",
        tags=TAG,
        summary="Sign in",
        request=LoginIn,
        responses=SIGN_IN_ANSWER,
        examples=[LOGIN, SIGNED_IN, CHALLENGED],
    )
    def post(self, request: Request) -> Response:
        outcome = services.sign_in(**self.read(LoginIn))
        if outcome.user is None:
            shown = {"requires_2fa": True, "challenge": outcome.challenge, "methods": outcome.methods}
            return Response(ChallengeOut(shown).data)
        pair = services.open_token_session(user=outcome.user)
        return Response(SignedInOut(_signed_in(outcome.user, pair)).data)


class SecondFactor(SignInView):
    """POST /auth/login/verify-2fa"""

    @extend_schema(
        operation_id="auth_login_verify_2fa",
        tags=TAG,
        summary="Answer the challenge of two-step sign-in",
        request=AnswerIn,
        responses=SignedInOut,
    )
    def post(self, request: Request) -> Response:
        user = services.complete_sign_in(**self.read(AnswerIn))
        return Response(SignedInOut(_signed_in(user, services.open_token_session(user=user))).data)


class TokenRefresh(TokenView):
    """POST /auth/refresh-token"""

    @extend_schema(
        operation_id="auth_refresh_token",
        tags=TAG,
        summary="Exchange the refresh token for a new pair",
        description="Each refresh token works once. One that comes back ends the session.",
        request=RefreshIn,
        responses=TokensOut,
    )
    def post(self, request: Request) -> Response:
        return Response(TokensOut(services.refresh_tokens(**self.read(RefreshIn))).data)


class Logout(TokenView):
    """POST /auth/logout"""

    @extend_schema(
        operation_id="auth_logout",
        tags=TAG,
        summary="Sign out",
        description="Ends the sessions of the access token and of the refresh token in the body. One is enough.",
        request=RefreshIn,
        responses={204: None},
        auth=[{"accessToken": []}, {}],
    )
    def post(self, request: Request) -> Response:
        refresh_token = self.read(RefreshIn)["refresh_token"]
        if refresh_token:
            services.end_session_of_token(refresh_token=refresh_token)
        if signed_in := self._signed_in(request, is_needed=not refresh_token):
            services.end_session(session=signed_in[1])
        return Response(status=204)

    def _signed_in(self, request: Request, *, is_needed: bool) -> tuple[User, Session] | None:
        try:
            signed_in = TokenAuthentication().authenticate(request)
        except (InvalidToken, TokenExpired):
            if is_needed:
                raise
            return None
        if signed_in is None and is_needed:
            raise NotAuthenticated
        return signed_in


class LogoutAll(APIView):
    """POST /auth/logout-all"""

    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="auth_logout_all",
        tags=TAG,
        summary="Sign out on every device",
        request=None,
        responses={204: None},
    )
    def post(self, request: Request) -> Response:
        services.end_sessions(user=request.user, reason="signed out everywhere")
        return Response(status=204)


class TokenCheck(TokenView):
    """POST /auth/verify-token"""

    @extend_schema(
        operation_id="auth_verify_token",
        tags=TAG,
        summary="Ask whether an access token still works",
        request=TokenIn,
        responses=TokenOut,
    )
    def post(self, request: Request) -> Response:
        claims = tokens.read(self.read(TokenIn)["token"], typ=TokenType.ACCESS)
        session = selectors.find_session(session_id=claims.session_id, user_id=claims.user_id, now=timezone.now())
        if session is None:
            raise InvalidToken
        expires_at = datetime.fromtimestamp(claims.expires_at, tz=UTC)
        return Response(TokenOut({"valid": True, "user_id": claims.user_id, "expires_at": expires_at}).data)


class Me(APIView):
    """GET /auth/me"""

    permission_classes = (IsAuthenticated,)
    is_open_to_impersonation = True

    @extend_schema(operation_id="auth_me", tags=TAG, summary="Who is signed in", responses=MeOut)
    def get(self, request: Request) -> Response:
        return Response(show_me(request.user))


class ForgottenPassword(SignInView):
    """POST /auth/forgot-password"""

    @extend_schema(
        operation_id="auth_forgot_password",
        tags=TAG,
        summary="Have a link mailed to set a new password",
        description="The answer is the same whether or not the address has an account.",
        request=EmailIn,
        responses={202: None},
    )
    def post(self, request: Request) -> Response:
        services.request_password_reset(**self.read(EmailIn))
        return Answer({}, status=202, message=_("If the address has an account, a link is on its way."))


class PasswordReset(SignInView):
    """POST /auth/reset-password"""

    @extend_schema(
        operation_id="auth_reset_password",
        tags=TAG,
        summary="Set a new password by the mailed link",
        description="Every device is signed out.",
        request=ResetIn,
        responses={204: None},
    )
    def post(self, request: Request) -> Response:
        services.reset_password(**self.read(ResetIn))
        return Response(status=204)


class PasswordResetByLink(SignInView):
    """POST /auth/reset-password/{token}"""

    @extend_schema(
        operation_id="auth_reset_password_by_link",
        tags=TAG,
        summary="Set a new password, with the token in the path",
        request=NewPasswordIn,
        responses={204: None},
    )
    def post(self, request: Request, token: str) -> Response:
        services.reset_password(token=token, **self.read(NewPasswordIn))
        return Response(status=204)


def _signed_in(user: User, pair: TokenPair) -> dict:
    return {"user": user, "access_token": pair.access_token, "refresh_token": pair.refresh_token}
