"""The address book."""

from rest_framework import serializers

from core.api.fields import LineField


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
    country = serializers.RegexField(r"^[A-Za-z]{2}$", help_text="ISO 3166, such as IN.")
    is_default_shipping = serializers.BooleanField(required=False)
    is_default_billing = serializers.BooleanField(required=False)


class DefaultIn(serializers.Serializer):
    shipping = serializers.BooleanField(required=False, default=True)
    billing = serializers.BooleanField(required=False, default=True)
