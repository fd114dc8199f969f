"""What must always be true of stock."""

from collections.abc import Iterator

from django.db.models import F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from core.verification import register_invariant
from inventory.models import Reservation, StockItem, StockMovement
from inventory.services import levels

NAMES = ("variant__sku", "location__code")


def register_invariants() -> None:
    register_invariant("stock.movements", find_wrong_sums)
    register_invariant("stock.reservations", find_wrong_holds, count_holds_again)


def find_wrong_sums() -> Iterator[str]:
    """The movements of an item add up to what is on hand."""
    moved = _sum(StockMovement.objects.filter(item=OuterRef("pk")), "delta")
    wrong = _with(moved).exclude(on_hand=F("found"))
    for sku, place, on_hand, found in wrong.values_list(*NAMES, "on_hand", "found").iterator():
        yield f"{sku} @ {place}: {on_hand} on hand, but its movements make {found}"


def find_wrong_holds() -> Iterator[str]:
    """The open reservations of an item add up to what is reserved."""
    for sku, place, reserved, found in _wrong_holds().values_list(*NAMES, "reserved", "found").iterator():
        yield f"{sku} @ {place}: {reserved} reserved, but its open reservations make {found}"


def count_holds_again() -> None:
    """Set the counter to what the reservations say, under the lock."""
    for pk in list(_wrong_holds().values_list("pk", flat=True)):
        levels.recount(pk)


def _wrong_holds() -> QuerySet[StockItem]:
    held = _sum(Reservation.objects.open().filter(item=OuterRef("pk")), "quantity")
    return _with(held).filter(~Q(reserved=F("found")))


def _with(found: Coalesce) -> QuerySet[StockItem]:
    return StockItem.objects.annotate(found=found).order_by("pk")


def _sum(rows: QuerySet, field: str) -> Coalesce:
    total = rows.order_by().values("item").annotate(total=Sum(field)).values("total")
    return Coalesce(Subquery(total, output_field=IntegerField()), 0)
