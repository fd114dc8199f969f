"""What staff fill in about stock, and what shoppers ask to be told."""

import re
from collections import Counter
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget
from unfold.widgets import UnfoldAdminTextInputWidget as TextInput

from inventory.constants import MOST_UNITS
from inventory.models import Location, StockItem

MOST_LINES = 5000
LONGEST_CODE = 100
BETWEEN = re.compile("[,;\t]")
NUMBER = re.compile("[0-9]+")


class TellMeForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        help_text=gettext_lazy("For this one message only."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages=dict.fromkeys(
            ("required", "invalid"), gettext_lazy("Enter an e-mail address, like name@example.com.")
        ),
    )


class ReceiveForm(forms.Form):
    quantity = forms.IntegerField(
        label=gettext_lazy("How many"), min_value=1, max_value=MOST_UNITS, widget=UnfoldAdminIntegerFieldWidget
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        required=False,
        widget=TextInput,
        help_text=gettext_lazy("The delivery note, for example."),
    )


class DamageForm(ReceiveForm):
    pass


class TransferForm(ReceiveForm):
    target = forms.ModelChoiceField(
        Location.objects.filter(is_active=True), label=gettext_lazy("To"), widget=UnfoldAdminSelectWidget
    )


class StockForm(forms.ModelForm):
    """The number that is there, and the rules of this place."""

    quantity = forms.IntegerField(
        label=gettext_lazy("On hand"), min_value=0, max_value=MOST_UNITS, widget=UnfoldAdminIntegerFieldWidget
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        required=False,
        widget=TextInput,
        help_text=gettext_lazy("Why the number changes. Kept with the movement."),
    )

    class Meta:
        model = StockItem
        fields = ["low_stock_threshold", "allow_backorder", "backorder_limit"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["quantity"] = self.instance.on_hand

    def service_fields(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("quantity", "reason", *StockForm.Meta.fields)}


class CountForm(forms.Form):
    """What was counted: a line per variant, or one line per scan."""

    location = forms.ModelChoiceField(
        Location.objects.all(), label=gettext_lazy("Location"), widget=UnfoldAdminSelectWidget
    )
    counted = forms.CharField(
        label=gettext_lazy("Counted"),
        max_length=400_000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 12, "autofocus": True, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One line per variant: SKU or barcode, a comma, how many. Or scan each piece: a line without a number "
            "counts one."
        ),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200, required=False, widget=TextInput)

    def clean_counted(self) -> dict[str, int]:
        """Return how many of each code; scanning a code again adds to it."""
        found: Counter[str] = Counter()
        for number, line in enumerate(self.cleaned_data["counted"].splitlines(), start=1):
            code, *said = (part.strip() for part in BETWEEN.split(line.rstrip(" ,;\t"), maxsplit=1))
            if not code and not said:
                continue
            if not 0 < len(code) <= LONGEST_CODE or any(not NUMBER.fullmatch(part) for part in said):
                raise forms.ValidationError(
                    _("Line %(number)d: give a code, a comma and a number.") % {"number": number}
                )
            # No int: that refuses a long run of zeros.
            counted = found[code] + Decimal(said[0] if said else 1)
            if counted > MOST_UNITS:
                raise forms.ValidationError(
                    _("Line %(number)d: count at most %(most)d pieces.") % {"number": number, "most": MOST_UNITS}
                )
            found[code] = int(counted)
        if not found:
            raise forms.ValidationError(_("Nothing was counted."))
        if len(found) > MOST_LINES:
            raise forms.ValidationError(_("Count at most %(lines)d variants at a time.") % {"lines": MOST_LINES})
        return dict(found)
