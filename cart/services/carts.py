"""The cart as a whole: looking into it, its coupon, where it goes, and what a phone brings along."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from cart.constants import MOST_LINES
from cart.errors import CartEmpty, ItemUnavailable
from cart.holders import Holder
from cart.models import Cart
from cart.selectors.view import CartView, find_cart, show, view_cart
from cart.services.writing import Locked, lock_cart
from catalog.selectors import find_variants_by_number
from core.errors import DomainError, VersionConflict
from promotions.errors import CouponExhausted, CouponExpired, CouponInvalid, CouponMinNotMet, CouponNotForYou
from promotions.pricing import CouponRefusal
from promotions.selectors import find_coupon
from regions.selectors import ShownRegion

COUPON_REFUSALS = {one.code: one for one in (CouponExpired, CouponExhausted, CouponNotForYou, CouponMinNotMet)}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a phone wants to have in the cart."""

    variant_id: UUID
    quantity: int


@dataclass(frozen=True, slots=True)
class LineResult:
    """What became of it: how many are in the cart, and why they are fewer than wanted."""

    variant_id: UUID | None
    wanted: int
    quantity: int
    refusal: DomainError | None = None
    sku: str = ""


def open_cart(*, holder: Holder | None, region: ShownRegion, now: datetime) -> CartView:
    """Return what is in the holder's cart. A cart that was filled in another region moves to this one."""
    cart, items = find_cart(holder)
    if cart is None or holder is None:
        return show(_new(holder, region), [], {}, {}, now=now)
    if cart.region_id != region.id:
        with transaction.atomic():
            locked = lock_cart(holder, region=region, now=now)
        cart, items = locked.cart, locked.rows
    return view_cart(cart, now, items=items)


def apply_coupon(*, holder: Holder, region: ShownRegion, code: str, now: datetime) -> CartView:
    """Use a code for this cart, in place of the one it has. Raises the reason why it does not apply, or CartEmpty."""
    with transaction.atomic():
        locked = lock_cart(holder, region=region, now=now)
        if all(row.saved_for_later for row in locked.rows):
            raise CartEmpty
        coupon = find_coupon(code=code, user_id=locked.cart.user_id, email=holder.user.email if holder.user else "")
        if coupon is None:
            raise CouponInvalid
        locked.cart.coupon_code = coupon.code
        locked.look_up()
        view = locked.view(now)
        if refusal := view.quote.coupon_refusal:
            raise coupon_error(refusal)
        locked.cart.save(update_fields=["coupon_code"])
    return view


def coupon_error(refusal: CouponRefusal) -> DomainError:
    """Return what the engine says of a coupon as a refusal in words."""
    kind = COUPON_REFUSALS.get(refusal.code, CouponInvalid)
    if kind is CouponMinNotMet:
        return kind(missing=refusal.missing.display() if refusal.missing else "")
    return kind()


def remove_coupon(*, holder: Holder, region: ShownRegion, now: datetime) -> CartView:
    """Do without the code. Removing none changes nothing."""
    return change_cart(holder=holder, region=region, now=now, coupon_code="")


def change_cart(*, holder: Holder, region: ShownRegion, now: datetime, **changes: Any) -> CartView:
    """Note something on the cart: where it goes, or a word to the shop."""
    with transaction.atomic():
        locked = lock_cart(holder, region=region, now=now)
        for name, value in changes.items():
            setattr(locked.cart, name, value)
        locked.cart.save(update_fields=list(changes))
        locked.look_up()
    return locked.view(now)


def replace_items(
    *, holder: Holder, region: ShownRegion, wanted: Sequence[Wanted], now: datetime, version: int | None = None
) -> tuple[CartView, list[LineResult]]:
    """Make these the cart's lines; return it with what became of each. What was laid aside stays.

    A line that cannot be had as wanted refuses nothing but itself. Raises VersionConflict when the cart is no
    longer the one that was seen.
    """
    with transaction.atomic():
        locked = lock_cart(holder, region=region, now=now)
        if version is not None and locked.cart.version - 1 != version:
            raise VersionConflict
        locked.look_up(*(one.variant_id for one in wanted[:MOST_LINES]))
        kept = {one.variant_id for one in wanted}
        locked.drop([row for row in locked.rows if not row.saved_for_later and row.variant_id not in kept])
        results = [_put(locked, one) for one in wanted]
    return locked.view(now), results


def add_by_number(
    *, holder: Holder, region: ShownRegion, wanted: Mapping[str, int], now: datetime
) -> list[LineResult]:
    """Add so many of each article number to what is in the cart; return what became of each."""
    known = find_variants_by_number(wanted)
    with transaction.atomic():
        locked = lock_cart(holder, region=region, now=now)
        locked.look_up(*known.values())
        results = []
        for sku, units in wanted.items():
            variant_id = known.get(sku.upper())
            if variant_id is None:
                results.append(LineResult(None, units, 0, ItemUnavailable(), sku))
                continue
            row = locked.row_of(variant_id)
            there = row.quantity if row and not row.saved_for_later else 0
            results.append(replace(_put(locked, Wanted(variant_id, there + units)), sku=sku))
    return results


def _put(locked: Locked, one: Wanted) -> LineResult:
    try:
        goods = locked.for_sale(one.variant_id)
        quantity = locked.within_reach(goods, one.quantity, fit=True)
        refusal = None
        if quantity < one.quantity:
            # What is there is taken; the rest is said.
            refusal = _why_fewer(locked, one)
        row = locked.row_of(one.variant_id)
        if row is None or row.quantity != quantity or row.saved_for_later:
            locked.put(goods, quantity, row=row)
    except DomainError as error:
        if row := locked.row_of(one.variant_id):
            locked.drop([] if row.saved_for_later else [row])
        return LineResult(one.variant_id, one.quantity, 0, error)
    return LineResult(one.variant_id, one.quantity, quantity, refusal)


def _why_fewer(locked: Locked, one: Wanted) -> DomainError | None:
    try:
        locked.within_reach(locked.for_sale(one.variant_id), one.quantity)
    except DomainError as refusal:
        return refusal
    return None


def _new(holder: Holder | None, region: ShownRegion) -> Cart:
    """A cart that is not kept before something is put in."""
    return Cart(**(holder.columns if holder else {}), region_id=region.id, currency=region.currency)
