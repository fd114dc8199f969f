"""An address as its country writes it: which lines, in which order, under which names."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from accounts.forms.base import CleanCharField, PhoneField
from accounts.models import Address
from accounts.postal import FIELDS, STREET, clean_address, order_of_fields, rules_of, spoken_states, words_of
from core.errors import InvalidInput


def _text(label: Any, most: int, autocomplete: str, *, missing: Any = "", **options: Any) -> CleanCharField:
    return CleanCharField(
        label=label,
        max_length=most,
        required=bool(missing),
        widget=forms.TextInput(attrs={"autocomplete": autocomplete}),
        error_messages={"required": missing} if missing else {},
        **options,
    )


class AddressForm(forms.Form):
    """The fields change with the country; what was typed into those that stay is kept."""

    first_name = _text(_("First name"), 60, "given-name", missing=_("Enter the name of who gets the parcel."))
    last_name = _text(_("Last name"), 60, "family-name")
    country = forms.ChoiceField(
        label=_("Country"),
        choices=lambda: list(countries),
        widget=forms.Select(attrs={"autocomplete": "country"}),
        error_messages={"required": _("Choose the country."), "invalid_choice": _("Choose a country of the list.")},
    )
    address_line1 = _text(STREET[0], 120, "address-line1", missing=STREET[1])
    address_line2 = _text(_("Flat, floor, building"), 120, "address-line2")
    city = _text(_("City"), 80, "address-level2")
    state = _text(_("State"), 80, "address-level1")
    postal_code = _text(_("Postcode"), 16, "postal-code")
    phone = PhoneField(required=False, help_text=_("For the courier, if the door is hard to find. Nothing else."))
    label = _text(_("Name of this address"), 40, "off", help_text=_("Such as “Home” or “Shop”."))
    is_default_shipping = forms.BooleanField(label=_("Deliver here unless I say otherwise"), required=False)
    is_default_billing = forms.BooleanField(label=_("Use it for invoices"), required=False)

    def __init__(self, *args: Any, country: str, address: Address | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(address, country), **kwargs)
        chosen = str(self.data.get("country") or self.initial["country"]).upper()
        self.country = chosen if chosen in countries else country
        self.address = address
        self.fields["phone"].region = self.country
        self._follow_rules()
        for flag in ("is_default_shipping", "is_default_billing"):
            if address and getattr(address, flag):
                # Another address takes the role over; this one cannot just drop it.
                del self.fields[flag]

    @property
    def place_fields(self) -> Iterator[BoundField]:
        """The fields of the place itself, in the country's order."""
        return (self[name] for name in self.places)

    def _follow_rules(self) -> None:
        rules = rules_of(self.country)
        places = order_of_fields(self.country)
        for name in ("city", "state", "postal_code"):
            if name not in places:
                del self.fields[name]
        for name in places:
            self._require(name, is_required=FIELDS[name] in rules.required_fields)
        self.places = ["address_line1", "address_line2", *(name for name in places if name != "address_line1")]

    def _require(self, name: str, *, is_required: bool) -> None:
        field = self.fields[name]
        label, missing = words_of(name, self.country)
        if name == "state" and (choices := spoken_states(self.country)):
            field = self.fields[name] = forms.ChoiceField(
                choices=[("", _("Choose one")), *choices],
                widget=forms.Select(attrs={"autocomplete": "address-level1"}),
                error_messages={"invalid_choice": str(missing)},
            )
        field.label, field.required = label, is_required
        field.widget.is_required = is_required
        field.error_messages["required"] = missing

    def clean(self) -> dict[str, Any]:
        """Where something is empty, ask the country's rules in the same round what else is wrong."""
        if self.errors:
            try:
                clean_address({name: self.data.get(name, "") for name in self.fields} | self.cleaned_data)
            except InvalidInput as refusal:
                self.refuse(refusal)
        return self.cleaned_data

    def refuse(self, refusal: InvalidInput) -> None:
        """Show what the country's rules refused, in words that say what to type."""
        for name, messages in refusal.details.items():
            if name not in self.errors:
                self.add_error(name if name in self.fields else None, messages)

    def as_unsent(self) -> "AddressForm":
        """Return the form with what was typed, before anybody judges it."""
        typed = {name: self.data.get(name, "") for name in self.fields}
        form = AddressForm(country=self.country, address=self.address)
        form.initial |= typed
        return form


def _initial(address: Address | None, country: str) -> dict[str, Any]:
    if address is None:
        return {"country": country}
    names = [*FIELDS, "address_line2", "first_name", "last_name", "phone", "label"]
    return {"country": country} | {name: getattr(address, name) for name in names}
