"""Words in which the tests of stock speak."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from core.ids import uuid7
from core.verification import verify
from inventory import services
from inventory.models import StockItem

HOLD = timedelta(minutes=30)


def reserve(wanted: dict[StockItem, int], *, reference: UUID | None = None, hold: timedelta = HOLD) -> UUID:
    """Hold so many of the variants of these items; return the order's reference."""
    reference = reference or uuid7()
    now = timezone.now()
    services.reserve_stock(
        wanted={item.variant_id: quantity for item, quantity in wanted.items()},
        reference=reference,
        expires_at=now + hold,
        now=now,
    )
    return reference


def counters(item: StockItem) -> tuple[int, int]:
    """What is on hand, and what of it is reserved."""
    item.refresh_from_db()
    return item.on_hand, item.reserved


def books() -> list[str]:
    """What does not add up."""
    return [problem for verdict in verify(["stock.movements", "stock.reservations"]) for problem in verdict.problems]


def assert_books_add_up() -> None:
    assert books() == []
