"""JSON for /users/me and what belongs to it: profile, picture, privacy, applications."""

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import selectors, services
from accounts.api.examples import APPLY
from accounts.api.permissions import HasVerifiedEmail
from accounts.api.presentation import show_me
from accounts.api.serializers.account import (
    ApplicationIn,
    AvatarIn,
    ChangeEmailIn,
    ChangePasswordIn,
    CodeWantedOut,
    DeleteMeIn,
    ExportOut,
    OptionalCodeIn,
    ProfileIn,
)
from accounts.api.serializers.people import ApplicationOut, MeOut, UserOut
from accounts.api.serializers.signing_in import TokensOut
from accounts.models import DataExport
from core.api.calls import Call
from core.api.idempotency import Idempotent
from core.api.responses import Answer
from core.errors import NotFound

TAG = ["Account"]


class AccountView(Call, APIView):
    """Base of what people do with their own account."""

    permission_classes = (IsAuthenticated,)


class Profile(AccountView):
    """GET, PUT, PATCH, DELETE /users/me"""

    is_open_to_impersonation = True

    @extend_schema(operation_id="users_me", tags=TAG, summary="My account", responses=MeOut)
    def get(self, request: Request) -> Response:
        return Response(show_me(request.user))

    @extend_schema(
        operation_id="users_me_update", tags=TAG, summary="Change my profile", request=ProfileIn, responses=MeOut
    )
    def put(self, request: Request) -> Response:
        return self._update(partial=False)

    @extend_schema(
        operation_id="users_me_partial_update",
        tags=TAG,
        summary="Change some of my profile",
        request=ProfileIn(partial=True),
        responses=MeOut,
    )
    def patch(self, request: Request) -> Response:
        return self._update(partial=True)

    @extend_schema(
        operation_id="users_me_delete",
        tags=TAG,
        summary="Delete my account",
        description="With the password alone, a code is sent (202). With password and code, the account goes (204).",
        request=DeleteMeIn,
        responses={202: CodeWantedOut, 204: None},
    )
    def delete(self, request: Request) -> Response:
        asked = self.read(DeleteMeIn)
        if not asked.get("code"):
            return code_wanted(services.request_deletion(user=request.user, password=asked["password"]))
        services.delete_account(user=request.user, **asked)
        return Response(status=204)

    def _update(self, *, partial: bool) -> Response:
        user = services.update_profile(user=self.request.user, **self.read(ProfileIn, partial=partial))
        return Response(show_me(user))


class PasswordChange(AccountView):
    """POST /users/me/change-password"""

    @extend_schema(
        operation_id="users_me_change_password",
        tags=TAG,
        summary="Change my password",
        description="Every device is signed out; the answer holds new tokens for this one.",
        request=ChangePasswordIn,
        responses=TokensOut,
    )
    def post(self, request: Request) -> Response:
        user = services.change_password(user=request.user, **self.read(ChangePasswordIn))
        return Response(TokensOut(services.open_token_session(user=user)).data)


class EmailChange(AccountView):
    """POST /users/me/change-email"""

    @extend_schema(
        operation_id="users_me_change_email",
        tags=TAG,
        summary="Move my account to another address",
        description="First the new address and the password: a code is sent there. Then the code alone.",
        request=ChangeEmailIn,
        responses={200: MeOut, 202: CodeWantedOut},
    )
    def post(self, request: Request) -> Response:
        asked = self.read(ChangeEmailIn)
        if asked.get("code"):
            return Response(show_me(services.confirm_email_change(user=request.user, code=asked["code"])))
        services.request_email_change(
            user=request.user, new_email=asked["email"], password=asked["password"], quietly=False
        )
        return code_wanted("email")


class PhoneVerification(AccountView):
    """POST /users/me/verify-phone"""

    @extend_schema(
        operation_id="users_me_verify_phone",
        tags=TAG,
        summary="Prove my phone number",
        description="Without a code, one is sent by SMS (202). With it, the number is proven (200).",
        request=OptionalCodeIn,
        responses={200: UserOut, 202: CodeWantedOut},
    )
    def post(self, request: Request) -> Response:
        code = self.read(OptionalCodeIn).get("code")
        if code:
            return Response(UserOut(services.verify_phone(user=request.user, code=code)).data)
        services.send_phone_code(user=request.user)
        return code_wanted("sms")


class Avatar(AccountView):
    """POST, DELETE /users/me/avatar"""

    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="users_me_avatar",
        tags=TAG,
        summary="Set my picture",
        request={"multipart/form-data": AvatarIn},
        responses=UserOut,
    )
    def post(self, request: Request) -> Response:
        return Response(UserOut(services.set_avatar(user=request.user, **self.read(AvatarIn))).data)

    @extend_schema(operation_id="users_me_avatar_delete", tags=TAG, summary="Remove my picture", responses={204: None})
    def delete(self, request: Request) -> Response:
        services.set_avatar(user=request.user, file=None)
        return Response(status=204)


class Export(Idempotent, AccountView):
    """GET, POST /users/me/export"""

    permission_classes = (HasVerifiedEmail,)

    @extend_schema(
        operation_id="users_me_export",
        tags=TAG,
        summary="How my export is getting on",
        responses={200: ExportOut, 404: None},
    )
    def get(self, request: Request) -> Response:
        export = selectors.find_export(user=request.user)
        if export is None:
            raise NotFound
        return Response(_show_export(export))

    @extend_schema(
        operation_id="users_me_export_start",
        tags=TAG,
        summary="Have everything the shop knows about me packed",
        description="A link is mailed when the ZIP is ready.",
        request=None,
        responses={202: ExportOut},
    )
    def post(self, request: Request) -> Response:
        return Answer(_show_export(services.request_export(user=request.user)), status=202)


class ExportDownload(APIView):
    """GET /users/me/export/{token}"""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="users_me_export_download",
        tags=TAG,
        summary="Download the ZIP by its signed link",
        responses={(200, "application/zip"): OpenApiTypes.BINARY},
        auth=[],
    )
    def get(self, request: Request, token: str) -> FileResponse:
        file = services.open_export(token=token)
        headers = {"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer"}
        return FileResponse(
            file, as_attachment=True, filename="my-data.zip", content_type="application/zip", headers=headers
        )


class Applications(Idempotent, AccountView):
    """GET, POST /users/me/applications"""

    permission_classes = (HasVerifiedEmail,)

    @extend_schema(
        operation_id="users_me_applications",
        tags=TAG,
        summary="What I applied for",
        responses=ApplicationOut(many=True),
    )
    def get(self, request: Request) -> Response:
        return self.answer_page(selectors.list_applications(user=request.user), ApplicationOut)

    @extend_schema(
        operation_id="users_me_apply",
        tags=TAG,
        summary="Apply to be a retailer or a seller",
        request=ApplicationIn,
        responses={201: ApplicationOut},
        examples=[APPLY],
    )
    def post(self, request: Request) -> Response:
        application = services.apply_for_role(user=request.user, **self.read(ApplicationIn))
        return Response(ApplicationOut(application).data, status=201)


def code_wanted(channel: str) -> Response:
    return Response(CodeWantedOut({"code_required": True, "channel": channel}).data, status=202)


def _show_export(export: DataExport) -> dict:
    is_there = services.is_downloadable(export)
    export.download_url = services.download_url(export) if is_there else None
    return ExportOut(export).data
