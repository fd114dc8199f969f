"""Shapes of stores and owners on the wire."""

from django.utils.translation import gettext_lazy as _
from phonenumber_field.serializerfields import PhoneNumberField
from rest_framework import serializers

from core.api.fields import TWO_LETTERS, LineField
from stores.enums import OwnerStatus, StoreStatus
from stores.models import Owner


class StoreOut(serializers.Serializer):
    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    country = serializers.CharField()
    state = serializers.CharField()
    city = serializers.CharField()
    status = serializers.ChoiceField(StoreStatus.choices)


class StoreIn(serializers.Serializer):
    name = LineField(min_length=2, max_length=120)
    slug = serializers.RegexField(
        r"^[a-z0-9]+(?:-[a-z0-9]+)*$",
        required=False,
        max_length=140,
        error_messages={
            "invalid": _("Use small letters and digits, with single hyphens between, such as rao-handlooms.")
        },
    )
    description = serializers.CharField(required=False, allow_blank=True, max_length=5000)
    country = serializers.RegexField(
        r"^([A-Z]{2})?$", required=False, allow_blank=True, error_messages={"invalid": TWO_LETTERS}
    )
    state = LineField(required=False, allow_blank=True, max_length=80)
    city = LineField(required=False, allow_blank=True, max_length=80)


class NewStoreIn(StoreIn):
    owner_id = serializers.PrimaryKeyRelatedField(queryset=Owner.objects.all(), source="owner")


class StoreStatusIn(serializers.Serializer):
    status = serializers.ChoiceField(StoreStatus.choices)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=500, default="")


class OwnerFields(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    email = serializers.EmailField()
    phone_number = serializers.CharField(allow_null=True)
    legal_name = serializers.CharField()
    tax_id = serializers.CharField()
    status = serializers.ChoiceField(OwnerStatus.choices)


class OwnerOut(OwnerFields):
    stores = StoreOut(many=True)


class OwnerIn(serializers.Serializer):
    name = LineField(min_length=2, max_length=120)
    email = serializers.EmailField(max_length=254)
    phone_number = PhoneNumberField(required=False, allow_blank=True)
    legal_name = LineField(required=False, allow_blank=True, max_length=120)
    tax_id = LineField(required=False, allow_blank=True, max_length=40)
    status = serializers.ChoiceField(OwnerStatus.choices, required=False)
