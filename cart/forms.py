"""What the pages of cart and wishlists read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cart.constants import CODE_LENGTH, MOST_LINES, MOST_UNITS
from core.text import one_line


class UnitsField(forms.RegexField):
    """How many: the figures that keyboards write, nothing else that Python would read."""

    def __init__(self, **options: Any) -> None:
        words = _("Enter a whole number, such as 2.")
        widget = forms.NumberInput(attrs={"inputmode": "numeric", "min": 0, "max": MOST_UNITS})
        super().__init__(
            r"\A[0-9]{1,3}\Z", label=_("Quantity"), error_messages={"invalid": words, "required": words},
            widget=widget, **options,
        )  # fmt: skip

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        return int(found) if found else None


class LineField(forms.CharField):
    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value))


class AddForm(forms.Form):
    variant = forms.UUIDField(widget=forms.HiddenInput)
    quantity = UnitsField(required=False)

    def clean_quantity(self) -> int:
        units = self.cleaned_data["quantity"]
        if units == 0:
            raise forms.ValidationError(_("Enter how many you want, at least 1."))
        return 1 if units is None else units


class LineForm(forms.Form):
    """What is done with a line; by the Enter key, its quantity is set."""

    SET, REMOVE, SAVE, MOVE, WISH = "set", "remove", "save", "move", "wish"

    do = forms.ChoiceField(
        choices=[(one, one) for one in (SET, REMOVE, SAVE, MOVE, WISH)], required=False, widget=forms.HiddenInput
    )
    quantity = UnitsField(required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        values["do"] = values.get("do") or self.SET
        if values["do"] == self.SET and values.get("quantity") is None and "quantity" not in self.errors:
            self.add_error("quantity", _("Enter a whole number, such as 2."))
        return values


class CouponForm(forms.Form):
    code = LineField(
        label=_("Coupon code"),
        max_length=CODE_LENGTH,
        error_messages={"required": _("Enter the code, such as DIWALI10.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class PlaceForm(forms.Form):
    """Where the cart goes: enough to say what sending costs."""

    country = forms.ChoiceField(label=_("Country"))
    postal_code = LineField(
        label=_("Postal code"),
        max_length=16,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )

    def __init__(self, *args: Any, countries: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["country"].choices = countries
        if len(countries) == 1:
            self.fields["country"].widget = forms.HiddenInput()
            self.fields["country"].initial = countries[0][0]


class NameForm(forms.Form):
    name = LineField(
        label=_("Name of the list"), max_length=60, error_messages={"required": _("Enter a name for the list.")}
    )


class OrderPadForm(forms.Form):
    """Article numbers with how many of each, a line for each: as they are copied out of a table."""

    numbers = forms.CharField(
        label=_("Article numbers"),
        max_length=8_000,
        help_text=_("One per line, with how many of it: KB-102 12. Without a number it is one."),
        error_messages={"required": _("Enter at least one article number.")},
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocapitalize": "characters"}),
    )

    def clean_numbers(self) -> dict[str, int]:
        wanted: dict[str, int] = {}
        for number, line in enumerate(self.cleaned_data["numbers"].splitlines(), start=1):
            sku, _gap, units = " ".join(line.replace(",", " ").replace(";", " ").split()).partition(" ")
            if not sku:
                continue
            if units and not (units.isascii() and units.isdigit() and 1 <= int(units) <= MOST_UNITS):
                text = _("Line %(number)d: enter how many, from 1 to %(most)d.")
                raise forms.ValidationError(text % {"number": number, "most": MOST_UNITS})
            wanted[sku] = min(wanted.get(sku, 0) + int(units or 1), MOST_UNITS)
        if len(wanted) > MOST_LINES:
            raise forms.ValidationError(_("Those are more lines than a cart holds."))
        return wanted
