"""The forms of coupons."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from accounts.models import User
from accounts.querysets import normalise_email
from promotions.constants import MOST_CODES, MOST_TARGETS
from promotions.enums import CouponType
from promotions.forms.terms import TARGETS, TermsForm, number_field, switch_field, text_field
from promotions.models import Coupon
from promotions.selectors.written import coupon_as_written

EFFECT: dict[str, list[str]] = {
    CouponType.PERCENTAGE: ["discount_value", "max_discount"],
    CouponType.FIXED: ["discount_value"],
    CouponType.FREE_SHIPPING: ["max_discount"],
    CouponType.BUY_X_GET_Y: ["buy_quantity", "get_quantity", "max_discount"],
}
LIMITS = ["usage_limit", "per_user_limit", "first_order_only", "stackable"]
WHO = ["target_role", "regions", "people"]
WHEN = ["valid_from", "valid_to", "is_active"]


class CouponForm(TermsForm):
    code = text_field(gettext_lazy("Code"), required=True, most=40)
    description = text_field(gettext_lazy("Description"), most=200, help_text=gettext_lazy("For staff."))
    discount_value = text_field(gettext_lazy("Takes off"), required=True)
    max_discount = text_field(gettext_lazy("At most"), help_text=gettext_lazy("Empty: without limit."))
    usage_limit = number_field(gettext_lazy("Uses in all"), least=1, help_text=gettext_lazy("Empty: without limit."))
    per_user_limit = number_field(
        gettext_lazy("Uses per customer"), least=1, help_text=gettext_lazy("Empty: without limit.")
    )
    first_order_only = switch_field(gettext_lazy("For the first order only"))
    stackable = switch_field(
        gettext_lazy("Together with automatic discounts"),
        initial=True,
        help_text=gettext_lazy("Otherwise it takes their place where that is cheaper."),
    )
    people = forms.CharField(
        label=gettext_lazy("For these customers alone"),
        required=False,
        max_length=60_000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=gettext_lazy("One e-mail address per line; empty is for everybody."),
    )

    class Meta:
        model = Coupon
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "discount_value" in self.fields:
            is_percent = self.initial["kind"] == CouponType.PERCENTAGE
            self.fields["discount_value"].help_text = _("Percent, such as 12.5.") if is_percent else _("An amount.")

    def as_written(self, row: Coupon) -> dict[str, Any]:
        emails = row.users.order_by("user__email").values_list("user__email", flat=True)
        return coupon_as_written(row) | {"people": "\n".join(emails)}

    @classmethod
    def fields_of(cls, kind: str) -> list[str]:
        return [
            "code", "description", *EFFECT.get(kind, []), "currency", "min_cart_value", *TARGETS, *LIMITS, *WHO, *WHEN,
            "seller_share",
        ]  # fmt: skip

    def clean_people(self) -> list[User]:
        wanted = {normalise_email(line) for line in self.cleaned_data["people"].splitlines() if line.strip()}
        found = list(User.objects.filter(email__in=wanted))
        if unknown := sorted(wanted - {user.email for user in found}):
            raise forms.ValidationError(_("Nobody has these addresses: %(emails)s") % {"emails": ", ".join(unknown)})
        if len(found) > MOST_TARGETS:
            raise forms.ValidationError(_("Name at most %(most)d.") % {"most": MOST_TARGETS})
        return found

    def service_fields(self) -> dict[str, Any]:
        own = self.cleaned_data
        names = ["code", "description", "discount_value", "max_discount", *LIMITS, "people"]
        return super().service_fields() | {"type": own["kind"]} | {name: own[name] for name in names if name in own}


class GenerateForm(CouponForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[(kind.value, kind.label) for kind in (CouponType.PERCENTAGE, CouponType.FIXED)],
        widget=UnfoldAdminSelectWidget,
    )
    pattern = text_field(
        gettext_lazy("Pattern"),
        required=True,
        most=40,
        help_text=gettext_lazy("Each # becomes a letter or digit: DIWALI-######"),
    )
    count = number_field(gettext_lazy("How many"), least=1, max_value=MOST_CODES)

    field_order = [
        "pattern", "count", "description", "kind", "discount_value", "max_discount", "currency", *LIMITS, *WHEN,
        "target_role", "regions", "min_cart_value",
    ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["count"].required = True
        self.fields["discount_value"].help_text = _("Percent, or an amount.")
        self.fields["usage_limit"].initial = 1

    @classmethod
    def fields_of(cls, kind: str) -> list[str]:
        return [
            "pattern", "count", "description", "discount_value", "max_discount", "currency", "min_cart_value",
            *TARGETS, *LIMITS, "target_role", "regions", *WHEN, "seller_share",
        ]  # fmt: skip

    def service_fields(self) -> dict[str, Any]:
        own = self.cleaned_data
        return super().service_fields() | {"pattern": own["pattern"], "count": own["count"]}
