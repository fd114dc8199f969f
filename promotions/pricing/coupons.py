"""What a coupon takes off what the rules have left, or the reason why it does not."""

from collections.abc import Sequence

from core.money import Money
from promotions.pricing.conditions import Refused, why_not_coupon
from promotions.pricing.effects import NOTHING, Effect, amount_off, buy_and_get
from promotions.pricing.goods import Goods, Place, share_of
from promotions.pricing.quote import Reason
from promotions.pricing.terms import EVERYTHING_OFF, Basket, CouponKind, CouponTerms

CODES = {
    Reason.OVER: "COUPON_EXPIRED",
    Reason.USED_UP: "COUPON_EXHAUSTED",
    Reason.USED_UP_BY_CUSTOMER: "COUPON_EXHAUSTED",
    Reason.FOR_OTHERS: "COUPON_NOT_FOR_YOU",
    Reason.AUDIENCE: "COUPON_NOT_FOR_YOU",
    Reason.REGION: "COUPON_NOT_FOR_YOU",
    Reason.FIRST_ORDER_ONLY: "COUPON_NOT_FOR_YOU",
    Reason.MIN_CART_VALUE: "COUPON_MIN_NOT_MET",
}
OTHERWISE = "COUPON_INVALID"


def use_coupon(coupon: CouponTerms, basket: Basket, goods: Goods) -> Refused | None:
    """Take the coupon's amount off the goods. Free shipping is for later."""
    places = goods.aimed_at(coupon.target)
    if refused := why_not_coupon(coupon, basket, goods, places):
        return refused
    effect = _effect(coupon, goods, places)
    taken = goods.take(effect.amounts, source_id=coupon.id, name=coupon.code, seller_pays=coupon.seller_pays)
    return None if taken or coupon.kind == CouponKind.FREE_SHIPPING else (Reason.NO_EFFECT, 0)


def shipping_off(coupon: CouponTerms | None, amounts: Sequence[int], currency: str) -> tuple[int, ...]:
    """Return what a coupon for free shipping takes off each of these costs."""
    if coupon is None or coupon.kind != CouponKind.FREE_SHIPPING:
        return (0,) * len(amounts)
    most = sum(amounts) if coupon.max_discount is None else min(sum(amounts), coupon.max_discount)
    return tuple(share.minor for share in Money(most, currency).split(amounts))


def _effect(coupon: CouponTerms, goods: Goods, places: Sequence[Place]) -> Effect:
    match coupon.kind:
        case CouponKind.FREE_SHIPPING:
            return NOTHING
        case CouponKind.BUY_X_GET_Y:
            effect = buy_and_get(goods, places, buy=coupon.buy, get=coupon.get, reduction=EVERYTHING_OFF)
            if coupon.max_discount is None or effect.total <= coupon.max_discount:
                return effect
            return amount_off(goods, sorted(effect.amounts), coupon.max_discount)
        case CouponKind.PERCENTAGE:
            off = share_of(goods.value(places), coupon.value)
        case _:
            off = coupon.value
    return amount_off(goods, places, off if coupon.max_discount is None else min(off, coupon.max_discount))
