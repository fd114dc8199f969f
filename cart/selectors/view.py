"""A cart as it is now: priced, with what changed since things were put in."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from cart.holders import Holder
from cart.models import Cart, CartItem
from cart.selectors.notices import Notice, notices_of
from cart.selectors.pricing import price_goods
from catalog.enums import Audience, StockState
from catalog.selectors import Sellable, audience_of_user, list_sellable
from core.errors import NotFound
from core.money import Money
from inventory.selectors import stock_of_variants
from promotions.pricing import LineQuote, Quote
from regions.selectors import ShownRegion, default_region, find_region

Goods = dict[UUID, Sellable]
Stock = dict[UUID, int | None]


@dataclass(frozen=True, slots=True)
class CartLine:
    """A line with the goods as they are. What cannot be had is not priced, and stands in nobody's way."""

    id: UUID
    variant_id: UUID
    product_id: UUID
    quantity: int
    price_at_time: Money
    goods: Sellable | None
    # How many can be had; None is without limit.
    available: int | None
    notices: tuple[Notice, ...]
    priced: LineQuote | None = None

    @property
    def can_be_bought(self) -> bool:
        return self.units > 0

    @property
    def units(self) -> int:
        """How many of them are priced: those that can be had."""
        if self.goods is None or self.goods.refusal:
            return 0
        return self.quantity if self.available is None else min(self.quantity, self.available)

    @property
    def before(self) -> Money | None:
        """What the line costs without discounts."""
        return self.priced.unit_price * self.priced.quantity if self.priced else None

    @property
    def unit_price(self) -> Money | None:
        if self.priced:
            return self.priced.unit_price
        return self.goods.price if self.goods else None


@dataclass(frozen=True, slots=True)
class CartView:
    """A cart, whether or not there is a row of it yet. The quote is that of the lines that can be bought."""

    cart: Cart
    region: ShownRegion
    lines: tuple[CartLine, ...]
    saved: tuple[CartLine, ...]
    quote: Quote

    @property
    def count(self) -> int:
        """How many units are in the cart, as its badge says."""
        return sum(line.quantity for line in self.lines)

    @property
    def is_empty(self) -> bool:
        return not self.lines and not self.saved

    @property
    def can_be_ordered(self) -> bool:
        return any(line.can_be_bought for line in self.lines)

    @property
    def is_sent(self) -> bool:
        """Whether anything in it has to be sent at all."""
        return any(line.goods and line.goods.is_sent for line in self.lines if line.can_be_bought)

    @property
    def free_shipping_percent(self) -> int:
        """How far it is to free shipping, for a bar."""
        missing = self.quote.free_shipping_remaining
        goods = self.quote.subtotal.minor
        return 100 * goods // (goods + missing.minor) if missing else 100

    def line(self, item_id: UUID) -> CartLine | None:
        return next((line for line in (*self.lines, *self.saved) if line.id == item_id), None)


def find_cart(holder: Holder | None) -> tuple[Cart | None, list[CartItem]]:
    """Return the holder's open cart with its lines, the last one first: one statement, two if it is empty."""
    if holder is None:
        return None, []
    of_holder = {f"cart__{name}": value for name, value in holder.columns.items()}
    items = list(CartItem.objects.filter(cart__ordered_at=None, **of_holder).select_related("cart").order_by("-id"))
    cart = items[0].cart if items else Cart.objects.of(holder).first()
    if cart and holder.user:
        cart.user = holder.user
    return cart, items


def get_item(holder: Holder, item_id: UUID) -> CartItem:
    """Return a line of the holder's own open cart. Raises NotFound."""
    of_holder = {f"cart__{name}": value for name, value in holder.columns.items()}
    found = CartItem.objects.filter(pk=item_id, cart__ordered_at=None, **of_holder).first()
    if found is None:
        raise NotFound
    return found


def count_units(holder: Holder | None) -> int:
    """Return how many units are in the holder's cart, without looking at prices."""
    if holder is None:
        return 0
    of_holder = {f"cart__{name}": value for name, value in holder.columns.items()}
    lines = CartItem.objects.filter(cart__ordered_at=None, saved_for_later=False, **of_holder)
    return sum(lines.values_list("quantity", flat=True))


def view_cart(cart: Cart, now: datetime, *, items: Iterable[CartItem] | None = None) -> CartView:
    """Return the cart with today's goods, prices, stock and rules; the statements do not grow with its lines."""
    rows = list(cart.items.order_by("-id")) if items is None else list(items)
    region = region_of_cart(cart)
    audience = audience_of_user(cart.user_id)
    goods, stock = look_up([row.variant_id for row in rows], region, audience)
    return show(cart, rows, goods, stock, now=now)


def show(cart: Cart, rows: list[CartItem], goods: Goods, stock: Stock, *, now: datetime) -> CartView:
    """Return the cart with goods that were looked up already."""
    region, audience = region_of_cart(cart), audience_of_user(cart.user_id)
    lines = [_line(row, goods, stock) for row in rows if not row.saved_for_later]
    wanted = [(line.id, line.goods, line.units) for line in lines if line.goods and line.can_be_bought]
    quote = price_goods(cart, wanted, region=region, audience=audience, now=now)
    priced = {line.item: line for line in quote.lines}
    return CartView(
        cart=cart,
        region=region,
        lines=tuple(_with_price(line, priced.get(line.id)) for line in lines),
        saved=tuple(_line(row, goods, stock) for row in rows if row.saved_for_later),
        quote=quote,
    )


def look_up(variant_ids: Iterable[UUID], region: ShownRegion, audience: Audience) -> tuple[Goods, Stock]:
    """Return these goods as they are now, and how many of each there are."""
    ids = list(variant_ids)
    goods = list_sellable(ids, region, audience)
    counted = [pk for pk, one in goods.items() if one.is_sent]
    stock: Stock = dict.fromkeys(goods)
    for pk, level in (stock_of_variants(counted) if counted else {}).items():
        stock[pk] = 0 if level.state == StockState.OUT else level.available
    return goods, stock


def region_of_cart(cart: Cart) -> ShownRegion:
    """Return the region in which the cart is priced: its own, as long as the shop sells there."""
    found = find_region(region_id=cart.region_id) if cart.region_id else None
    return found or default_region()


def _line(row: CartItem, goods: Goods, stock: Stock) -> CartLine:
    found, available = goods.get(row.variant_id), stock.get(row.variant_id)
    before = row.price_at_time
    return CartLine(
        id=row.pk,
        variant_id=row.variant_id,
        product_id=row.product_id,
        quantity=row.quantity,
        price_at_time=before,
        goods=found,
        available=available,
        notices=notices_of(found, quantity=row.quantity, available=available, before=before),
    )


def _with_price(line: CartLine, priced: LineQuote | None) -> CartLine:
    return replace(line, priced=priced)
