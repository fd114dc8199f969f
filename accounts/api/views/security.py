"""JSON for two-step sign-in and for the devices on which somebody is signed in."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import selectors, services
from accounts.api.serializers.account import (
    CodeIn,
    CodeWantedOut,
    DisableTwoFactorIn,
    EnableTwoFactorIn,
    EnrolmentOut,
    PasswordIn,
    RecoveryCodesLeftOut,
    RecoveryCodesOut,
    SessionOut,
)
from accounts.api.views.account import AccountView, code_wanted
from accounts.enums import CodePurpose

TAG = ["Account"]


class TwoFactorEnabling(AccountView):
    """POST /users/me/2fa/enable"""

    @extend_schema(
        operation_id="users_me_2fa_enable",
        tags=TAG,
        summary="Prepare two-step sign-in",
        description="It is on only after the first code was verified.",
        request=EnableTwoFactorIn,
        responses=EnrolmentOut,
    )
    def post(self, request: Request) -> Response:
        return Response(
            EnrolmentOut(services.start_two_factor(user=request.user, **self.read(EnableTwoFactorIn))).data
        )


class TwoFactorVerification(AccountView):
    """POST /users/me/2fa/verify"""

    @extend_schema(
        operation_id="users_me_2fa_verify",
        tags=TAG,
        summary="Turn two-step sign-in on with the first code",
        request=CodeIn,
        responses=RecoveryCodesOut,
    )
    def post(self, request: Request) -> Response:
        codes = services.finish_two_factor(user=request.user, **self.read(CodeIn))
        return Response({"recovery_codes": codes})


class TwoFactorDisabling(AccountView):
    """POST /users/me/2fa/disable"""

    @extend_schema(
        operation_id="users_me_2fa_disable",
        tags=TAG,
        summary="Turn two-step sign-in off",
        description="With the password alone, a code is sent (202). With password and code, it is off (204).",
        request=DisableTwoFactorIn,
        responses={202: CodeWantedOut, 204: None},
    )
    def post(self, request: Request) -> Response:
        asked = self.read(DisableTwoFactorIn)
        if not asked.get("code"):
            services.confirm_password(user=request.user, password=asked["password"])
            return code_wanted(services.send_confirmation_code(user=request.user, purpose=CodePurpose.DISABLE_2FA))
        services.disable_two_factor(user=request.user, **asked)
        return Response(status=204)


class RecoveryCodes(AccountView):
    """GET, POST /users/me/2fa/recovery-codes"""

    @extend_schema(
        operation_id="users_me_2fa_recovery_codes",
        tags=TAG,
        summary="How many recovery codes are left",
        responses=RecoveryCodesLeftOut,
    )
    def get(self, request: Request) -> Response:
        total, unused = selectors.count_recovery_codes(user=request.user)
        return Response({"total": total, "unused": unused})

    @extend_schema(
        operation_id="users_me_2fa_recovery_codes_regenerate",
        tags=TAG,
        summary="Make new recovery codes; the old ones end",
        request=PasswordIn,
        responses=RecoveryCodesOut,
    )
    def post(self, request: Request) -> Response:
        codes = services.regenerate_recovery_codes(user=request.user, **self.read(PasswordIn))
        return Response({"recovery_codes": codes})


class Sessions(AccountView):
    """GET /users/me/sessions"""

    @extend_schema(
        operation_id="users_me_sessions",
        tags=TAG,
        summary="Where I am signed in",
        responses=SessionOut(many=True),
    )
    def get(self, request: Request) -> Response:
        return self.answer_page(selectors.list_sessions(user=request.user), SessionOut, current_id=request.auth.pk)


class SessionDetail(AccountView):
    """DELETE /users/me/sessions/{session_id}"""

    @extend_schema(
        operation_id="users_me_session_end", tags=TAG, summary="Sign out on one device", responses={204: None}
    )
    def delete(self, request: Request, session_id: UUID) -> Response:
        services.end_own_session(user=request.user, session_id=session_id)
        return Response(status=204)
