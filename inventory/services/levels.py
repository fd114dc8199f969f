"""The two counters of a stock item, for callers that hold its row lock: every change goes through here."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from core.outbox import publish
from core.rows import update_rows
from inventory.constants import FEW_LEFT
from inventory.enums import MovementKind, ReservationStatus
from inventory.errors import StockHeld
from inventory.events import StockChanged
from inventory.models import Reservation, StockItem, StockMovement

COUNTERS = ["on_hand", "reserved", "version", "updated_at"]


class Ledger:
    """Changes of some locked items, written together: one statement per table, and one event at the end."""

    def __init__(self, items: Iterable[StockItem], *, actor: Model | None = None) -> None:
        self.items = {item.pk: item for item in items}
        self._before = {item.pk: _watched(item) for item in self.items.values()}
        self._actor = actor
        self._movements: list[StockMovement] = []
        self._new: list[Reservation] = []
        self._changed: list[Reservation] = []

    def of_variant(self, variant_id: UUID) -> list[StockItem]:
        return [item for item in self.items.values() if item.variant_id == variant_id]

    def move(
        self, item: StockItem, delta: int, kind: MovementKind, *, reason: str = "", reference: UUID | None = None
    ) -> None:
        """Change what is on hand. Raises StockHeld when units that orders hold would be gone."""
        if not delta:
            return
        left = item.on_hand + delta
        if left < 0 or (delta < 0 and left < item.reserved and not item.allow_backorder):
            raise StockHeld(free=max(item.available, 0), on_hand=item.on_hand, reserved=item.reserved)
        item.on_hand = left
        item.version += 1
        item.updated_at = timezone.now()
        self._movements.append(
            StockMovement(
                item=item,
                delta=delta,
                on_hand_after=left,
                kind=kind,
                reason=reason,
                reference=reference,
                actor=self._actor,
            )
        )

    def hold(self, item: StockItem, quantity: int, *, reference: UUID, expires_at: datetime | None) -> None:
        item.reserved += quantity
        self._new.append(Reservation(item=item, quantity=quantity, reference=reference, expires_at=expires_at))

    def release(self, reservation: Reservation) -> None:
        """Let go of what is open."""
        self._item_of(reservation).reserved -= reservation.quantity
        self._settle(reservation, ReservationStatus.RELEASED)

    def take(self, reservation: Reservation) -> None:
        """Sell what is held. What is not there yet waits for goods and stays reserved."""
        item = self._item_of(reservation)
        there = min(reservation.quantity, item.on_hand)
        missing = reservation.quantity - there
        if there:
            item.reserved -= there
            self._sell(item, there, reservation.reference)
        if missing and there:
            self._new.append(
                Reservation(
                    item=item, quantity=missing, reference=reservation.reference, status=ReservationStatus.AWAITING
                )
            )
            reservation.quantity = there
        self._settle(reservation, ReservationStatus.COMMITTED if there else ReservationStatus.AWAITING)

    def give_back(self, reservation: Reservation) -> None:
        """Undo a sale."""
        item = self._item_of(reservation)
        self.move(item, reservation.quantity, MovementKind.UNSELL, reference=reservation.reference)
        self._settle(reservation, ReservationStatus.RELEASED)

    def serve_backorders(self) -> None:
        """Hand out what came in to whoever has paid and waits, the first first."""
        with_goods = [item.pk for item in self.items.values() if item.on_hand and item.reserved]
        if not with_goods:
            return
        waiting = Reservation.objects.filter(item__in=with_goods, status=ReservationStatus.AWAITING)
        for reservation in waiting.order_by("pk"):
            if self.items[reservation.item_id].on_hand:
                self.take(reservation)

    def release_expired(self, now: datetime) -> bool:
        """Let go of the holds on these items whose time is over; say whether there were any."""
        expired = list(Reservation.objects.expired(now).filter(item__in=self.items))
        for reservation in expired:
            self.release(reservation)
        return bool(expired)

    def write(self) -> None:
        """Write everything, and tell of what crossed a line that somebody watches."""
        update_rows(self.items.values(), COUNTERS)
        # What was settled first: a row that waits anew takes the place of one that no longer does.
        update_rows(self._changed, ["status", "quantity", "expires_at", "updated_at"])
        Reservation.objects.bulk_create(self._new)
        StockMovement.objects.bulk_create(self._movements)
        changed = [item for item in self.items.values() if _is_worth_telling(self._before[item.pk], _watched(item))]
        if changed:
            publish(StockChanged(variant_ids=sorted({str(item.variant_id) for item in changed})))

    def _sell(self, item: StockItem, quantity: int, reference: UUID) -> None:
        self.move(item, -quantity, MovementKind.SELL, reference=reference)

    def _settle(self, reservation: Reservation, status: ReservationStatus) -> None:
        reservation.status = status
        reservation.expires_at = None
        self._changed.append(reservation)

    def _item_of(self, reservation: Reservation) -> StockItem:
        return self.items[reservation.item_id]


def lock(variant_ids: Collection[UUID], *, actor: Model | None = None) -> Ledger:
    """Take the locks of all stock of these variants."""
    return Ledger(StockItem.objects.lock(variant_ids).select_related("location"), actor=actor)


def lock_items(item_ids: Collection[UUID], *, actor: Model | None = None) -> Ledger:
    items = StockItem.objects.select_for_update(of=("self",)).filter(pk__in=item_ids).order_by("pk")
    return Ledger(items, actor=actor)


Watched = tuple[int | None, Sequence[bool]]


def _watched(item: StockItem) -> Watched:
    promised = item.can_promise()
    is_out = promised == 0
    return promised, (is_out, item.available <= FEW_LEFT, item.is_low)


def _is_worth_telling(before: Watched, after: Watched) -> bool:
    """A line was crossed; or there are so few that their number is shown."""
    shown = after[0] is not None and after[0] <= FEW_LEFT
    return before[1] != after[1] or (shown and before[0] != after[0])


@transaction.atomic
def recount(item_id: UUID) -> None:
    """Set the counter of reserved units to what its open reservations say."""
    ledger = lock_items([item_id])
    item = ledger.items[item_id]
    item.reserved = sum(Reservation.objects.open().filter(item=item).values_list("quantity", flat=True))
    ledger.write()
