"""The cart that staff price as if."""

from typing import Any

from django import forms
from django.utils import timezone
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

from catalog.enums import Audience
from catalog.models import ProductVariant
from catalog.services import normal_sku
from core.selectors import get_shop
from core.zones import zone_named
from promotions.constants import MOST_UNITS
from promotions.forms.rules import PART
from promotions.models import DiscountRule
from regions.selectors import default_region, find_region, list_regions

MOST_LINES = 100


class PreviewForm(forms.Form):
    lines = forms.CharField(
        label=gettext_lazy("Cart"),
        max_length=10_000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 5}),
        help_text=gettext_lazy("One SKU per line; “2 × LAMP-1” is two of them."),
    )
    region = forms.ChoiceField(label=gettext_lazy("Region"), widget=UnfoldAdminSelectWidget)
    audience = forms.ChoiceField(label=gettext_lazy("For"), choices=Audience.choices, widget=UnfoldAdminSelectWidget)
    at = forms.SplitDateTimeField(
        label=gettext_lazy("As if it were"), required=False, widget=UnfoldAdminSplitDateTimeWidget
    )
    code = forms.CharField(
        label=gettext_lazy("Coupon"), required=False, max_length=40, widget=UnfoldAdminTextInputWidget
    )
    has_ordered = forms.BooleanField(
        label=gettext_lazy("Has ordered before"), required=False, widget=UnfoldBooleanSwitchWidget
    )
    also = forms.TypedMultipleChoiceField(
        label=gettext_lazy("With these rules, though switched off"),
        required=False,
        widget=UnfoldAdminSelect2MultipleWidget,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [(region.code, region.local_name) for region in list_regions()]
        self.fields["region"].initial = default_region().code
        self.fields["at"].initial = timezone.now()
        off = DiscountRule.objects.alive().filter(is_active=False).order_by("name")
        self.fields["also"].choices = [(str(rule.pk), rule.name) for rule in off]

    def clean_lines(self) -> list[tuple[ProductVariant, int]]:
        wanted: dict[str, int] = {}
        for line in filter(str.strip, self.cleaned_data["lines"].splitlines()):
            found = PART.fullmatch(line)
            if found is None:
                raise forms.ValidationError(_("This is no line of a cart: %(line)s") % {"line": line.strip()})
            sku = normal_sku(found[2])
            wanted[sku] = wanted.get(sku, 0) + int(found[1] or 1)
        rows = ProductVariant.objects.alive().filter(sku__in=wanted).select_related("product")
        variants = {row.sku: row for row in rows}
        if unknown := [sku for sku in wanted if sku not in variants]:
            raise forms.ValidationError(_("Nothing has these SKUs: %(skus)s") % {"skus": ", ".join(unknown)})
        if not wanted or len(wanted) > MOST_LINES or not all(0 < number <= MOST_UNITS for number in wanted.values()):
            raise forms.ValidationError(_("Give from 1 to %(most)d lines.") % {"most": MOST_LINES})
        return [(variants[sku], quantity) for sku, quantity in wanted.items()]

    def as_if(self) -> dict[str, Any]:
        """Return what the question takes."""
        own = self.cleaned_data
        zone = zone_named(get_shop().timezone)
        return {
            "wanted": own["lines"],
            "region": find_region(code=own["region"]) or default_region(),
            "audience": Audience(own["audience"]),
            "now": timezone.localtime(own["at"] or timezone.now(), zone),
            "has_ordered": own["has_ordered"],
            "code": own["code"],
            "also": own["also"],
        }
