"""What staff fill in about stock, and what shoppers ask to be told."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
)
from unfold.widgets import UnfoldAdminTextInputWidget as TextInput

from catalog.porting.reading import ImportRefused, opened
from inventory.constants import MOST_UNITS
from inventory.forms.counted_lines import read_counts
from inventory.models import Location, StockItem

MOST_LINES = 5000
MOST_BYTES = 5 * 1024 * 1024


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


def how_many(label: Any, *, least: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=MOST_UNITS, widget=UnfoldAdminIntegerFieldWidget)


def why(help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, required=False, widget=TextInput, help_text=help_text
    )


class DamageForm(forms.Form):
    quantity = how_many(gettext_lazy("How many"), least=1)
    reason = why()


class ReceiveForm(forms.Form):
    quantity = how_many(gettext_lazy("How many"), least=1)
    reason = why(gettext_lazy("The delivery note, for example."))


class TransferForm(DamageForm):
    target = forms.ModelChoiceField(
        Location.objects.filter(is_active=True), label=gettext_lazy("To"), widget=UnfoldAdminSelectWidget
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        target = self.fields["target"]
        target.queryset = target.queryset.exclude(pk=self.initial.get("source"))


class StockForm(forms.ModelForm):
    """The number that is there, and the rules of this place."""

    quantity = how_many(gettext_lazy("On hand"), least=0)
    reason = why(gettext_lazy("Why the number changes. Kept with the movement."))

    class Meta:
        model = StockItem
        fields = ["low_stock_threshold", "allow_backorder", "backorder_limit"]
        labels = {"backorder_limit": gettext_lazy("Most to sell beyond what is there")}
        help_texts = {"low_stock_threshold": gettext_lazy("With this many left, or fewer, stock is low.")}

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
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 12, "autofocus": True, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One line per variant: SKU or barcode, a comma, how many. Or scan each piece: a line without a number "
            "counts one."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file"),
        required=False,
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        help_text=gettext_lazy("CSV, text or XLSX with two columns: SKU or barcode, and how many. It counts alone."),
    )
    reason = why()

    def clean(self) -> dict[str, Any]:
        """Leave in `counted` how many of each code; scanning a code again adds to it."""
        words = super().clean() or {}
        if self.errors:
            return words
        source = "file" if words.get("file") else "counted"
        lines = self._file_lines() if source == "file" else enumerate(words["counted"].splitlines(), start=1)
        try:
            found, problems = read_counts(lines)
        except ImportRefused as refusal:
            found, problems = {}, [str(refusal)]
        if not (found or problems):
            problems = [_("Nothing was counted.")]
        if len(found) > MOST_LINES:
            problems = [_("Count at most %(lines)d variants at a time.") % {"lines": MOST_LINES}]
        if problems:
            self.add_error(source, problems)
        return {**words, "counted": found}

    def _file_lines(self) -> Iterator[tuple[int, str]]:
        if self.cleaned_data["file"].size > MOST_BYTES:
            raise ImportRefused(
                _("The file is too large: send at most %(most)d MB.") % {"most": MOST_BYTES // 1024**2}
            )
        with opened(self.cleaned_data["file"]) as rows:
            for number, cells in rows:
                yield number, "\t".join(cells)
