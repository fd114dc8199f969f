"""Shapes of coupons and rules on the wire."""

from typing import Any

from django.utils import timezone
from rest_framework import serializers

from catalog.enums import TargetRole
from core.api.fields import LineField
from promotions.constants import MOST_CODES, MOST_PARTS, MOST_TARGETS, MOST_TIERS, MOST_UNITS
from promotions.enums import CouponType, RedemptionStatus, RuleType, TargetType, ValueType
from promotions.models import Coupon, CouponRedemption, CouponUser, DiscountRule
from promotions.selectors.written import coupon_as_written, rule_as_written

PERCENT_OR_AMOUNT = "A percentage such as 12.5, or an amount of `currency`."


class FigureField(serializers.CharField):
    """A percentage or an amount as text; a number is read as it is written."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20, **kwargs)


class TermsIn(serializers.Serializer):
    currency = serializers.CharField(max_length=3, required=False, allow_blank=True, help_text="Of all amounts here.")
    min_cart_value = FigureField(required=False, allow_null=True)
    buy_quantity = serializers.IntegerField(min_value=0, max_value=MOST_UNITS, required=False)
    get_quantity = serializers.IntegerField(min_value=0, max_value=MOST_UNITS, required=False)
    target_type = serializers.ChoiceField(TargetType.choices, required=False)
    targets = serializers.ListField(
        child=serializers.UUIDField(), max_length=MOST_TARGETS, required=False, help_text="Ids of what it is for."
    )
    target_role = serializers.ChoiceField(TargetRole.choices, required=False)
    regions = serializers.ListField(
        child=serializers.CharField(max_length=40), max_length=MOST_TARGETS, required=False,
        help_text="Codes; none is everywhere.",
    )  # fmt: skip
    valid_from = serializers.DateTimeField(required=False, allow_null=True)
    valid_to = serializers.DateTimeField(required=False, allow_null=True, help_text="The first moment without it.")
    seller_share = FigureField(required=False, help_text="How many percent of it sellers pay on their goods.")
    is_active = serializers.BooleanField(required=False)


class CouponIn(TermsIn):
    code = LineField(max_length=40, help_text="Small and capital letters are the same.")
    description = LineField(max_length=200, required=False, allow_blank=True)
    type = serializers.ChoiceField(CouponType.choices)
    discount_value = FigureField(required=False, allow_null=True, help_text=PERCENT_OR_AMOUNT)
    max_discount = FigureField(required=False, allow_null=True)
    usage_limit = serializers.IntegerField(min_value=1, max_value=MOST_UNITS, required=False, allow_null=True)
    per_user_limit = serializers.IntegerField(min_value=1, max_value=MOST_UNITS, required=False, allow_null=True)
    first_order_only = serializers.BooleanField(required=False)
    stackable = serializers.BooleanField(required=False, help_text="Together with automatic discounts.")


class GenerateIn(CouponIn):
    code = None
    pattern = LineField(max_length=40, help_text="Each # becomes a letter or digit: DIWALI-######")
    count = serializers.IntegerField(min_value=1, max_value=MOST_CODES)


class CouponFilterIn(serializers.Serializer):
    code = serializers.CharField(required=False, max_length=40, help_text="How it begins.")
    lot = serializers.CharField(required=False, max_length=40)
    is_active = serializers.BooleanField(required=False, allow_null=True, default=None)


class TermsOut(serializers.Serializer):
    id = serializers.UUIDField()
    currency = serializers.CharField()
    min_cart_value = serializers.CharField(allow_null=True)
    buy_quantity = serializers.IntegerField()
    get_quantity = serializers.IntegerField()
    target_type = serializers.ChoiceField(TargetType.choices)
    targets = serializers.ListField(child=serializers.UUIDField())
    target_role = serializers.ChoiceField(TargetRole.choices)
    regions = serializers.ListField(child=serializers.CharField())
    valid_from = serializers.DateTimeField(allow_null=True)
    valid_to = serializers.DateTimeField(allow_null=True)
    seller_share = serializers.CharField()
    is_active = serializers.BooleanField()
    created_by = serializers.UUIDField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class SpentOut(serializers.Serializer):
    currency = serializers.CharField()
    amount = serializers.CharField()


class UsageOut(serializers.Serializer):
    used = serializers.IntegerField(help_text="What counts against the limit.")
    reserved = serializers.IntegerField()
    confirmed = serializers.IntegerField()
    released = serializers.IntegerField()
    discounts = SpentOut(many=True)


class CouponOut(TermsOut):
    code = serializers.CharField()
    description = serializers.CharField()
    type = serializers.ChoiceField(CouponType.choices)
    discount_value = serializers.CharField(allow_null=True)
    max_discount = serializers.CharField(allow_null=True)
    usage_limit = serializers.IntegerField(allow_null=True)
    per_user_limit = serializers.IntegerField(allow_null=True)
    first_order_only = serializers.BooleanField()
    stackable = serializers.BooleanField()
    lot = serializers.CharField()
    usage = UsageOut()

    def to_representation(self, coupon: Coupon) -> dict[str, Any]:
        usage = self.context["usage"][coupon.pk]
        spent = [{"currency": money.currency, "amount": str(money)} for _, money in sorted(usage.discounts.items())]
        counted = {name: getattr(usage, name) for name in ("reserved", "confirmed", "released")}
        return super().to_representation(
            coupon_as_written(coupon)
            | _about(coupon)
            | {"lot": coupon.lot, "usage": {"used": coupon.used_count, **counted, "discounts": spent}}
        )


class GeneratedOut(serializers.Serializer):
    lot = serializers.CharField(help_text="Finds them again: /admin/coupons?lot=…")
    count = serializers.IntegerField()
    codes = serializers.ListField(child=serializers.CharField())


class CouponUsersIn(serializers.Serializer):
    users = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MOST_TARGETS)


class CouponUserOut(serializers.Serializer):
    id = serializers.UUIDField(source="user_id")
    name = serializers.CharField(source="user.name")
    email = serializers.EmailField(source="user.email")
    added_at = serializers.DateTimeField(source="created_at")

    class Meta:
        model = CouponUser


class CouponUsersOut(serializers.Serializer):
    users = CouponUserOut(many=True, help_text="Those who were named.")


class RedemptionFilterIn(serializers.Serializer):
    coupon = serializers.UUIDField(required=False)
    user = serializers.UUIDField(required=False)
    status = serializers.ChoiceField(RedemptionStatus.choices, required=False)

    def get_fields(self) -> dict[str, Any]:
        moments = {"from": "The first moment.", "to": "The first moment without."}
        return super().get_fields() | {
            name: serializers.DateTimeField(required=False, help_text=text) for name, text in moments.items()
        }


class RedemptionOut(serializers.Serializer):
    id = serializers.UUIDField()
    coupon_id = serializers.UUIDField()
    code = serializers.CharField(source="coupon.code")
    user_id = serializers.UUIDField(allow_null=True)
    email = serializers.CharField()
    reference = serializers.UUIDField(help_text="The order.")
    status = serializers.ChoiceField(RedemptionStatus.choices)
    discount_amount = serializers.CharField(source="discount")
    currency = serializers.CharField()
    redeemed_at = serializers.DateTimeField()

    class Meta:
        model = CouponRedemption


class TierShape(serializers.Serializer):
    quantity = serializers.IntegerField(min_value=1, max_value=MOST_UNITS)
    value_type = serializers.ChoiceField(ValueType.choices)
    value = FigureField(help_text=PERCENT_OR_AMOUNT)


class PartShape(serializers.Serializer):
    type = serializers.ChoiceField([TargetType.PRODUCT.value, TargetType.VARIANT.value])
    id = serializers.UUIDField()
    quantity = serializers.IntegerField(min_value=1, max_value=MOST_UNITS, default=1)


class RuleShape(serializers.Serializer):
    """What rules say as they are written, and as they are sent."""

    name = LineField(max_length=80, help_text="Shoppers read it.")
    names = serializers.DictField(child=LineField(max_length=80, allow_blank=True), required=False)
    rule_type = serializers.ChoiceField(RuleType.choices)
    value_type = serializers.ChoiceField(ValueType.choices, required=False)
    value = FigureField(required=False, allow_null=True, help_text=PERCENT_OR_AMOUNT)
    tiers = TierShape(many=True, required=False, max_length=MOST_TIERS)
    parts = PartShape(many=True, required=False, max_length=MOST_PARTS, help_text="Of a set.")
    min_quantity = serializers.IntegerField(min_value=0, max_value=MOST_UNITS, required=False)
    weekdays = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=6), max_length=7, required=False,
        help_text="Monday is 0; none is every day.",
    )  # fmt: skip
    from_time = serializers.RegexField(
        r"^([01]\d|2[0-3]):[0-5]\d$", required=False, help_text="By the clock of the shop."
    )
    until_time = serializers.RegexField(
        r"^([01]\d|2[0-3]):[0-5]\d$", required=False, help_text="Earlier than `from_time` is over midnight."
    )
    priority = serializers.IntegerField(min_value=-1000, max_value=1000, required=False)
    exclusive = serializers.BooleanField(required=False)
    stackable = serializers.BooleanField(required=False, help_text="Comes on top of others.")


class RuleIn(TermsIn, RuleShape):
    pass


class RuleFilterIn(serializers.Serializer):
    rule_type = serializers.ChoiceField(RuleType.choices, required=False)
    is_active = serializers.BooleanField(required=False, allow_null=True, default=None)
    on = serializers.BooleanField(required=False, allow_null=True, default=None, help_text="On now, by its dates.")


class RuleOut(TermsOut, RuleShape):
    is_on = serializers.BooleanField(help_text="Switched on, and between its dates.")
    is_listed = serializers.BooleanField(help_text="Lists and product pages show its prices.")

    def to_representation(self, rule: DiscountRule) -> dict[str, Any]:
        now = timezone.now()
        has_begun = rule.valid_from is None or rule.valid_from <= now
        is_over = rule.valid_to is not None and rule.valid_to <= now
        is_on = rule.is_active and has_begun and not is_over
        return super().to_representation(
            rule_as_written(rule) | _about(rule) | {"is_on": is_on, "is_listed": rule.is_listed}
        )


class ThingOut(serializers.Serializer):
    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()


class PromotionOut(serializers.Serializer):
    id = serializers.UUIDField(source="terms.id")
    name = serializers.CharField()
    type = serializers.ChoiceField(RuleType.choices, source="terms.kind")
    gives = serializers.CharField(help_text="In a few words: 15% off.")
    conditions = serializers.ListField(child=serializers.CharField(), help_text="What must be so, in words.")
    target_type = serializers.ChoiceField(TargetType.choices, source="terms.target.kind")
    targets = ThingOut(many=True, help_text="What it is for, or the parts of a set.")
    valid_from = serializers.DateTimeField(source="terms.schedule.starts_at", allow_null=True)
    valid_to = serializers.DateTimeField(source="terms.schedule.ends_at", allow_null=True)


def _about(row: Coupon | DiscountRule) -> dict[str, Any]:
    return {
        "id": row.pk,
        "created_by": row.created_by_id,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }
