"""Forms of the back office: percents as people write them, amounts in the region's currency."""

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminSelect2MultipleWidget,
    UnfoldAdminTextInputWidget,
)

from core.money import Money
from regions.models import ExchangeRate, Region, TaxClass, TaxRate
from regions.prices import NANO

PERCENT = Decimal(10_000)
THREE_LETTERS = _("Three letters, such as INR.")
OTHER_LANGUAGES = [(code, name) for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


class RegionForm(forms.ModelForm):
    countries = forms.MultipleChoiceField(
        label=_("Countries"),
        required=False,
        choices=lambda: list(countries),
        widget=UnfoldAdminSelect2MultipleWidget,
        help_text=_("Each belongs to one region at most."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        required=False,
        choices=settings.LANGUAGES,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )
    price_step = forms.CharField(
        label=_("Price step"),
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Converted prices are raised to a multiple of it, such as 1.00, …"),
    )
    price_ending = forms.CharField(
        label=_("Price ending"),
        widget=UnfoldAdminTextInputWidget,
        help_text=_("… less this: 1.00 and 0.01 give prices such as 12.99."),
    )

    class Meta:
        model = Region
        fields = ["code", "name", "currency", "tax_mode", "position", "is_default", "is_active"]
        help_texts = {
            "code": _("In addresses of the API: small letters, digits and hyphens."),
            "currency": THREE_LETTERS,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        region = self.instance
        currency = region.currency or "INR"
        shown = {f"name_{code}": region.names.get(code, "") for code, _name in OTHER_LANGUAGES} | {
            "languages": region.languages,
            "price_step": str(Money(region.price_step_minor, currency)),
            "price_ending": str(Money(region.price_ending_minor, currency)),
        }
        if not region._state.adding:
            shown["countries"] = list(region.countries.values_list("country", flat=True))
        self.initial = shown | self.initial

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("price_step", "price_ending"):
            try:
                cleaned[f"{name}_minor"] = Money.parse(cleaned.get(name, ""), cleaned.get("currency", "")).minor
            except ValueError:
                self.add_error(name, _("Give an amount in the region's currency."))
        return cleaned

    def service_fields(self) -> dict[str, Any]:
        """Return what the service takes."""
        own = [*self._meta.fields, "languages", "countries", "price_step_minor", "price_ending_minor"]
        fields = {name: self.cleaned_data[name] for name in own if name in self.cleaned_data}
        names = {code: self.cleaned_data.get(f"name_{code}", "").strip() for code, _name in OTHER_LANGUAGES}
        return fields | {"names": {code: name for code, name in names.items() if name}}


for _code, _language in OTHER_LANGUAGES:
    RegionForm.declared_fields[f"name_{_code}"] = RegionForm.base_fields[f"name_{_code}"] = forms.CharField(
        label=format_lazy("{} ({})", _("Name"), _language),
        required=False,
        max_length=80,
        widget=UnfoldAdminTextInputWidget,
    )


class TaxClassForm(forms.ModelForm):
    class Meta:
        model = TaxClass
        fields = ["code", "name", "is_default"]

    def service_fields(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields}


class TaxRateForm(forms.ModelForm):
    percent = forms.DecimalField(
        label=_("Percent"),
        min_value=0,
        max_value=100,
        max_digits=7,
        decimal_places=4,
        widget=UnfoldAdminDecimalFieldWidget,
        help_text=_("18 or 18.5"),
    )

    class Meta:
        model = TaxRate
        fields = [
            "region", "tax_class", "name", "country", "state", "postal_pattern", "applies", "is_compound", "position",
        ]  # fmt: skip
        help_texts = {
            "country": _("Two letters; empty for the whole region."),
            "postal_pattern": _("A postal code, or its beginning and a star: 941*"),
            "applies": _("By where the goods come from: CGST and SGST within a state, IGST across states."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial["percent"] = f"{(self.instance.rate_millionths / PERCENT).normalize():f}"

    def service_fields(self) -> dict[str, Any]:
        fields = {name: self.cleaned_data[name] for name in self._meta.fields}
        return fields | {"rate_millionths": int(self.cleaned_data["percent"] * PERCENT)}


class ExchangeRateForm(forms.ModelForm):
    rate = forms.DecimalField(
        label=_("Rate"),
        max_digits=15,
        decimal_places=9,
        min_value=Decimal(1) / NANO,
        error_messages={"min_value": _("Give a rate above zero.")},
        widget=UnfoldAdminDecimalFieldWidget,
        help_text=_("What one unit of the first currency buys of the second, from now on."),
    )

    class Meta:
        model = ExchangeRate
        fields = ["base", "quote"]
        help_texts = {"base": THREE_LETTERS, "quote": THREE_LETTERS}

    def service_fields(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("base", "quote", "rate")}
