"""The form of automatic discounts."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminSingleTimeWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from catalog.models import Product, ProductVariant
from promotions.enums import RuleType, TargetType, ValueType
from promotions.forms.terms import TARGETS, TermsForm, number_field, switch_field, text_field
from promotions.models import DiscountRule
from promotions.selectors.written import rule_as_written
from promotions.services.rules import VALUE_TYPES

OTHER_LANGUAGES = [(code, name) for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
NAMES = ["name", *(f"name_{code}" for code, _name in OTHER_LANGUAGES)]
TIER = re.compile(r"\s*(\d{1,6})\s*:\s*(-|−)?\s*(\d[\d.]*)\s*(%)?\s*")
PART = re.compile(r"\s*(?:(\d{1,6})\s*[x×*]\s*)?(\S+)\s*")
EFFECT: dict[str, list[str]] = {
    RuleType.PERCENTAGE: ["value"],
    RuleType.FIXED: ["value"],
    RuleType.BULK_TIER: ["tiers"],
    RuleType.QUANTITY_BREAK: ["tiers"],
    RuleType.BUY_X_GET_Y: ["buy_quantity", "get_quantity", "value"],
    RuleType.TRADE_PRICE: ["value_type", "value"],
    RuleType.BUNDLE: ["parts", "value_type", "value"],
}
HELP: dict[str, Any] = {
    RuleType.PERCENTAGE: gettext_lazy("Percent, such as 12.5."),
    RuleType.FIXED: gettext_lazy("An amount off each unit; off the whole cart where it is on everything."),
    RuleType.BUY_X_GET_Y: gettext_lazy("Percent off the units that are got: 100 gives them free."),
}
WHEN = ["valid_from", "valid_to", "weekdays", "from_time", "until_time", "is_active"]
HOW = ["priority", "exclusive", "stackable", "seller_share"]


class RuleForm(TermsForm):
    name = text_field(gettext_lazy("Name"), required=True, most=80, help_text=gettext_lazy("Shoppers read it."))
    value_type = forms.ChoiceField(label=gettext_lazy("Value is"), widget=UnfoldAdminSelectWidget)
    value = text_field(gettext_lazy("Value"), required=True)
    tiers = forms.CharField(
        label=gettext_lazy("Tiers"),
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "One per line, from how many units on: “5: 10%” off, “5: -20” off each, “5: 180” each."
        ),
    )
    parts = forms.CharField(
        label=gettext_lazy("Parts of the set"),
        max_length=4000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        help_text=gettext_lazy("One per line: a SKU, or a product's address for any of its variants; “2 × LAMP-1”."),
    )
    min_quantity = number_field(gettext_lazy("From so many units"), help_text=gettext_lazy("Of all that it is on."))
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Days of the week"),
        required=False,
        coerce=int,
        choices=list(WEEKDAYS.items()),
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=gettext_lazy("None is every day."),
    )
    from_time = forms.TimeField(
        label=gettext_lazy("From the hour"), required=False, widget=UnfoldAdminSingleTimeWidget
    )
    until_time = forms.TimeField(
        label=gettext_lazy("Until the hour"),
        required=False,
        widget=UnfoldAdminSingleTimeWidget,
        help_text=gettext_lazy(
            "By the clock of the shop; an earlier one is over midnight. Midnight twice is all day."
        ),
    )
    priority = forms.IntegerField(
        label=gettext_lazy("Priority"),
        initial=0,
        min_value=-1000,
        max_value=1000,
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric"}),
        help_text=gettext_lazy("Of equally good ones, the highest counts."),
    )
    exclusive = switch_field(
        gettext_lazy("Stands alone"),
        help_text=gettext_lazy("Nothing else reduces its goods, however little it gives."),
    )
    stackable = switch_field(
        gettext_lazy("Comes on top of others"), help_text=gettext_lazy("Taken of what the best one has left.")
    )

    class Meta:
        model = DiscountRule
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.initial["kind"]
        if "value" in self.fields:
            self.fields["value"].help_text = HELP.get(kind, _("Percent, or an amount."))
        if "value_type" in self.fields:
            labels: dict[str, Any] = dict(ValueType.choices)
            if kind == RuleType.BUNDLE:
                labels |= {ValueType.AMOUNT.value: _("Amount off a set"), ValueType.PRICE.value: _("Price of a set")}
            self.fields["value_type"].choices = [(one.value, labels[one]) for one in VALUE_TYPES[kind]]

    def as_written(self, row: DiscountRule) -> dict[str, Any]:
        written = rule_as_written(row)
        names = {f"name_{code}": row.names.get(code, "") for code, _name in OTHER_LANGUAGES}
        return written | names | {"tiers": _tiers_as_lines(written["tiers"]), "parts": _parts_as_lines(row.parts)}

    @classmethod
    def fields_of(cls, kind: str) -> list[str]:
        targets = [] if kind == RuleType.BUNDLE else TARGETS
        least = [] if kind in {RuleType.BULK_TIER, RuleType.QUANTITY_BREAK, RuleType.BUNDLE} else ["min_quantity"]
        return [
            *NAMES, *EFFECT.get(kind, []), "currency", *targets, *least, "min_cart_value", "target_role", "regions",
            *WHEN, *HOW,
        ]  # fmt: skip

    def clean_tiers(self) -> list[dict[str, Any]]:
        found = []
        for line in filter(str.strip, self.cleaned_data["tiers"].splitlines()):
            tier = TIER.fullmatch(line)
            if tier is None:
                raise forms.ValidationError(_("This is no tier: %(line)s") % {"line": line.strip()})
            quantity, minus, value, percent = tier.groups()
            kind = ValueType.PERCENT if percent else ValueType.AMOUNT if minus else ValueType.PRICE
            found.append({"quantity": int(quantity), "value_type": kind.value, "value": value})
        return found

    def clean_parts(self) -> list[dict[str, Any]]:
        return [_part(line) for line in self.cleaned_data["parts"].splitlines() if line.strip()]

    def service_fields(self) -> dict[str, Any]:
        own = self.cleaned_data
        names = {code: own.get(f"name_{code}", "").strip() for code, _name in OTHER_LANGUAGES}
        plain = ["name", "value_type", "value", "tiers", "parts", "weekdays", "from_time", "until_time", *HOW]
        fields = super().service_fields() | {name: own[name] for name in plain if name in own}
        return fields | {"rule_type": own["kind"], "names": names, "min_quantity": own.get("min_quantity") or 0}


def _part(line: str) -> dict[str, Any]:
    found = PART.fullmatch(line)
    quantity, named = found.groups() if found else (None, line.strip())
    variant = ProductVariant.objects.alive().filter(sku__iexact=named).values_list("pk", flat=True).first()
    product = variant or Product.objects.alive().filter(slug=named).values_list("pk", flat=True).first()
    if product is None:
        raise forms.ValidationError(_("Nothing has this SKU or address: %(named)s") % {"named": named})
    kind = TargetType.VARIANT if variant else TargetType.PRODUCT
    return {"type": kind.value, "id": str(product), "quantity": int(quantity or 1)}


def _tiers_as_lines(tiers: list[dict[str, Any]]) -> str:
    shapes = {ValueType.PERCENT: "{}: {}%", ValueType.AMOUNT: "{}: -{}", ValueType.PRICE: "{}: {}"}
    return "\n".join(shapes[tier["value_type"]].format(tier["quantity"], tier["value"]) for tier in tiers)


def _parts_as_lines(parts: list[dict[str, Any]]) -> str:
    ids = [part["id"] for part in parts]
    named = {str(pk): sku for pk, sku in ProductVariant.objects.filter(pk__in=ids).values_list("pk", "sku")}
    named |= {str(pk): slug for pk, slug in Product.objects.filter(pk__in=ids).values_list("pk", "slug")}
    return "\n".join(f"{part['quantity']} × {named[part['id']]}" for part in parts if part["id"] in named)


for _code, _language in OTHER_LANGUAGES:
    RuleForm.declared_fields[f"name_{_code}"] = RuleForm.base_fields[f"name_{_code}"] = text_field(
        format_lazy("{} ({})", gettext_lazy("Name"), _language), most=80
    )
