"""Shapes of zones and ways to send on the wire."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api.fields import TWO_LETTERS, CurrencyField, LineField
from core.money import Money
from regions.models import TaxClass
from shipping import constants as most
from shipping.enums import Basis
from shipping.models import ShippingMethod, ShippingZone
from stores.models import Store

PRICES = 20


class WeekdaysField(serializers.ListField):
    child = serializers.IntegerField(min_value=0, max_value=6)


class ZoneOut(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    countries = serializers.ListField(child=serializers.CharField(), help_text="None: the rest of the world.")
    postal_patterns = serializers.ListField(
        child=serializers.CharField(), help_text="Postal codes of the one country, or beginnings with a star: 941*"
    )
    position = serializers.IntegerField(help_text="Of zones that cover a place as exactly, the first counts.")
    is_active = serializers.BooleanField()


class ZoneIn(serializers.Serializer):
    name = LineField(max_length=most.NAME_MOST_CHARACTERS)
    countries = serializers.ListField(
        child=serializers.RegexField(r"^[A-Za-z]{2}$", error_messages={"invalid": TWO_LETTERS}),
        required=False,
        max_length=most.MOST_COUNTRIES,
        help_text="Replaced as a whole.",
    )
    postal_patterns = serializers.ListField(
        child=LineField(max_length=most.PATTERN_MOST_CHARACTERS),
        required=False,
        max_length=most.MOST_PATTERNS,
        help_text="Replaced as a whole.",
    )
    position = serializers.IntegerField(required=False, min_value=0, max_value=most.MOST_POSITION)
    is_active = serializers.BooleanField(required=False)


class StepOut(serializers.Serializer):
    price = serializers.CharField()
    from_grams = serializers.IntegerField(required=False, help_text="By weight: from so many grams on.")
    from_value = serializers.CharField(required=False, help_text="By value: from so much on.")


class StepIn(serializers.Serializer):
    price = serializers.CharField(max_length=PRICES)
    from_grams = serializers.IntegerField(required=False, min_value=0, max_value=most.MOST_GRAMS)
    from_value = serializers.CharField(required=False, max_length=PRICES)


class MethodOut(serializers.Serializer):
    id = serializers.UUIDField()
    zone = serializers.UUIDField(source="zone_id")
    store = serializers.UUIDField(source="store_id", allow_null=True, help_text="Null: the platform's.")
    name = serializers.CharField()
    names = serializers.DictField(child=serializers.CharField(), help_text="By language, beside English.")
    description = serializers.CharField()
    descriptions = serializers.DictField(child=serializers.CharField())
    basis = serializers.ChoiceField(Basis.choices)
    currency = serializers.CharField()
    steps = serializers.SerializerMethodField()
    free_from = serializers.SerializerMethodField(help_text="Goods worth so much are sent for nothing.")
    most_grams = serializers.IntegerField(allow_null=True, help_text="Heavier parcels go another way.")
    least_days = serializers.IntegerField(help_text="Days on which parcels arrive, after the one they leave on.")
    most_days = serializers.IntegerField()
    cut_off = serializers.TimeField(
        format="%H:%M", allow_null=True, help_text="By the shop's clock: what is ordered later leaves a day later."
    )
    sends_on = serializers.ListField(child=serializers.IntegerField(), help_text="Weekdays; Monday is 0.")
    delivers_on = serializers.ListField(child=serializers.IntegerField())
    closed_on = serializers.ListField(child=serializers.DateField())
    tax_class = serializers.CharField(source="tax_class.code")
    position = serializers.IntegerField()
    is_active = serializers.BooleanField()

    @extend_schema_field(StepOut(many=True))
    def get_steps(self, row: ShippingMethod) -> list[dict[str, Any]]:
        return [_shown(row, begin, price) for begin, price in row.steps]

    def get_free_from(self, row: ShippingMethod) -> str | None:
        return None if row.free_from_minor is None else str(Money(row.free_from_minor, row.currency))


def _shown(row: ShippingMethod, begin: int, price: int) -> dict[str, Any]:
    shown: dict[str, Any] = {"price": str(Money(price, row.currency))}
    if row.basis == Basis.WEIGHT:
        shown["from_grams"] = begin
    elif row.basis == Basis.VALUE:
        shown["from_value"] = str(Money(begin, row.currency))
    return shown


class MethodIn(serializers.Serializer):
    zone = serializers.PrimaryKeyRelatedField(queryset=ShippingZone.objects.alive())
    store = serializers.PrimaryKeyRelatedField(queryset=Store.objects.all(), required=False, allow_null=True)
    name = LineField(max_length=most.NAME_MOST_CHARACTERS)
    names = serializers.DictField(child=LineField(max_length=most.NAME_MOST_CHARACTERS), required=False)
    description = LineField(required=False, allow_blank=True, max_length=most.DESCRIPTION_MOST_CHARACTERS)
    descriptions = serializers.DictField(child=LineField(max_length=most.DESCRIPTION_MOST_CHARACTERS), required=False)
    basis = serializers.ChoiceField(Basis.choices, required=False)
    currency = CurrencyField()
    steps = StepIn(many=True, max_length=most.MOST_STEPS, help_text="Replaced as a whole.")
    free_from = serializers.CharField(required=False, allow_null=True, max_length=PRICES)
    most_grams = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=most.MOST_GRAMS)
    least_days = serializers.IntegerField(required=False, min_value=0, max_value=most.MOST_DAYS)
    most_days = serializers.IntegerField(required=False, min_value=0, max_value=most.MOST_DAYS)
    cut_off = serializers.TimeField(required=False, allow_null=True, input_formats=["%H:%M"], format="%H:%M")
    sends_on = WeekdaysField(required=False)
    delivers_on = WeekdaysField(required=False)
    closed_on = serializers.ListField(child=serializers.DateField(), required=False, max_length=most.MOST_CLOSED_DAYS)
    tax_class = serializers.SlugRelatedField(slug_field="code", queryset=TaxClass.objects.all(), required=False)
    position = serializers.IntegerField(required=False, min_value=0, max_value=most.MOST_POSITION)
    is_active = serializers.BooleanField(required=False)

    def fields_for(self, row: ShippingMethod | None) -> dict[str, Any]:
        """Return what the service takes: amounts in minor units of the way's currency."""
        fields = dict(self.validated_data)
        currency = fields.get("currency") or (row.currency if row else "")
        basis = fields.get("basis") or (row.basis if row else Basis.FLAT)
        if "steps" in fields:
            fields["steps"] = [
                [_begin(step, basis, currency), _minor("steps", step.get("price", ""), currency)]
                for step in fields["steps"]
            ]
        if "free_from" in fields:
            amount = fields.pop("free_from")
            fields["free_from_minor"] = amount if amount is None else _minor("free_from", amount, currency)
        return fields


def _begin(step: Mapping[str, Any], basis: str, currency: str) -> int:
    name = {Basis.WEIGHT: "from_grams", Basis.VALUE: "from_value"}.get(Basis(basis))
    if name is None:
        return 0
    if name not in step:
        raise serializers.ValidationError({"steps": [_("Give %(name)s with each price.") % {"name": name}]})
    return step[name] if name == "from_grams" else _minor("steps", step[name], currency)


def _minor(name: str, amount: str, currency: str) -> int:
    try:
        return Money.parse(amount, currency).minor
    except ValueError as error:
        raise serializers.ValidationError({name: [str(error)]}) from None


class MethodFilterIn(serializers.Serializer):
    zone = serializers.PrimaryKeyRelatedField(queryset=ShippingZone.objects.alive(), required=False)
    store = serializers.PrimaryKeyRelatedField(queryset=Store.objects.all(), required=False)
