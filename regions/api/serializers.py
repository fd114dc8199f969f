"""Shapes of regions, taxes and exchange rates on the wire."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.api.fields import TWO_LETTERS, CurrencyField, LineField
from core.money import Money
from regions.enums import Applies, RateSource, TaxMode
from regions.models import Region, TaxClass
from regions.prices import NANO
from regions.snapshot import ShownRegion

PERCENT = Decimal(10_000)
LANGUAGES = [code for code, _name in settings.LANGUAGES]


class PercentField(serializers.DecimalField):
    """Millionths inside, "18" or "18.5" percent on the wire."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=7, decimal_places=4, min_value=Decimal(0), max_value=Decimal(100), **options)

    def run_validation(self, data: Any = serializers.empty) -> int:
        # After the checks, which are about percents.
        return int(super().run_validation(data) * PERCENT)

    def to_representation(self, value: Any) -> str:
        return f"{(Decimal(value) / PERCENT).normalize():f}"


class RegionOut(serializers.Serializer):
    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.SerializerMethodField(help_text="In the language asked for.")
    names = serializers.DictField(child=serializers.CharField(), help_text="By language, beside English.")
    countries = serializers.ListField(child=serializers.CharField())
    currency = serializers.CharField()
    languages = serializers.ListField(child=serializers.CharField())
    tax_mode = serializers.ChoiceField(TaxMode.choices)
    price_step = serializers.SerializerMethodField(help_text="Converted prices are raised to a multiple of it …")
    price_ending = serializers.SerializerMethodField(help_text="… less this: 1.00 and 0.01 give x.99.")
    is_default = serializers.BooleanField()
    is_active = serializers.SerializerMethodField()
    is_current = serializers.SerializerMethodField(help_text="Whether the caller's prices are those of this region.")

    def get_name(self, region: ShownRegion) -> str:
        return region.local_name

    def get_price_step(self, region: ShownRegion) -> str:
        return str(Money(region.rule.step_minor, region.currency))

    def get_price_ending(self, region: ShownRegion) -> str:
        return str(Money(region.rule.ending_minor, region.currency))

    def get_is_active(self, region: ShownRegion) -> bool:
        return self.context["is_active"]

    def get_is_current(self, region: ShownRegion) -> bool:
        return self.context["is_current"]


class RegionIn(serializers.Serializer):
    code = serializers.RegexField(
        r"^[a-z0-9][a-z0-9-]{0,19}$",
        error_messages={"invalid": _("Use small letters, digits and hyphens, at most 20, such as in or eu-north.")},
    )
    name = LineField(max_length=80)
    names = serializers.DictField(child=LineField(max_length=80), required=False)
    countries = serializers.ListField(
        child=serializers.RegexField(r"^[A-Z]{2}$", error_messages={"invalid": TWO_LETTERS}),
        required=False,
        max_length=260,
        help_text="Replaced as a whole.",
    )
    currency = CurrencyField()
    languages = serializers.ListField(child=serializers.ChoiceField(LANGUAGES), required=False, max_length=20)
    tax_mode = serializers.ChoiceField(TaxMode.choices)
    price_step = serializers.CharField(required=False, max_length=20)
    price_ending = serializers.CharField(required=False, max_length=20)
    position = serializers.IntegerField(required=False, min_value=0, max_value=1000)
    is_default = serializers.BooleanField(required=False)
    is_active = serializers.BooleanField(required=False)

    def fields_for(self, region: Region | None) -> dict[str, Any]:
        """Return what the service takes: amounts in minor units of the region's currency."""
        fields = dict(self.validated_data)
        currency = fields.get("currency") or (region.currency if region else "")
        for name in ("price_step", "price_ending"):
            if name in fields:
                try:
                    fields[f"{name}_minor"] = Money.parse(fields.pop(name), currency).minor
                except ValueError as error:
                    raise serializers.ValidationError({name: [str(error)]}) from None
        return fields


class TaxClassOut(serializers.Serializer):
    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    is_default = serializers.BooleanField()


class TaxClassIn(serializers.Serializer):
    code = serializers.SlugField(max_length=40)
    name = LineField(max_length=80)
    is_default = serializers.BooleanField(required=False)


class TaxRateOut(serializers.Serializer):
    id = serializers.UUIDField()
    region = serializers.CharField(source="region.code")
    tax_class = serializers.CharField(source="tax_class.code")
    name = serializers.CharField()
    rate = PercentField(source="rate_millionths", help_text="In percent.")
    country = serializers.CharField(help_text="Empty: the whole region.")
    state = serializers.CharField()
    postal_pattern = serializers.CharField(help_text="A postal code, or its beginning and a star: 941*")
    applies = serializers.ChoiceField(Applies.choices)
    is_compound = serializers.BooleanField(help_text="Due on the other taxes too.")
    position = serializers.IntegerField()


class TaxRateIn(serializers.Serializer):
    region = serializers.SlugRelatedField(slug_field="code", queryset=Region.objects.all())
    tax_class = serializers.SlugRelatedField(slug_field="code", queryset=TaxClass.objects.all())
    name = LineField(max_length=40)
    rate = PercentField(source="rate_millionths", help_text="In percent.")
    country = serializers.RegexField(
        r"^([A-Za-z]{2})?$", required=False, allow_blank=True, error_messages={"invalid": TWO_LETTERS}
    )
    state = LineField(required=False, allow_blank=True, max_length=80)
    postal_pattern = LineField(required=False, allow_blank=True, max_length=20)
    applies = serializers.ChoiceField(Applies.choices, required=False)
    is_compound = serializers.BooleanField(required=False)
    position = serializers.IntegerField(required=False, min_value=0, max_value=1000)


class TaxRateFilterIn(serializers.Serializer):
    region = serializers.SlugRelatedField(slug_field="code", queryset=Region.objects.all(), required=False)
    tax_class = serializers.SlugRelatedField(slug_field="code", queryset=TaxClass.objects.all(), required=False)


class ExchangeRateOut(serializers.Serializer):
    id = serializers.UUIDField()
    base = serializers.CharField()
    quote = serializers.CharField()
    rate = serializers.SerializerMethodField(help_text="What one unit of base buys of quote.")
    at = serializers.DateTimeField()
    source = serializers.ChoiceField(RateSource.choices)

    def get_rate(self, row: Any) -> str:
        return f"{(Decimal(row.rate_nanos) / NANO).normalize():f}"


class ExchangeRateIn(serializers.Serializer):
    base = CurrencyField()
    quote = CurrencyField()
    rate = serializers.DecimalField(max_digits=15, decimal_places=9)


class ExchangeRateFilterIn(serializers.Serializer):
    base = CurrencyField(required=False)
    quote = CurrencyField(required=False)
