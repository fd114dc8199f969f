"""The form of a product's own words and places."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from catalog.forms.base import TranslatedForm, category_choices, category_field, text_fields
from catalog.models import Product
from core.back_office.staff_action import PlainForm
from core.selectors import get_shop

SIZES = ("weight_grams", "length_mm", "width_mm", "height_mm")


class ProductForm(TranslatedForm):
    kind = "product"
    category = category_field(_("category"))
    base_price = forms.CharField(
        label=_("base price"), max_length=20, widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "decimal"})
    )
    tags = forms.CharField(
        label=_("tags"), required=False, max_length=1200, widget=UnfoldAdminTextInputWidget,
        help_text=_("With commas between."),
    )  # fmt: skip
    description = forms.CharField(
        label=_("description"), max_length=40_000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 14}),
        help_text=_(
            "Just write: an empty line begins a paragraph, lines that begin with a dash make a list. "
            "HTML may do more: headings, bold, italic, links, tables."
        ),
    )  # fmt: skip
    locals().update(text_fields("product", Product))

    class Meta:
        model = Product
        fields = [
            "name", "slug", "category", "brand", "store", "kind", "target_role", "tax_class", "short_description",
            "description", "tags", "seo_title", "seo_description", *SIZES,
        ]  # fmt: skip
        widgets = {"short_description": UnfoldAdminTextareaWidget(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        product = self.instance
        self.initial["tags"] = ", ".join(product.tags)
        if not product._state.adding:
            self.initial["base_price"] = str(product.base_price)
            self.initial["category"] = str(product.category_id)
        if "category" in self.fields:
            self.fields["category"].choices = category_choices(empty="")
            self.fields["slug"].required = not product._state.adding
            self.fields["slug"].help_text = _("Empty: made of the name. A former address leads to the new one.")
            self.fields["tax_class"].required = False
            currency = product.currency or get_shop().base_currency
            self.fields["base_price"].help_text = _("In %(currency)s. Variants at this price follow it.") % {
                "currency": currency
            }

    def service_fields(self) -> dict[str, Any]:
        fields = super().service_fields()
        fields["tags"] = [tag for tag in self.cleaned_data["tags"].split(",") if tag.strip()]
        fields["base_price"] = self.cleaned_data["base_price"].strip()
        if not self.instance._state.adding and not fields["tax_class"]:
            del fields["tax_class"]
        return fields


class CategoryOfManyForm(PlainForm):
    category = category_field(_("category"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = category_choices(empty="")


class PercentForm(PlainForm):
    percent = forms.DecimalField(
        label=_("percent"), min_value=-90, max_value=900, decimal_places=2, widget=UnfoldAdminDecimalFieldWidget,
        help_text=_("10 makes everything dearer by a tenth, -10 cheaper by a tenth."),
    )  # fmt: skip


class CombinationsForm(forms.Form):
    """Which values of which axes are to be combined. Shown first, made when they are confirmed."""

    def __init__(self, *args: Any, axes: Any, own: Mapping[str, Sequence[str]], **kwargs: Any) -> None:
        """`own` are the values by which the variants differ already, by axis: those come first, and are chosen."""
        super().__init__(*args, **kwargs)
        self.axes = sorted(axes, key=lambda axis: axis.code not in own)
        for axis in self.axes:
            self.fields[f"axis-{axis.code}"] = forms.MultipleChoiceField(
                label=f"{axis.name} ({axis.unit})" if axis.unit else axis.name,
                required=False,
                initial=own.get(axis.code, []),
                choices=[(value.value, axis.with_unit(value.label)) for value in axis.values.all()],
                widget=forms.CheckboxSelectMultiple,
                help_text=_("The variants differ by it already.") if axis.code in own else "",
            )
        self.fields["sku_pattern"] = forms.CharField(
            label=_("SKU"), required=False, max_length=100, widget=UnfoldAdminTextInputWidget,
            help_text=_("Such as {product}-{colour}-{size}; empty for this."),
        )  # fmt: skip

    def chosen(self) -> dict[str, list[str]]:
        found = {axis.code: self.cleaned_data[f"axis-{axis.code}"] for axis in self.axes}
        return {code: values for code, values in found.items() if values}
