"""Registering, signing in, tokens, passwords that were forgotten."""

from typing import Any

from django.conf import settings
from rest_framework import serializers

from accounts.api.serializers.people import ApplicationOut, UserOut
from accounts.constants import CODE_MAX_CHARACTERS, PASSWORD_MAX_CHARACTERS
from accounts.enums import Role, TwoFactorMethod
from accounts.querysets import normalise_email
from accounts.services.registration import find_wrong
from core.api.fields import LineField
from core.text import typed_code


class EmailField(serializers.EmailField):
    """An address in the one spelling under which accounts are kept."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=254, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        return normalise_email(super().to_internal_value(data))


class PasswordField(serializers.CharField):
    """Kept to the letter; spaces count."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs = {"max_length": PASSWORD_MAX_CHARACTERS, "trim_whitespace": False, "write_only": True} | kwargs
        super().__init__(style={"input_type": "password"}, **kwargs)


class CodeField(serializers.CharField):
    """Six digits, or a recovery code where one is taken."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=CODE_MAX_CHARACTERS, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        return typed_code(super().to_internal_value(data))


class RegisterIn(serializers.Serializer):
    email = EmailField()
    password = PasswordField()
    name = LineField(min_length=2, max_length=100)
    phone_number = serializers.CharField(required=False, allow_blank=True, max_length=32)
    role = serializers.ChoiceField(
        [Role.CUSTOMER.value, Role.RETAILER.value, Role.SELLER.value],
        required=False,
        help_text="Retailer and seller are applications: the account is a customer's until staff approve.",
    )
    language = serializers.ChoiceField(settings.LANGUAGES, required=False)
    marketing_consent = serializers.BooleanField(required=False)

    def to_internal_value(self, data: Any) -> Any:
        try:
            return super().to_internal_value(data)
        except serializers.ValidationError as refusal:
            if not isinstance(data, dict):
                raise
            # A weak password and a wrong number are told in the same round; what was refused is compared to nothing.
            asked = {"email", "password", "name", "phone_number"} - refusal.detail.keys()
            said = {name: str(data.get(name) or "") for name in asked}
            raise serializers.ValidationError(find_wrong(**said) | refusal.detail) from None


class TokensOut(serializers.Serializer):
    access_token = serializers.CharField()
    refresh_token = serializers.CharField()


class SignedInOut(TokensOut):
    user = UserOut()


class RegisteredOut(SignedInOut):
    email_verification_required = serializers.BooleanField()
    application = ApplicationOut(allow_null=True)


class VerifyEmailIn(serializers.Serializer):
    email = EmailField()
    code = CodeField()


class ResendIn(serializers.Serializer):
    email = EmailField(required=False, help_text="For verify_email and reset_password.")
    purpose = serializers.ChoiceField(["verify_email", "reset_password", "login_2fa"])
    challenge = serializers.CharField(required=False, max_length=500, help_text="For login_2fa.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        needed = "challenge" if attrs["purpose"] == "login_2fa" else "email"
        if not attrs.get(needed):
            raise serializers.ValidationError({needed: [self.fields[needed].error_messages["required"]]})
        return attrs


class ResentOut(serializers.Serializer):
    challenge = serializers.CharField(required=False, help_text="For login_2fa: the challenge to answer from now on.")


class LoginIn(serializers.Serializer):
    email = EmailField()
    password = PasswordField()


class ChallengeOut(serializers.Serializer):
    requires_2fa = serializers.BooleanField(help_text="Always true.")
    challenge = serializers.CharField()
    methods = serializers.ListField(
        child=serializers.ChoiceField([*TwoFactorMethod.values[1:], "recovery_code"]),
        help_text="How it may be answered.",
    )


class AnswerIn(serializers.Serializer):
    challenge = serializers.CharField(max_length=500)
    code = CodeField()


class RefreshIn(serializers.Serializer):
    # However long: one that cannot be ours is refused in the words of every other.
    refresh_token = serializers.CharField(required=False, allow_blank=True, default="")


class TokenIn(serializers.Serializer):
    token = serializers.CharField()


class TokenOut(serializers.Serializer):
    valid = serializers.BooleanField()
    user_id = serializers.UUIDField()
    expires_at = serializers.DateTimeField()


class EmailIn(serializers.Serializer):
    email = EmailField()


class NewPasswordIn(serializers.Serializer):
    password = PasswordField()


class ResetIn(NewPasswordIn):
    token = serializers.CharField(max_length=200)
