"""Stock of the demo shop: two warehouses, and every state that a shelf can be in."""

import zlib
from typing import Any

from catalog.demo.goods_table import stock_states
from catalog.models import ProductVariant
from inventory import services
from inventory.enums import MovementKind
from inventory.models import Location, StockItem, StockMovement

WAREHOUSES: dict[str, dict[str, Any]] = {
    "main": {"name": "Bengaluru", "state": "Karnataka", "country": "IN", "priority": 10, "is_default": True},
    "delhi": {"name": "Delhi", "state": "Delhi", "country": "IN"},
}
FULL, SPREAD, FEW = 18, 60, 4
BACKORDER_LIMIT = 20


def load_stock() -> str:
    """Put on the shelves what the table of goods says, for every variant that has no stock yet."""
    places = {code: Location.objects.get_or_create(code=code, defaults=about)[0] for code, about in WAREHOUSES.items()}
    states = stock_states()
    bare = ProductVariant.objects.alive().filter(sku__in=states, stock_items=None).only("pk", "sku")
    items = [item for variant in bare for item in _items(variant, states[variant.sku], places)]
    StockItem.objects.bulk_create(items)
    _book(items)
    # The job that looks for low stock comes too late for the first look at the back office.
    services.review_all()
    return f"{len(items)} shelves filled, {StockItem.objects.count()} there"


def _book(items: list[StockItem]) -> None:
    """What is low has fallen: shelves are full at first."""
    booked = []
    for item in items:
        full = max(item.on_hand, FULL)
        booked.append((item, full, full, MovementKind.RECEIVE, "Opening stock"))
        if item.on_hand < full:
            booked.append((item, item.on_hand - full, item.on_hand, MovementKind.ADJUST, "Sold on the market"))
    StockMovement.objects.bulk_create(
        StockMovement(item=item, delta=delta, on_hand_after=after, kind=kind, reason=reason)
        for item, delta, after, kind, reason in booked
    )


def _items(variant: ProductVariant, state: str, places: dict[str, Location]) -> list[StockItem]:
    """The same number every time, different for every SKU; every third SKU lies in both warehouses."""
    luck = zlib.crc32(variant.sku.encode())
    number = {"in": FULL + luck % SPREAD, "low": 1 + luck % FEW, "out": 0, "backorder": 0}[state]
    main = StockItem(variant=variant, location=places["main"], on_hand=number)
    if state == "backorder":
        main.allow_backorder, main.backorder_limit = True, BACKORDER_LIMIT
    if state == "in" and luck % 3 == 0:
        return [main, StockItem(variant=variant, location=places["delhi"], on_hand=FULL + luck % FULL)]
    return [main]
