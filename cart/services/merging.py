"""What a guest put together becomes the person's who signs in."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from cart.constants import MOST_LINES, MOST_UNITS
from cart.holders import Holder
from cart.models import Cart, CartItem
from cart.selectors.view import CartLine, CartView
from cart.services.wishlists import take_over_wishlists
from cart.services.writing import Locked, lock_cart
from core.failpoints import failpoint
from regions.selectors import ShownRegion


@dataclass(frozen=True, slots=True)
class Merge:
    """The person's cart. `joined` lines were in the guest's; of `fewer` there were less than both had together."""

    view: CartView
    joined: tuple[CartLine, ...] = ()
    fewer: tuple[CartLine, ...] = ()


def merge_carts(*, guest: Holder, person: Holder, region: ShownRegion, now: datetime) -> Merge:
    """Move all that is in the guest's cart into the person's, and their wishlists. Done once: again changes nothing.

    Quantities add up to what is available; the coupon is kept.
    """
    with transaction.atomic():
        # The guest's row first, everywhere: two that merge at once wait for each other here.
        taken = _take(guest, now)
        take_over_wishlists(guest=guest, person=person)
        locked = lock_cart(person, region=region, now=now)
        locked.look_up(*(item.variant_id for item in taken.rows))
        fewer = [item.variant_id for item in taken.rows if _join(locked, item)]
        if taken.coupon_code and not locked.cart.coupon_code:
            locked.cart.coupon_code = taken.coupon_code
            locked.cart.save(update_fields=["coupon_code"])
    view = locked.view(now)
    joined = {item.variant_id for item in taken.rows}
    return Merge(
        view,
        tuple(line for line in (*view.lines, *view.saved) if line.variant_id in joined),
        tuple(line for line in view.lines if line.variant_id in fewer),
    )


@dataclass(frozen=True, slots=True)
class _Taken:
    rows: tuple[CartItem, ...] = ()
    coupon_code: str = ""


def _take(guest: Holder, now: datetime) -> _Taken:
    """Empty the guest's cart and take it away; whoever comes second finds none."""
    mine = Cart.objects.of(guest)
    if not mine.update(updated_at=now):
        return _Taken()
    cart = mine.first()
    if cart is None:
        return _Taken()
    rows = tuple(cart.items.order_by("id"))
    failpoint("cart.merge.read")
    code = cart.coupon_code
    Cart.objects.filter(pk=cart.pk).delete()
    return _Taken(rows, code)


def _join(locked: Locked, item: CartItem) -> bool:
    """Add a line of the guest's to the person's; return whether there was less than both had together."""
    own = locked.row_of(item.variant_id)
    if own is None:
        if len(locked.rows) < 2 * MOST_LINES:
            locked.rows.insert(0, _moved(item, locked.cart))
        return False
    if item.saved_for_later:
        return False
    together = item.quantity + (0 if own.saved_for_later else own.quantity)
    available = locked.stock.get(item.variant_id)
    # What both had before is not taken away again, however little is left: the line says so.
    most = MOST_UNITS if available is None else max(available, item.quantity, own.quantity)
    own.quantity, own.saved_for_later = min(together, most, MOST_UNITS), False
    own.price_at_time_minor, own.currency = item.price_at_time_minor, item.currency
    own.save(update_fields=["quantity", "saved_for_later", "price_at_time_minor", "currency", "updated_at"])
    return own.quantity < together


def _moved(item: CartItem, cart: Cart) -> CartItem:
    columns = ("product_id", "variant_id", "quantity", "price_at_time_minor", "currency", "saved_for_later")
    return CartItem.objects.create(cart=cart, **{name: getattr(item, name) for name in columns})
