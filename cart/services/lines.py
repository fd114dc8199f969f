"""Putting things into the cart, and what else is done with its lines."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from cart.constants import UNDO_MINUTES
from cart.errors import ItemUnavailable
from cart.holders import Holder
from cart.models import CartItem
from cart.selectors.view import CartView
from cart.services.writing import Locked, lock_cart
from core import links
from regions.selectors import ShownRegion

UNDO = "cart.undo"
# How much of a name travels with the token.
SHOWN = 60


def add_item(
    *,
    holder: Holder,
    region: ShownRegion,
    variant_id: UUID,
    quantity: int,
    now: datetime,
    product: str = "",
    fit: bool = False,
) -> CartView:
    """Put some units into the cart, on the line that the variant may have already. `fit` takes what there is.

    Raises ItemUnavailable, also for the variant of another product than the one named; OutOfStock that says how
    many there are; QuantityLimit or CartFull.
    """
    with transaction.atomic():
        locked = lock_cart(holder, region=region, now=now)
        locked.look_up(variant_id)
        goods = locked.for_sale(variant_id)
        if product and product.lower() not in {goods.slug, str(goods.product_id)}:
            raise ItemUnavailable
        row = locked.row_of(variant_id)
        there = row.quantity if row and not row.saved_for_later else 0
        locked.put(goods, locked.within_reach(goods, there + quantity, fit=fit), row=row)
    return locked.view(now)


def set_quantity(
    *, holder: Holder, region: ShownRegion, item_id: UUID, quantity: int, now: datetime, fit: bool = False
) -> CartView:
    """Change how many of a line are wanted; none takes it out. Raises NotFound and what `add_item` raises."""
    if quantity == 0:
        return remove_item(holder=holder, region=region, item_id=item_id, now=now)[0]
    with transaction.atomic():
        locked = _locked(holder, region, now)
        row = locked.row(item_id)
        goods = locked.for_sale(row.variant_id)
        units = locked.within_reach(goods, quantity, fit=fit)
        locked.put(goods, units, row=row, saved=row.saved_for_later)
    return locked.view(now)


def remove_item(*, holder: Holder, region: ShownRegion, item_id: UUID, now: datetime) -> tuple[CartView, str]:
    """Take a line out; return the cart, and a token by which the line comes back. Raises NotFound."""
    with transaction.atomic():
        locked = _locked(holder, region, now)
        row = locked.row(item_id)
        locked.drop([row])
        goods = locked.goods.get(row.variant_id)
    return locked.view(now), _undo_token(row, goods.name if goods else "")


def restore_item(*, holder: Holder, region: ShownRegion, token: str, now: datetime) -> CartView:
    """Put a line back as it was. Doing so again changes nothing. Raises LinkInvalid or LinkExpired."""
    cart_id, product_id, variant_id, *was, _name = links.read(UNDO, token)
    with transaction.atomic():
        locked = lock_cart(holder, region=region, now=now)
        if str(locked.cart.pk) != cart_id:
            raise links.LinkInvalid
        if locked.row_of(UUID(variant_id)) is None:
            quantity, price, currency, saved = was
            row = CartItem.objects.create(
                cart=locked.cart, product_id=UUID(product_id), variant_id=UUID(variant_id), quantity=quantity,
                price_at_time_minor=price, currency=currency, saved_for_later=saved,
            )  # fmt: skip
            locked.rows.insert(0, row)
        locked.look_up()
    return locked.view(now)


def name_in_undo(token: str) -> str:
    """Return what a token puts back, for the page to say; nothing for one that is no longer good."""
    try:
        return str(links.read(UNDO, token)[-1])
    except (links.LinkInvalid, links.LinkExpired):
        return ""


def save_for_later(*, holder: Holder, region: ShownRegion, item_id: UUID, now: datetime) -> CartView:
    """Lay a line aside: it stays in sight and is not bought. Raises NotFound."""
    with transaction.atomic():
        locked = _locked(holder, region, now)
        row = locked.row(item_id)
        row.saved_for_later = True
        row.save(update_fields=["saved_for_later", "updated_at"])
    return locked.view(now)


def move_to_cart(*, holder: Holder, region: ShownRegion, item_id: UUID, now: datetime) -> CartView:
    """Take a line that was laid aside back in, as many as there are. Raises NotFound and what `add_item` raises."""
    with transaction.atomic():
        locked = _locked(holder, region, now)
        row = locked.row(item_id)
        goods = locked.for_sale(row.variant_id)
        locked.put(goods, locked.within_reach(goods, row.quantity, fit=True), row=row)
    return locked.view(now)


def clear_cart(*, holder: Holder, region: ShownRegion, now: datetime) -> CartView:
    """Take everything out that is about to be bought, and the coupon. What was laid aside stays."""
    with transaction.atomic():
        locked = _locked(holder, region, now)
        locked.drop([row for row in locked.rows if not row.saved_for_later])
        locked.cart.coupon_code = ""
        locked.cart.save(update_fields=["coupon_code"])
    return locked.view(now)


def _locked(holder: Holder, region: ShownRegion, now: datetime) -> Locked:
    locked = lock_cart(holder, region=region, now=now)
    locked.look_up()
    return locked


def _undo_token(row: CartItem, name: str) -> str:
    was = [row.quantity, row.price_at_time_minor, row.currency, row.saved_for_later]
    ids = [str(row.cart_id), str(row.product_id), str(row.variant_id)]
    return links.sign(UNDO, [*ids, *was, name[:SHOWN]], lifetime=timedelta(minutes=UNDO_MINUTES))
