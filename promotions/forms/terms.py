"""What the forms of coupons and rules have in common. A form has the fields of its kind alone."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminSelect2MultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminSplitDateTimeWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from catalog.enums import TargetRole
from catalog.forms.base import category_choices
from catalog.models import Brand, Product, ProductRestriction, ProductVariant
from catalog.services import normal_sku
from promotions.enums import TargetType
from promotions.models.terms import Terms
from regions.models import Region
from stores.models import Store

CHOSEN = {
    TargetType.PRODUCT: "products",
    TargetType.CATEGORY: "categories",
    TargetType.BRAND: "brands",
    TargetType.STORE: "stores",
    TargetType.VARIANT: "skus",
}
TARGETS = ["target_type", *CHOSEN.values()]


class CompletedWidget(AutocompleteSelectMultiple):
    """Completes what is typed, as a foreign key to such a row does."""

    option_template_name = "unfold/widgets/select_option_autocomplete.html"

    def __init__(self, named: str) -> None:
        attrs = {"class": "unfold-admin-autocomplete admin-autocomplete", "data-theme": "admin-autocomplete"}
        super().__init__(ProductRestriction._meta.get_field(named), admin.site, attrs=attrs)

    class Media:
        js = ("unfold/js/select2.init.js",)


def rows_field(rows: Any, named: str, label: Any) -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(rows, required=False, label=label, widget=CompletedWidget(named))


def text_field(label: Any, *, required: bool = False, most: int = 20, **about: Any) -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=most, widget=UnfoldAdminTextInputWidget, **about)


def number_field(label: Any, *, least: int = 0, **about: Any) -> forms.IntegerField:
    widget = UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=label, required=False, min_value=least, widget=widget, **about)


def switch_field(label: Any, **about: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, widget=UnfoldBooleanSwitchWidget, **about)


class TermsForm(forms.ModelForm):
    kind = forms.CharField(widget=forms.HiddenInput)
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"),
        required=False,
        widget=UnfoldAdminSelectWidget,
        help_text=gettext_lazy("Of the amounts on this page."),
    )
    min_cart_value = text_field(gettext_lazy("From a cart of"), help_text=gettext_lazy("Empty: of any value."))
    buy_quantity = number_field(gettext_lazy("Who buys"), least=1)
    get_quantity = number_field(gettext_lazy("Gets another"), least=1)
    target_type = forms.ChoiceField(
        label=gettext_lazy("On"), choices=TargetType.choices, widget=UnfoldAdminSelectWidget
    )
    products = rows_field(Product.objects.alive(), "product", gettext_lazy("Products"))
    categories = forms.MultipleChoiceField(
        label=gettext_lazy("Categories"),
        required=False,
        choices=category_choices,
        widget=UnfoldAdminSelect2MultipleWidget,
        help_text=gettext_lazy("With all that is below them."),
    )
    brands = rows_field(Brand.objects.all(), "brand", gettext_lazy("Brands"))
    stores = rows_field(Store.objects.all(), "store", gettext_lazy("Stores"))
    skus = forms.CharField(
        label=gettext_lazy("Variants"),
        required=False,
        max_length=20_000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=gettext_lazy("One SKU per line."),
    )
    target_role = forms.ChoiceField(
        label=gettext_lazy("For"), choices=TargetRole.choices, initial=TargetRole.BOTH, widget=UnfoldAdminSelectWidget
    )
    regions = forms.MultipleChoiceField(
        label=gettext_lazy("Regions"),
        required=False,
        widget=UnfoldAdminSelect2MultipleWidget,
        help_text=gettext_lazy("Empty: everywhere."),
    )
    valid_from = forms.SplitDateTimeField(
        label=gettext_lazy("From"), required=False, widget=UnfoldAdminSplitDateTimeWidget
    )
    valid_to = forms.SplitDateTimeField(
        label=gettext_lazy("Until"),
        required=False,
        widget=UnfoldAdminSplitDateTimeWidget,
        help_text=gettext_lazy("The first moment without it: midnight ends the day before."),
    )
    seller_share = text_field(
        gettext_lazy("Paid by sellers, in percent"),
        initial="0",
        help_text=gettext_lazy("Of the discount on their goods; the shop pays the rest."),
    )
    is_active = switch_field(gettext_lazy("Switched on"), initial=True)

    # Set by the page that makes a new one.
    new_kind = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance
        shown = {} if row._state.adding else self.as_written(row) | self._chosen(row)
        # Some columns are called what a field is, and hold it in other words.
        self.initial = {"kind": row.kind or self.new_kind} | self.initial | shown
        regions = list(Region.objects.values_list("code", "name", "currency"))
        self.fields["currency"].choices = [("", "–"), *((one, one) for one in sorted({row[2] for row in regions}))]
        self.fields["regions"].choices = [(code, name) for code, name, _currency in regions]
        self._keep_fields_of(self.initial["kind"])

    def as_written(self, row: Any) -> dict[str, Any]:
        """Return the row in the words of the form."""
        raise NotImplementedError

    @classmethod
    def fields_of(cls, kind: str) -> list[str]:
        """Return the names of this kind's fields, in their order."""
        raise NotImplementedError

    def service_fields(self) -> dict[str, Any]:
        own = self.cleaned_data
        names = (
            "currency", "min_cart_value", "buy_quantity", "get_quantity", "target_type", "target_role", "regions",
            "valid_from", "valid_to", "seller_share", "is_active",
        )  # fmt: skip
        fields = {name: own[name] for name in names if name in own}
        for name in ("buy_quantity", "get_quantity"):
            if name in fields:
                fields[name] = fields[name] or 0
        if "target_type" in own:
            fields["targets"] = self._target_ids(own["target_type"])
        return fields

    def _post_clean(self) -> None:
        """Nothing: the service checks, also what is refused."""

    def clean_skus(self) -> list[ProductVariant]:
        return self.found_by_sku([line.strip() for line in self.cleaned_data["skus"].splitlines() if line.strip()])

    def found_by_sku(self, skus: list[str]) -> list[ProductVariant]:
        """Return the variants in this order. Raises ValidationError that names the numbers of nothing."""
        wanted = [normal_sku(sku) for sku in skus]
        found = {row.sku: row for row in ProductVariant.objects.alive().filter(sku__in=wanted)}
        if unknown := [sku for sku in wanted if sku not in found]:
            raise forms.ValidationError(_("Nothing has these SKUs: %(skus)s") % {"skus": ", ".join(unknown)})
        return [found[sku] for sku in dict.fromkeys(wanted)]

    def _target_ids(self, kind: str) -> list[str]:
        chosen = self.cleaned_data.get(CHOSEN.get(kind, ""), [])
        return [str(getattr(one, "pk", one)) for one in chosen]

    def _chosen(self, row: Terms) -> dict[str, Any]:
        """Return what the row is aimed at, in the field of its kind."""
        name = CHOSEN.get(row.target_type)
        if name != "skus":
            return {name: row.target_ids} if name else {}
        skus = ProductVariant.objects.filter(pk__in=row.target_ids).order_by("sku").values_list("sku", flat=True)
        return {"skus": "\n".join(skus)}

    def _keep_fields_of(self, kind: str) -> None:
        wanted = {"kind", *self.fields_of(kind)}
        for name in [name for name in self.fields if name not in wanted]:
            del self.fields[name]
