"""What a cart costs: everything that the pricing engine has to know, gathered from the apps below."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from cart.models import Cart
from catalog.enums import Audience
from catalog.selectors import Sellable
from core.context_processors import shown_shop
from core.zones import zone_named
from promotions.errors import CouponInvalid
from promotions.pricing import (
    Basket,
    CouponRefusal,
    CouponTerms,
    Customer,
    Line,
    Quote,
    Reason,
    ShippingCost,
    price,
)
from promotions.selectors import find_coupon, list_rules
from regions.selectors import ShownRegion, list_rates
from regions.taxes import Place, Rate
from shipping.offers import Parcel
from shipping.selectors import list_methods, list_offers

Wanted = Iterable[tuple[UUID, Sellable, int]]


def price_goods(cart: Cart, wanted: Wanted, *, region: ShownRegion, audience: Audience, now: datetime) -> Quote:
    """Return the quote of some units of these goods, sent to where the cart is going."""
    goods = list(wanted)
    to = destination(cart, region)
    local = now.astimezone(zone_named(shown_shop().timezone))
    coupon = _coupon(cart)
    basket = Basket(
        currency=region.currency,
        tax_mode=region.tax_mode,
        region_id=region.id,
        lines=tuple(_line(line_id, one, quantity, region, to) for line_id, one, quantity in goods),
        now=local,
        customer=Customer(audience=audience.value),
        rules=list_rules(region_id=region.id, now=local),
        coupon=coupon,
        ship=_shipping(goods, region, to, now),
    )
    quote = price(basket)
    if cart.coupon_code and coupon is None:
        return replace(quote, coupon_refusal=CouponRefusal(CouponInvalid.code, Reason.INACTIVE))
    return quote


def destination(cart: Cart, region: ShownRegion) -> Place:
    """Return where the cart is going; the first country of its region where nobody has said."""
    if cart.country in region.countries:
        return Place(cart.country, cart.state, cart.postal_code)
    return Place(next(iter(region.countries), ""))


def grams_by_store(goods: Wanted) -> dict[UUID | None, int]:
    """Return what the parcel of each store weighs; stores that send nothing are left out."""
    grams: dict[UUID | None, int] = {}
    for _line_id, one, quantity in goods:
        if one.is_sent:
            key = one.store.id if one.store else None
            grams[key] = grams.get(key, 0) + one.weight_grams * quantity
    return grams


def shipping_rates(region: ShownRegion, tax_class_id: UUID, to: Place) -> tuple[Rate, ...]:
    return tuple(list_rates(region.id, tax_class_id=tax_class_id, destination=to))


def _line(line_id: UUID, goods: Sellable, quantity: int, region: ShownRegion, to: Place) -> Line:
    origin = goods.origin if goods.store else Place(shown_shop().base_country)
    rates = list_rates(region.id, tax_class_id=goods.tax_class_id, destination=to, origin=origin)
    return Line(
        id=line_id,
        variant_id=goods.variant_id,
        product_id=goods.product_id,
        quantity=quantity,
        unit_price=goods.price.minor if goods.price else 0,
        category_ids=goods.category_ids,
        brand_id=goods.brand_id,
        store_id=goods.store.id if goods.store else None,
        rates=tuple(rates),
    )


def _shipping(
    goods: Wanted, region: ShownRegion, to: Place, now: datetime
) -> Callable[[Mapping[UUID | None, int]], tuple[ShippingCost, ...]]:
    grams = grams_by_store(goods)

    def ship(values: Mapping[UUID | None, int]) -> tuple[ShippingCost, ...]:
        """The cheapest way for each store, once it is known what its goods cost."""
        costs = (_cost(store_id, Parcel(values[store_id], weight)) for store_id, weight in grams.items())
        return tuple(cost for cost in costs if cost)

    def _cost(store_id: UUID | None, parcel: Parcel) -> ShippingCost | None:
        place: dict[str, Any] = {
            "country": to.country, "postal_code": to.postal_code, "currency": region.currency, "store_id": store_id,
        }  # fmt: skip
        offer = next(iter(list_offers(**place, parcel=parcel, now=now)), None)
        if offer is None:
            return None
        classes = {way.method.id: way.tax_class_id for way in list_methods(**place)}
        rates = shipping_rates(region, classes[offer.method_id], to)
        return ShippingCost(offer.price, rates, offer.free_from, store_id=store_id)

    return ship


def _coupon(cart: Cart) -> CouponTerms | None:
    if not cart.coupon_code:
        return None
    email = cart.user.email if cart.user else ""
    return find_coupon(code=cart.coupon_code, user_id=cart.user_id, email=email)
