"""Forms of the back office: places as lists, prices as lines, amounts in the way's currency."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_countries import countries
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelect2MultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from core.money import Money
from regions.selectors import find_region, list_regions
from shipping.constants import DESCRIPTION_MOST_CHARACTERS, MOST_GRAMS, NAME_MOST_CHARACTERS
from shipping.enums import Basis
from shipping.models import ShippingMethod, ShippingZone
from shipping.offers import Parcel
from stores.models import Store

OTHER_LANGUAGES = [(code, name) for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
LONGEST = 20_000


def lines_field(label: Any, help_text: Any, *, rows: int, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST,
        help_text=help_text,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": rows, "spellcheck": "false"}),
    )


def weekdays_field(label: Any) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label, choices=list(WEEKDAYS.items()), coerce=int, widget=UnfoldAdminCheckboxSelectMultipleWidget
    )


class ClockWidget(UnfoldAdminTextInputWidget):
    input_type = "time"


class ZoneForm(forms.ModelForm):
    countries = forms.MultipleChoiceField(
        label=gettext_lazy("Countries"),
        required=False,
        choices=lambda: list(countries),
        widget=UnfoldAdminSelect2MultipleWidget,
        help_text=gettext_lazy("None: all that no other zone has."),
    )
    postal_patterns = lines_field(
        gettext_lazy("Postal codes"),
        gettext_lazy("One per line, or a beginning and a star: 941*. Empty: the whole country. Goes before zones that "
                     "mean a place less exactly."),
        rows=4,
    )  # fmt: skip

    class Meta:
        model = ShippingZone
        fields = ["name", "position", "is_active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = self.instance
        shown = {"countries": zone.countries, "postal_patterns": "\n".join(zone.postal_patterns)}
        self.initial |= shown

    def service_fields(self) -> dict[str, Any]:
        fields = {name: self.cleaned_data[name] for name in [*ZoneForm.Meta.fields, "countries"]}
        return fields | {"postal_patterns": self.cleaned_data["postal_patterns"].split()}


class MethodForm(forms.ModelForm):
    steps = lines_field(
        gettext_lazy("Prices"),
        gettext_lazy("One price for every parcel: 49.00. By weight or value a line for each price, with the grams or "
                     "the amount from which on it counts: 0: 49.00, in the next line 500: 79.00."),
        rows=4,
        required=True,
    )  # fmt: skip
    free_from = forms.CharField(
        label=gettext_lazy("Free from"),
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("Goods worth so much are sent for nothing. Empty: never."),
    )
    cut_off = forms.TimeField(
        label=gettext_lazy("Leaves the same day until"),
        required=False,
        widget=ClockWidget,
        help_text=gettext_lazy("By the shop's clock. Empty: until midnight."),
    )
    sends_on = weekdays_field(gettext_lazy("Leaves on"))
    delivers_on = weekdays_field(gettext_lazy("Arrives on"))
    closed_on = lines_field(
        gettext_lazy("Days off"), gettext_lazy("One date per line: 2026-11-08. Nothing leaves or arrives."), rows=3
    )

    class Meta:
        model = ShippingMethod
        fields = [
            "zone", "store", "name", "description", "basis", "currency", "most_grams", "least_days", "most_days",
            "cut_off", "tax_class", "position", "is_active",
        ]  # fmt: skip
        help_texts = {
            "currency": gettext_lazy("Three letters, such as INR. Offered where the shop sells in it."),
            "most_grams": gettext_lazy("Heavier parcels go another way. Empty: any weight."),
            "least_days": gettext_lazy("Counted in days on which parcels arrive, after the one they leave on."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance
        shown: dict[str, Any] = {
            "steps": _written(row),
            "free_from": "" if row.free_from_minor is None else str(Money(row.free_from_minor, row.currency)),
            "cut_off": f"{row.cut_off:%H:%M}" if row.cut_off else "",
            "sends_on": row.sends_on,
            "delivers_on": row.delivers_on,
            "closed_on": "\n".join(row.closed_on),
        }
        for code, _name in OTHER_LANGUAGES:
            shown |= {f"name_{code}": row.names.get(code, ""), f"description_{code}": row.descriptions.get(code, "")}
        self.initial |= shown
        if "zone" in self.fields:
            self.fields["zone"].queryset = ShippingZone.objects.alive()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        currency = cleaned["currency"] = (cleaned.get("currency") or "").upper()
        try:
            cleaned["steps"] = [_step(line, cleaned.get("basis", ""), currency) for line in _lines(cleaned, "steps")]
        except ValueError:
            self.add_error("steps", _("Give amounts in the currency, each after the place where it begins."))
        try:
            free_from = (cleaned.get("free_from") or "").strip()
            cleaned["free_from_minor"] = Money.parse(free_from, currency).minor if free_from else None
        except ValueError:
            self.add_error("free_from", _("Give an amount in the currency."))
        try:
            cleaned["closed_on"] = [date.fromisoformat(line) for line in _lines(cleaned, "closed_on")]
        except ValueError:
            self.add_error("closed_on", _("Write dates as 2026-11-08."))
        return cleaned

    def service_fields(self) -> dict[str, Any]:
        """Return what the service takes."""
        own = [*MethodForm.Meta.fields, "steps", "free_from_minor", "sends_on", "delivers_on", "closed_on"]
        fields = {name: self.cleaned_data[name] for name in own if name in self.cleaned_data}
        for name in ("name", "description"):
            fields[f"{name}s"] = {
                code: self.cleaned_data.get(f"{name}_{code}", "") for code, _label in OTHER_LANGUAGES
            }
        return fields


for _code, _language in OTHER_LANGUAGES:
    for _name, _label, _longest in (
        ("name", gettext_lazy("Name"), NAME_MOST_CHARACTERS),
        ("description", gettext_lazy("Description"), DESCRIPTION_MOST_CHARACTERS),
    ):
        MethodForm.declared_fields[f"{_name}_{_code}"] = MethodForm.base_fields[f"{_name}_{_code}"] = forms.CharField(
            label=format_lazy("{} ({})", _label, _language),
            required=False,
            max_length=_longest,
            widget=UnfoldAdminTextInputWidget,
        )


class ParcelForm(forms.Form):
    """A parcel to ask about."""

    country = forms.ChoiceField(
        label=gettext_lazy("Country"), choices=lambda: list(countries), widget=UnfoldAdminSelectWidget
    )
    postal_code = forms.CharField(
        label=gettext_lazy("Postal code"), required=False, max_length=20, widget=UnfoldAdminTextInputWidget
    )
    grams = forms.IntegerField(
        label=gettext_lazy("Weight in grams"), min_value=0, max_value=MOST_GRAMS, widget=UnfoldAdminIntegerFieldWidget
    )
    value = forms.CharField(
        label=gettext_lazy("Value of the goods"),
        max_length=20,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("In the currency of the country's region."),
    )
    store = forms.ModelChoiceField(
        Store.objects.none(),
        label=gettext_lazy("Store"),
        required=False,
        empty_label=gettext_lazy("– without ways of its own –"),
        widget=UnfoldAdminSelectWidget,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = ShippingMethod.objects.alive().exclude(store=None).values("store")
        self.fields["store"].queryset = Store.objects.filter(pk__in=own).order_by("name")
        self.initial.setdefault("country", next((one.countries[0] for one in list_regions() if one.countries), ""))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        region = find_region(country=cleaned.get("country", "")) if cleaned.get("country") else None
        if region is None:
            self.add_error("country", _("The shop sells nothing there: no region has this country."))
            return cleaned
        cleaned["currency"] = region.currency
        try:
            value = Money.parse(cleaned.get("value", ""), region.currency).minor
            cleaned["parcel"] = Parcel(value, cleaned.get("grams") or 0)
        except ValueError:
            self.add_error("value", _("Give an amount in %(currency)s.") % {"currency": region.currency})
        return cleaned


def _lines(cleaned: dict[str, Any], name: str) -> list[str]:
    return [line.strip() for line in (cleaned.get(name) or "").splitlines() if line.strip()]


def _step(line: str, basis: str, currency: str) -> list[int]:
    """Read `500: 79.00`, or the amount alone, which counts from the beginning on. Raises ValueError."""
    begin, _colon, price = line.rpartition(":")
    start = begin.strip() or "0"
    at = int(start) if basis == Basis.WEIGHT else Money.parse(start, currency).minor
    return [at, Money.parse(price.strip(), currency).minor]


def _written(row: ShippingMethod) -> str:
    def line(begin: int, price: int) -> str:
        amount = str(Money(price, row.currency))
        if row.basis == Basis.FLAT:
            return amount
        return f"{begin if row.basis == Basis.WEIGHT else Money(begin, row.currency)}: {amount}"

    return "\n".join(line(*step) for step in row.steps)
