"""The one way to change a cart: under the lock of its row, which marking it changed takes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from cart.constants import KEPT_DAYS, MOST_LINES, MOST_UNITS
from cart.errors import CartFull, ItemUnavailable, NotEnough, QuantityLimit, SoldOut
from cart.holders import Holder
from cart.models import Cart, CartItem
from cart.selectors.view import CartView, Goods, Stock, find_cart, look_up, region_of_cart, show
from catalog.selectors import Sellable, audience_of_user
from core.errors import NotFound
from core.failpoints import failpoint
from regions.selectors import ShownRegion


@dataclass
class Locked:
    """A cart that nobody else changes until the transaction ends, with its lines and, once asked for, its goods."""

    cart: Cart
    rows: list[CartItem]
    goods: Goods = field(default_factory=dict)
    stock: Stock = field(default_factory=dict)

    def look_up(self, *more: UUID) -> None:
        """Read the goods of all lines, and of these: one look serves the checks and what is shown afterwards."""
        ids = {*(row.variant_id for row in self.rows), *more}
        region = region_of_cart(self.cart)
        self.goods, self.stock = look_up(sorted(ids), region, audience_of_user(self.cart.user_id))

    def view(self, now: datetime) -> CartView:
        return show(self.cart, self.rows, self.goods, self.stock, now=now)

    def row(self, item_id: UUID) -> CartItem:
        """Return a line of this cart. Raises NotFound, for lines of others too."""
        found = next((row for row in self.rows if row.pk == item_id), None)
        if found is None:
            raise NotFound
        return found

    def row_of(self, variant_id: UUID) -> CartItem | None:
        return next((row for row in self.rows if row.variant_id == variant_id), None)

    def for_sale(self, variant_id: UUID) -> Sellable:
        """Return the goods. Raises ItemUnavailable when they cannot be bought here."""
        goods = self.goods.get(variant_id)
        if goods is None or goods.refusal:
            raise ItemUnavailable
        return goods

    def within_reach(self, goods: Sellable, quantity: int, *, fit: bool = False) -> int:
        """Return the quantity; with `fit`, what there is of it. Raises SoldOut, NotEnough or QuantityLimit."""
        available = self.stock.get(goods.variant_id)
        most = MOST_UNITS if available is None else min(available, MOST_UNITS)
        if quantity <= most:
            return quantity
        if fit and most:
            return most
        if available is None or (quantity > MOST_UNITS and available >= MOST_UNITS):
            raise QuantityLimit(most=MOST_UNITS)
        line = {"variant_id": str(goods.variant_id), "sku": goods.sku, "wanted": quantity, "available": available}
        raise (NotEnough if available else SoldOut)(available=available, lines=[line])

    def put(self, goods: Sellable, quantity: int, *, row: CartItem | None = None, saved: bool = False) -> CartItem:
        """Write a line with today's price: whoever acts on a line has seen what it costs."""
        if goods.price is None:
            raise ItemUnavailable
        about = {
            "quantity": quantity, "price_at_time_minor": goods.price.minor, "currency": goods.price.currency,
            "saved_for_later": saved,
        }  # fmt: skip
        if row:
            for name, value in about.items():
                setattr(row, name, value)
            row.save(update_fields=[*about, "updated_at"])
            return row
        if len(self.rows) >= MOST_LINES:
            raise CartFull(most=MOST_LINES)
        ids = {"product_id": goods.product_id, "variant_id": goods.variant_id}
        row = CartItem.objects.create(cart=self.cart, **ids, **about)
        self.rows.insert(0, row)
        return row

    def drop(self, rows: Iterable[CartItem]) -> None:
        gone = {row.pk for row in rows}
        CartItem.objects.filter(pk__in=gone).delete()
        self.rows = [row for row in self.rows if row.pk not in gone]


def lock_cart(holder: Holder, *, region: ShownRegion, now: datetime) -> Locked:
    """Take the lock of the holder's open cart, made if there is none, in the region where the holder shops now."""
    if not _touch(holder, region, now):
        if made := _opened(holder, region, now):
            return Locked(made, [])
        _touch(holder, region, now)
    cart, rows = find_cart(holder)
    if cart is None:
        raise NotFound
    failpoint("cart.read")
    return Locked(cart, rows)


def _opened(holder: Holder, region: ShownRegion, now: datetime) -> Cart | None:
    """Open a cart. Of two who do so at once, one does; the other waits and finds it."""
    cart = Cart(
        **holder.columns, region_id=region.id, currency=region.currency, expires_at=now + timedelta(days=KEPT_DAYS)
    )
    try:
        with transaction.atomic():
            cart.save(force_insert=True)
    except IntegrityError:
        return None
    if holder.user:
        cart.user = holder.user
    return cart


def _touch(holder: Holder, region: ShownRegion, now: datetime) -> int:
    return Cart.objects.of(holder).update(
        version=F("version") + 1,
        region_id=region.id,
        currency=region.currency,
        updated_at=now,
        expires_at=now + timedelta(days=KEPT_DAYS),
    )
