"""The address book."""

from typing import Any

from rest_framework import serializers

from accounts.postal import clean_address
from core.api.fields import CountryField, LineField
from core.errors import InvalidInput


class AddressOut(serializers.Serializer):
    id = serializers.UUIDField()
    label = serializers.CharField()
    first_name = serializers.CharField()
    last_name = serializers.CharField()
    phone = serializers.CharField()
    address_line1 = serializers.CharField()
    address_line2 = serializers.CharField()
    city = serializers.CharField()
    state = serializers.CharField()
    postal_code = serializers.CharField()
    country = serializers.CharField(help_text="ISO 3166, such as IN.")
    is_default_shipping = serializers.BooleanField()
    is_default_billing = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class AddressIn(serializers.Serializer):
    label = LineField(default="", allow_blank=True, max_length=40, help_text="Such as Home.")
    first_name = LineField(max_length=60)
    last_name = LineField(default="", allow_blank=True, max_length=60)
    phone = LineField(default="", allow_blank=True, max_length=32)
    address_line1 = LineField(max_length=120)
    address_line2 = LineField(default="", allow_blank=True, max_length=120)
    city = LineField(default="", allow_blank=True, max_length=80)
    state = LineField(default="", allow_blank=True, max_length=80)
    postal_code = LineField(default="", allow_blank=True, max_length=16)
    country = CountryField(help_text="ISO 3166, such as IN.")
    is_default_shipping = serializers.BooleanField(required=False)
    is_default_billing = serializers.BooleanField(required=False)

    def to_internal_value(self, data: Any) -> Any:
        try:
            return super().to_internal_value(data)
        except serializers.ValidationError as refusal:
            if self.partial or not isinstance(data, dict):
                raise
            # What the country's rules refuse is told in the same round.
            raise serializers.ValidationError(refusal.detail | _refused_by_country(data)) from None


def _refused_by_country(fields: dict[str, Any]) -> dict[str, Any]:
    try:
        clean_address(fields)
    except InvalidInput as refusal:
        return refusal.details
    return {}


class DefaultIn(serializers.Serializer):
    shipping = serializers.BooleanField(required=False, default=True)
    billing = serializers.BooleanField(required=False, default=True)
