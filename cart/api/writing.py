"""Carts, quotes and wishlists as the API writes them: values already known, put down without a serializer's work."""

from decimal import Decimal
from typing import Any

from cart.models import Wishlist
from cart.selectors import CartLine, CartView, Notice, ShippingChoice, Wish, WishlistView
from cart.services import LineResult
from catalog.selectors import Sellable
from core.money import Money
from promotions.pricing import CouponRefusal, Given, LineQuote, Quote, TaxSum

PERCENT = Decimal(10_000)


def cart(view: CartView, *, explain: bool = False) -> dict[str, Any]:
    row = view.cart
    return {
        "id": str(row.pk) if row.version and not row._state.adding else None,
        "version": 0 if row._state.adding else row.version,
        "region": view.region.code,
        "currency": view.region.currency,
        "count": view.count,
        "items": [line(one) for one in view.lines],
        "saved_for_later": [line(one) for one in view.saved],
        "coupon": row.coupon_code or None,
        "note": row.note,
        "destination": {"country": row.country, "state": row.state, "postal_code": row.postal_code},
        "quote": quote(view.quote, explain=explain),
    }


def line(one: CartLine) -> dict[str, Any]:
    zero = Money.zero(one.price_at_time.currency)
    unit_price = one.unit_price
    return {
        "id": str(one.id),
        "product": _product(one.goods) if one.goods else None,
        "variant": _variant(one.goods) if one.goods else None,
        "quantity": one.quantity,
        "price_at_time": str(one.price_at_time),
        "currency": one.price_at_time.currency,
        "unit_price": None if unit_price is None else str(unit_price),
        "discount_applied": str(one.priced.discount_amount if one.priced else zero),
        "final_price": str(one.priced.final_price) if one.priced else None,
        "available": one.available,
        "can_be_bought": one.can_be_bought,
        "notices": [notice(each) for each in one.notices],
    }


def notice(one: Notice) -> dict[str, Any]:
    details = {key: str(value) if isinstance(value, Money) else value for key, value in one.details.items()}
    return {"code": one.code.value, "message": one.message, "details": details}


def quote(one: Quote, *, explain: bool = False) -> dict[str, Any]:
    """The one shape of a price: of carts, checkouts, orders and previews."""
    told = {
        "currency": one.currency,
        "tax_included": one.tax_included,
        "subtotal": str(one.subtotal),
        "discount_amount": str(one.discount_amount),
        "shipping_amount": str(one.shipping_amount),
        "shipping_discount_amount": str(one.shipping_discount_amount),
        "shipping_tax_amount": str(one.shipping_tax_amount),
        "tax_amount": str(one.tax_amount),
        "total_amount": str(one.total_amount),
        "free_shipping_remaining": None if one.free_shipping_remaining is None else str(one.free_shipping_remaining),
        "taxes": [_tax(row) for row in one.taxes],
        "discounts": [_given(row) for row in one.discounts],
        "lines": [_priced(row) for row in one.lines],
        "coupon_refusal": _refusal(one.coupon_refusal) if one.coupon_refusal else None,
    }
    if explain:
        told["explanation"] = [
            {
                "id": str(row.source_id),
                "name": row.name,
                "amount": str(row.amount),
                "reason": row.reason.value if row.reason else None,
                "missing": row.missing,
            }
            for row in one.considered
        ]
    return told


def result(one: LineResult) -> dict[str, Any]:
    return {
        "variant_id": str(one.variant_id),
        "wanted": one.wanted,
        "quantity": one.quantity,
        "code": one.refusal.code if one.refusal else None,
        "message": str(one.refusal) if one.refusal else "",
    }


def wishlist(row: Wishlist, size: int) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "name": row.title,
        "is_default": row.is_default,
        "share_token": row.share_token,
        "size": size,
    }


def filled_wishlist(view: WishlistView) -> dict[str, Any]:
    return wishlist(view.wishlist, len(view.wishes)) | {"items": [wish(one) for one in view.wishes]}


def shared_wishlist(view: WishlistView) -> dict[str, Any]:
    """What a stranger is shown: no ids by which it could be changed, and not what things cost at first."""
    hidden = ("id", "price_when_added", "price_drop", "added_currency")
    wishes = [wish(one) for one in view.wishes if one.goods.refusal is None]
    return {
        "name": view.wishlist.title,
        "items": [{key: value for key, value in one.items() if key not in hidden} for one in wishes],
    }


def wish(one: Wish) -> dict[str, Any]:
    price = one.goods.price
    return {
        "id": str(one.id),
        "product": _product(one.goods),
        "variant": _variant(one.goods),
        "price": None if price is None else str(price),
        "currency": price.currency if price else one.price_when_added.currency,
        "price_when_added": str(one.price_when_added),
        "added_currency": one.price_when_added.currency,
        "price_drop": str(one.dropped_by) if one.dropped_by else None,
        "available": one.available,
        "can_be_bought": one.can_be_bought,
    }


def shipping(choice: ShippingChoice) -> dict[str, Any]:
    return {
        "store": {"id": str(choice.store_id), "name": choice.store_name} if choice.store_id else None,
        "currency": choice.currency,
        "methods": [
            {
                "id": str(offer.method_id),
                "name": offer.name,
                "price": str(choice.price(offer)),
                "earliest": offer.earliest.isoformat(),
                "latest": offer.latest.isoformat(),
                "free_from": None if offer.free_from is None else str(Money(offer.free_from, choice.currency)),
            }
            for offer in choice.offers
        ],
    }


def _product(goods: Sellable) -> dict[str, Any]:
    image = goods.image
    store = goods.store
    return {
        "id": str(goods.product_id),
        "slug": goods.slug,
        "name": goods.name,
        "image": {
            "url": image.url, "srcset": image.srcset, "width": image.width, "height": image.height, "alt": image.alt,
        } if image else None,
        "store": {"id": str(store.id), "slug": store.slug, "name": store.name} if store else None,
    }  # fmt: skip


def _variant(goods: Sellable) -> dict[str, Any]:
    return {
        "id": str(goods.variant_id),
        "sku": goods.sku,
        "attributes": [{"code": one.code, "name": one.name, "label": one.label} for one in goods.attributes],
    }


def _tax(row: TaxSum) -> dict[str, str]:
    rate = (Decimal(row.rate_millionths) / PERCENT).normalize()
    return {"name": row.name, "rate": f"{rate:f}", "amount": str(row.amount)}


def _given(row: Given) -> dict[str, str]:
    return {"name": row.name, "amount": str(row.amount)}


def _priced(row: LineQuote) -> dict[str, Any]:
    return {
        "item": str(row.item),
        "unit_price": str(row.unit_price),
        "quantity": row.quantity,
        "discounts": [_given(one) for one in row.discounts],
        "discount_amount": str(row.discount_amount),
        "tax_amount": str(row.tax_amount),
        "final_price": str(row.final_price),
    }


def _refusal(one: CouponRefusal) -> dict[str, Any]:
    return {
        "code": one.code,
        "reason": one.reason.value,
        "missing": str(one.missing) if one.missing else None,
    }
