"""Rows that are edited side by side: each knows what it was when it was shown, and says itself why it was refused."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction
from django.http import HttpRequest
from django.utils.dateparse import parse_datetime
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import RADIO_CLASSES, UnfoldAdminSelectWidget, UnfoldBooleanWidget
from unfold.widgets import UnfoldAdminTextInputWidget as TextInput

from catalog.forms.base import text_fields
from catalog.models import AttributeValue
from catalog.services.translations import languages
from core.back_office import refusals
from core.errors import DomainError, VersionConflict

ROWS_MOST = 600
BLACK = "#000000"


def short(**attrs: Any) -> TextInput:
    return TextInput(attrs={"autocomplete": "off", **attrs})


def amount(label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=20, widget=short(inputmode="decimal", size=8))


class OneOfRows(forms.CheckboxInput):
    """A choice among the rows: each sends its number under the name that all of them share."""

    input_type = "radio"

    def __init__(self) -> None:
        super().__init__({"class": " ".join(RADIO_CLASSES)})

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= dict(zip(("name", "value"), _shared_name(name), strict=True))
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> bool:
        shared, number = _shared_name(name)
        return data.get(shared) == number


class ChosenRow(forms.BooleanField):
    """Whether this row is the one. That another one is now changes nothing here: the service sees to it."""

    widget = OneOfRows

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data) and not initial


def _shared_name(name: str) -> tuple[str, str]:
    grid, number, field = name.rsplit("-", 2)
    return f"{grid}-{field}", number


class GridRow(forms.Form):
    """A row of a grid. `id` and `version` say which stored row it was, and how old."""

    id = forms.CharField(required=False, widget=forms.HiddenInput)
    version = forms.CharField(required=False, widget=forms.HiddenInput)
    can_be_deleted: ClassVar[bool] = True

    def __init__(self, *args: Any, stored: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored = stored
        for name, field in self.fields.items():
            if not isinstance(field.widget, forms.HiddenInput):
                said = ": ".join(filter(None, [str(field.label or name), getattr(self, "title", "")]))
                field.widget.attrs.setdefault("aria-label", said)

    @staticmethod
    def initial_of(row: Any) -> dict[str, Any]:
        raise NotImplementedError

    @property
    def is_new(self) -> bool:
        return not self.initial.get("id")

    def full_clean(self) -> None:
        """A row that goes need not be filled in."""
        super().full_clean()
        if self.is_bound and self.cleaned_data.get("DELETE"):
            for name in set(self.errors) - {"id", "version", NON_FIELD_ERRORS}:
                del self.errors[name]

    def clean_id(self) -> str:
        pk = self.cleaned_data["id"]
        if pk and pk not in self.stored:
            raise forms.ValidationError(_("Somebody has deleted it meanwhile."))
        return pk

    def clean_version(self) -> Any:
        return parse_datetime(self.cleaned_data["version"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        # A version that cannot be read is not a reason to overwrite what others wrote.
        if cleaned.get("id") and cleaned.get("version") is None and "version" not in self.errors:
            raise forms.ValidationError(_("Open the page again."))
        return cleaned

    def write(self, service: Callable[[], Any]) -> None:
        """Run the service; what it refuses stands at the row."""
        try:
            with transaction.atomic():
                service()
        except DomainError as refusal:
            refusals.show(self, refusal)


class Rows(forms.BaseFormSet):
    """The rows of one grid."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget = UnfoldBooleanWidget(attrs={"aria-label": _("Delete")})

    def filled(self) -> list[Any]:
        """The rows that somebody wrote into."""
        return [form for form in self.forms if set(form.changed_data) - {"id", "version"}]

    @property
    def labels(self) -> list[Any]:
        shown = self.empty_form
        return [(field.name, field.label) for field in shown.visible_fields()]

    @property
    def has_problems(self) -> bool:
        return any(form.errors for form in self.forms)


def rows_of(
    row_class: type[GridRow], request: HttpRequest, prefix: str, stored: Mapping[str, Any], *, extra: int = 0
) -> Any:
    """Return the grid as it was sent, or as it is stored; compared with what is stored now, row by row."""
    made = forms.formset_factory(
        row_class, formset=Rows, extra=extra, can_delete=row_class.can_be_deleted, max_num=ROWS_MOST,
        absolute_max=ROWS_MOST,
    )  # fmt: skip
    data = request.POST if request.method == "POST" and f"{prefix}-TOTAL_FORMS" in request.POST else None
    if data is None:
        initial = [row_class.initial_of(row) for row in stored.values()]
    else:
        sent = [data.get(f"{prefix}-{number}-id", "") for number in range(ROWS_MOST)]
        initial = [row_class.initial_of(stored[pk]) if pk in stored else {} for pk in sent]
    return made(data, prefix=prefix, initial=initial, form_kwargs={"stored": stored})


def _labels_elsewhere() -> dict[str, forms.Field]:
    """The fields for a value's name in each other language, each column saying which."""
    fields = text_fields("attributevalue", AttributeValue)
    for language in languages():
        field = fields[f"label__{language}"]
        field.label = format_lazy(
            "{label} ({language})", label=field.label, language=dict(settings.LANGUAGES)[language]
        )
    return fields


class ValueRow(GridRow):
    """A value of an attribute, with its name in each other language."""

    label = forms.CharField(label=gettext_lazy("label"), max_length=120, widget=short())
    locals().update(_labels_elsewhere())
    position = forms.IntegerField(
        label=gettext_lazy("position"), required=False, min_value=0, max_value=32_000, widget=short(size=4)
    )

    @staticmethod
    def initial_of(row: Any) -> dict[str, Any]:
        texts = {f"label__{language}": said.get("label", "") for language, said in row.texts.items()}
        return texts | {
            "id": str(row.pk), "version": row.updated_at.isoformat(), "label": row.label, "position": row.position,
        }  # fmt: skip

    def texts(self) -> dict[str, dict[str, str]]:
        return {language: {"label": self.cleaned_data[f"label__{language}"]} for language in languages()}


class ColourRow(ValueRow):
    """A value that has a colour."""

    # A browser sends black of a colour that nobody chose: a row that was left alone has to hold it already.
    colour_hex = forms.CharField(
        label=gettext_lazy("colour"), required=False, max_length=7, initial=BLACK, widget=short(type="color")
    )
    field_order = ("label", *(f"label__{language}" for language in languages()), "colour_hex", "position")

    @staticmethod
    def initial_of(row: Any) -> dict[str, Any]:
        return ValueRow.initial_of(row) | {"colour_hex": row.colour_hex or BLACK}


class PricedRow(GridRow):
    """What a variant costs and how many there are. Amounts are in the product's currency."""

    can_be_deleted = False
    price = amount(gettext_lazy("price"))
    compare_at_price = amount(gettext_lazy("former price"))
    stock = forms.IntegerField(
        label=gettext_lazy("on hand"), required=False, min_value=0, widget=short(inputmode="numeric", size=6)
    )
    stock_seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    stock_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    OF_STOCK: ClassVar[set[str]] = {"stock", "stock_seen", "stock_version"}

    @property
    def variant(self) -> Any:
        return self.stored.get(self.initial.get("id", ""))

    @property
    def title(self) -> str:
        row = self.variant
        return row.labels if row else ""

    @staticmethod
    def initial_of(row: Any) -> dict[str, Any]:
        stock, version = getattr(row, "stock_seen", (None, None))
        return {
            "id": str(row.pk), "version": row.updated_at.isoformat(), "price": str(row.price),
            "compare_at_price": _shown(row.compare_at_price), "stock": stock, "stock_seen": stock,
            "stock_version": version,
        }  # fmt: skip

    def service_fields(self) -> dict[str, Any]:
        """What was changed, as the services take it."""
        amounts = ("price", "compare_at_price", "cost_price")
        return {name: self.cleaned_data[name] or None for name in amounts if name in self.changed_data}


class VariantRow(PricedRow):
    """What is bought, with its numbers."""

    can_be_deleted = True
    sku = forms.CharField(label=gettext_lazy("SKU"), max_length=100, required=False, widget=short(size=14))
    barcode = forms.CharField(label=gettext_lazy("barcode"), max_length=40, required=False, widget=short(size=12))
    cost_price = amount(gettext_lazy("cost"))
    weight_grams = forms.IntegerField(
        label=gettext_lazy("grams"), required=False, min_value=1, widget=short(inputmode="numeric", size=6)
    )
    is_active = forms.BooleanField(label=gettext_lazy("on sale"), required=False, widget=UnfoldBooleanWidget)
    is_default = ChosenRow(label=gettext_lazy("default"), required=False)
    field_order = (
        "sku", "barcode", "price", "compare_at_price", "cost_price", "weight_grams", "stock", "is_active",
        "is_default",
    )  # fmt: skip

    @staticmethod
    def initial_of(row: Any) -> dict[str, Any]:
        return PricedRow.initial_of(row) | {
            "sku": row.sku, "barcode": row.barcode, "cost_price": _shown(row.cost_price),
            "weight_grams": row.weight_grams, "is_active": row.is_active, "is_default": row.is_default,
        }  # fmt: skip

    def service_fields(self) -> dict[str, Any]:
        words = self.cleaned_data
        named = ("sku", "barcode", "weight_grams", "is_active")
        fields = {name: words[name] for name in named if self.is_new or name in self.changed_data}
        fields |= super().service_fields()
        if words["is_default"]:
            fields["is_default"] = True
        return fields


class MediaRow(GridRow):
    """Something to look at: its place, its words, and the variant that it shows."""

    alt_text = forms.CharField(
        label=gettext_lazy("description for those who cannot see it"), max_length=200, required=False, widget=short()
    )
    variant = forms.ChoiceField(label=gettext_lazy("variant"), required=False, widget=UnfoldAdminSelectWidget)
    position = forms.IntegerField(
        label=gettext_lazy("position"), required=False, min_value=0, max_value=99, widget=short(size=3)
    )

    @staticmethod
    def initial_of(row: Any) -> dict[str, Any]:
        return {
            "id": str(row.pk), "version": row.updated_at.isoformat(), "alt_text": row.alt_text,
            "variant": str(row.variant_id or ""), "position": row.position,
        }  # fmt: skip

    @property
    def shown(self) -> Any:
        return self.stored.get(self.initial.get("id", ""))


class ComparedRow(GridRow):
    """A row without times of its own: its version is what was shown."""

    can_be_deleted = False

    def clean_version(self) -> str:
        return self.cleaned_data["version"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("id") and cleaned["version"] != self.initial["version"]:
            raise forms.ValidationError(str(VersionConflict.message))
        return cleaned


class SaidRow(ComparedRow):
    """A line of the specification: an attribute and its values."""

    attribute = forms.ChoiceField(label=gettext_lazy("attribute"), required=False, widget=UnfoldAdminSelectWidget)
    values = forms.CharField(
        label=gettext_lazy("values, with commas between"), required=False, max_length=500, widget=short()
    )

    @staticmethod
    def initial_of(row: Any) -> dict[str, Any]:
        values = ", ".join(row.labels)
        return {"id": row.code, "version": values, "attribute": row.code, "values": values}


class RegionPriceRow(ComparedRow):
    """The price of a variant in a region; empty means the converted one."""

    price = amount(gettext_lazy("price"))
    compare_at_price = amount(gettext_lazy("former price"))

    @property
    def title(self) -> str:
        cell = self.stored.get(self.initial.get("id", ""))
        return f"{cell.variant.sku} · {cell.region.name} ({cell.region.currency})" if cell else ""

    @staticmethod
    def initial_of(cell: Any) -> dict[str, Any]:
        price = cell.price
        shown = {
            "price": _shown(price and price.price),
            "compare_at_price": _shown(price and price.compare_at_price),
        }
        return shown | {"id": cell.key, "version": f"{shown['price']}/{shown['compare_at_price']}"}


def _shown(money: Any) -> str:
    return "" if money is None else str(money)
