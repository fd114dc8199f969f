"""People, as they see themselves and as staff see them."""

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.serializers.addresses import AddressOut
from accounts.enums import ApplicationStatus, Role, TwoFactorMethod, UserStatus
from accounts.models import User
from core.api.fields import CountryField
from core.api.uploads import private_url

APPLIED = [(role.value, role.label) for role in (Role.RETAILER, Role.SELLER)]


class UserOut(serializers.Serializer):
    id = serializers.UUIDField()
    shopper_id = serializers.CharField(help_text="Short id to read out on the phone.")
    email = serializers.EmailField()
    email_verified = serializers.BooleanField(source="is_email_verified")
    phone_number = serializers.CharField(allow_null=True, help_text="E.164.")
    phone_verified = serializers.BooleanField(source="is_phone_verified")
    name = serializers.CharField()
    role = serializers.ChoiceField(Role.choices)
    status = serializers.ChoiceField(UserStatus.choices)
    avatar = serializers.SerializerMethodField()
    region = serializers.CharField(help_text="The person's country.")
    shopping_region = serializers.CharField(help_text="Code of the region they chose to shop in; empty: none yet.")
    language = serializers.CharField()
    timezone = serializers.CharField()
    two_factor = serializers.ChoiceField(TwoFactorMethod.choices)
    marketing_consent = serializers.BooleanField()
    last_login_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_avatar(self, user: User) -> str | None:
        return urljoin(f"{settings.SITE_URL}/", user.avatar.url) if user.avatar else None


class MeOut(UserOut):
    current_address = AddressOut(allow_null=True, help_text="The default shipping address.")


class ApplicationDocumentOut(serializers.Serializer):
    """`url` answers whoever sent it, and staff who may decide applications."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField(help_text="In bytes.")
    url = serializers.SerializerMethodField()

    def get_url(self, paper: dict[str, Any]) -> str:
        return private_url(paper["id"])


class ApplicationOut(serializers.Serializer):
    id = serializers.UUIDField()
    role = serializers.ChoiceField(APPLIED)
    business_name = serializers.CharField()
    tax_id = serializers.CharField()
    message = serializers.CharField()
    documents = ApplicationDocumentOut(many=True)
    status = serializers.ChoiceField(ApplicationStatus.choices)
    is_complete = serializers.BooleanField(
        help_text="False while it was only begun by registering: nobody decides it until it is completed by "
        "POST /users/me/applications, which needs a proven e-mail address."
    )
    reason = serializers.CharField(help_text="Why it was decided so.")
    created_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)


class ApplicantOut(serializers.Serializer):
    id = serializers.UUIDField()
    email = serializers.EmailField()
    name = serializers.CharField()
    shopper_id = serializers.CharField()
    email_verified = serializers.BooleanField(source="is_email_verified")


class StaffApplicationOut(ApplicationOut):
    user = ApplicantOut()
    decided_by = serializers.SerializerMethodField()

    @extend_schema_field(serializers.EmailField(allow_null=True))
    def get_decided_by(self, application: Any) -> str | None:
        return application.decided_by.email if application.decided_by else None


class StaffUserOut(UserOut):
    """Somebody as staff see them."""

    is_staff = serializers.BooleanField()
    deleted_at = serializers.DateTimeField(allow_null=True)


class StaffUserDetailOut(StaffUserOut):
    addresses = AddressOut(many=True)
    applications = ApplicationOut(many=True)
    live_sessions = serializers.IntegerField(help_text="On how many devices the person is signed in.")


class PeopleFilterIn(serializers.Serializer):
    role = serializers.ChoiceField(Role.choices, required=False)
    status = serializers.ChoiceField(UserStatus.choices, required=False)
    region = CountryField(required=False, help_text="Country code, such as IN.")
    q = serializers.CharField(
        required=False, max_length=100, help_text="Part of a name, address, number or shopper id."
    )
    sort = serializers.ChoiceField(["newest", "oldest", "name", "last_login"], required=False)

    def validate_region(self, code: str) -> str:
        if code.upper() not in countries:
            raise serializers.ValidationError(_("There is no such country."))
        return code.upper()


class ApplicationFilterIn(serializers.Serializer):
    role = serializers.ChoiceField(APPLIED, required=False)
    status = serializers.ChoiceField(ApplicationStatus.choices, required=False)


class ReasonIn(serializers.Serializer):
    reason = serializers.CharField(required=False, allow_blank=True, max_length=1000, default="")


class StatusIn(serializers.Serializer):
    status = serializers.ChoiceField([UserStatus.ACTIVE.value, UserStatus.INACTIVE.value, UserStatus.SUSPENDED.value])
    reason = serializers.CharField(max_length=1000)


class ReasonGivenIn(serializers.Serializer):
    reason = serializers.CharField(max_length=1000)


class MailIn(serializers.Serializer):
    subject = serializers.RegexField(
        r"^[^\r\n]*$", max_length=150, error_messages={"invalid": _("Write the subject in one line.")}
    )
    text = serializers.CharField(max_length=10_000)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=1000, default="")
