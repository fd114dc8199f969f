"""Whether a rule or a coupon is for this basket at all, and if not, why."""

from collections.abc import Sequence
from datetime import datetime

from promotions.pricing.goods import Goods, Place
from promotions.pricing.quote import Reason
from promotions.pricing.terms import Basket, CouponTerms, RuleTerms, Schedule

EVERYBODY = "both"
# With what is missing of it.
Refused = tuple[Reason, int]


def why_not_rule(
    rule: RuleTerms, basket: Basket, goods: Goods, places: Sequence[Place], subtotal: int
) -> Refused | None:
    """Return the first condition that the rule does not meet."""
    if reason := _when(rule.schedule, basket.now) or _who_and_where(rule, basket):
        return reason, 0
    if not places:
        return Reason.TARGET, 0
    if (there := goods.quantity(places)) < rule.min_quantity:
        return Reason.MIN_QUANTITY, rule.min_quantity - there
    if subtotal < rule.min_cart_value:
        return Reason.MIN_CART_VALUE, rule.min_cart_value - subtotal
    return None


def why_not_coupon(coupon: CouponTerms, basket: Basket, goods: Goods, places: Sequence[Place]) -> Refused | None:
    """Return the first condition that the coupon does not meet. `goods` are priced by the rules already."""
    facts = (
        (not coupon.is_active, Reason.INACTIVE),
        (coupon.starts_at and basket.now < coupon.starts_at, Reason.NOT_YET),
        (coupon.ends_at and basket.now >= coupon.ends_at, Reason.OVER),
        (coupon.is_used_up, Reason.USED_UP),
        (coupon.is_for_others, Reason.FOR_OTHERS),
        (coupon.is_used_up_by_customer, Reason.USED_UP_BY_CUSTOMER),
        (coupon.first_order_only and basket.customer.has_ordered, Reason.FIRST_ORDER_ONLY),
    )
    if reason := next((reason for is_so, reason in facts if is_so), None) or _who_and_where(coupon, basket):
        return reason, 0
    if not places:
        return Reason.TARGET, 0
    if (value := goods.value()) < coupon.min_cart_value:
        return Reason.MIN_CART_VALUE, coupon.min_cart_value - value
    return None


def _when(schedule: Schedule, now: datetime) -> Reason | None:
    if schedule.starts_at and now < schedule.starts_at:
        return Reason.NOT_YET
    if schedule.ends_at and now >= schedule.ends_at:
        return Reason.OVER
    if schedule.weekdays and now.weekday() not in schedule.weekdays:
        return Reason.NOT_NOW
    return None if _is_within(schedule, now.hour * 60 + now.minute) else Reason.NOT_NOW


def _is_within(schedule: Schedule, minute: int) -> bool:
    begin, end = schedule.from_minute, schedule.until_minute
    # Hours that end before they begin go over midnight.
    return begin <= minute < end if begin < end else minute >= begin or minute < end


def _who_and_where(terms: RuleTerms | CouponTerms, basket: Basket) -> Reason | None:
    if terms.audience not in {EVERYBODY, basket.customer.audience}:
        return Reason.AUDIENCE
    if terms.region_ids and basket.region_id not in terms.region_ids:
        return Reason.REGION
    if terms.currency and terms.currency != basket.currency:
        return Reason.CURRENCY
    return None
