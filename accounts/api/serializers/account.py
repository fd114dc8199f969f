"""Profile, security, devices, privacy."""

from typing import Any

from django.conf import settings
from rest_framework import serializers

from accounts.api.serializers.people import APPLIED
from accounts.api.serializers.signing_in import CodeField, EmailField, PasswordField
from accounts.constants import APPLICATION_DOCUMENTS
from accounts.enums import CodeChannel, ExportStatus, Role, SessionKind, TwoFactorMethod
from accounts.phones import clean_phone
from accounts.services import wrong_in_profile
from core.api.fields import CountryField, LineField
from core.errors import InvalidInput


class ProfileIn(serializers.Serializer):
    name = LineField(min_length=2, max_length=100)
    phone_number = serializers.CharField(required=False, allow_blank=True, allow_null=True, max_length=32)
    region = CountryField(required=False, allow_blank=True, help_text="The person's country, such as IN.")
    shopping_region = serializers.CharField(
        required=False, allow_blank=True, max_length=20, help_text="Code of the region to shop in; empty: by place."
    )
    language = serializers.ChoiceField(settings.LANGUAGES, required=False)
    timezone = serializers.CharField(required=False, allow_blank=True, max_length=40)
    marketing_consent = serializers.BooleanField(required=False)

    def validate_phone_number(self, value: str | None) -> str | None:
        # Which country a number without its code belongs to, the service knows.
        if value and value.startswith(("+", "00")):
            try:
                return clean_phone(value)
            except InvalidInput as refusal:
                raise serializers.ValidationError(refusal.details["phone_number"]) from None
        return value

    # The service refuses the same; asked here, it is told in one round with what the shape refuses.
    def validate_region(self, value: str) -> str:
        return _checked("region", value.upper())

    def validate_shopping_region(self, value: str) -> str:
        return _checked("shopping_region", value.lower())

    def validate_timezone(self, value: str) -> str:
        return _checked("timezone", value)


def _checked(field: str, value: str) -> str:
    if wrong := wrong_in_profile({field: value}):
        raise serializers.ValidationError(wrong[field])
    return value


class DeleteMeIn(serializers.Serializer):
    password = PasswordField()
    code = CodeField(required=False, help_text="Leave it out to have a code sent.")


class CodeWantedOut(serializers.Serializer):
    code_required = serializers.BooleanField()
    channel = serializers.ChoiceField(CodeChannel.choices, help_text="Where to find the code.")


class ChangePasswordIn(serializers.Serializer):
    current_password = PasswordField()
    new_password = PasswordField()


class ChangeEmailIn(serializers.Serializer):
    email = EmailField(required=False, help_text="The new address; a code is sent there.")
    password = PasswordField(required=False)
    code = CodeField(required=False, help_text="The code from the new address; alone, in the second call.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "code" not in attrs:
            missing = [name for name in ("email", "password") if not attrs.get(name)]
            if missing:
                raise serializers.ValidationError({name: [self.error_required(name)] for name in missing})
        return attrs

    def error_required(self, name: str) -> str:
        return self.fields[name].error_messages["required"]


class CodeIn(serializers.Serializer):
    code = CodeField()


class OptionalCodeIn(serializers.Serializer):
    code = CodeField(required=False, help_text="Leave it out to have a code sent.")


class EnableTwoFactorIn(serializers.Serializer):
    method = serializers.ChoiceField(TwoFactorMethod.choices[1:], required=False, default=TwoFactorMethod.TOTP.value)


class EnrolmentOut(serializers.Serializer):
    method = serializers.ChoiceField(TwoFactorMethod.choices[1:])
    secret = serializers.CharField(help_text="For apps without a camera. Empty for e-mail and SMS.")
    otpauth_uri = serializers.CharField()
    qr_svg = serializers.CharField()


class DisableTwoFactorIn(serializers.Serializer):
    password = PasswordField()
    code = CodeField(required=False, help_text="Leave it out to have a code sent.")


class PasswordIn(serializers.Serializer):
    password = PasswordField()


class RecoveryCodesOut(serializers.Serializer):
    recovery_codes = serializers.ListField(
        child=serializers.CharField(), help_text="Shown this once; each works once."
    )


class RecoveryCodesLeftOut(serializers.Serializer):
    total = serializers.IntegerField()
    unused = serializers.IntegerField()


class SessionOut(serializers.Serializer):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(SessionKind.choices)
    device_name = serializers.CharField()
    ip = serializers.IPAddressField(allow_null=True)
    region = serializers.CharField()
    is_current = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()
    last_seen_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()

    def get_is_current(self, session: Any) -> bool:
        return session.pk == self.context["current_id"]


class AvatarIn(serializers.Serializer):
    file = serializers.FileField(help_text="JPEG, PNG or WebP, at most 10 MiB.")


class ExportOut(serializers.Serializer):
    id = serializers.UUIDField()
    status = serializers.ChoiceField(ExportStatus.choices)
    created_at = serializers.DateTimeField()
    ready_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True)
    download_url = serializers.CharField(allow_null=True)


class ApplicationIn(serializers.Serializer):
    role = serializers.ChoiceField(APPLIED)
    business_name = LineField(min_length=2, max_length=120)
    tax_id = LineField(required=False, allow_blank=True, max_length=40)
    message = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    documents = serializers.ListField(
        source="document_ids",
        child=serializers.UUIDField(),
        required=False,
        max_length=APPLICATION_DOCUMENTS,
        help_text="Ids of what you sent by POST /uploads for the purpose `application`.",
    )


class StaffUserIn(ProfileIn):
    """What staff may change of somebody's profile."""

    name = LineField(required=False, min_length=2, max_length=100)
    role = serializers.ChoiceField(Role.choices, required=False)
    reason = serializers.CharField(
        required=False, allow_blank=True, max_length=1000, help_text="Needed to change the role."
    )
