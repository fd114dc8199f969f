"""Holding, selling and giving back for orders. All or nothing, in one order of locks, safe to repeat."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from catalog.enums import ProductKind
from catalog.models import ProductVariant
from core.failpoints import failpoint
from inventory.constants import ROWS_A_STEP
from inventory.enums import ReservationStatus
from inventory.errors import HoldLost, OutOfStock
from inventory.models import Reservation, StockItem
from inventory.services import levels
from inventory.services.levels import Ledger

Plan = list[tuple[StockItem, int]]


@transaction.atomic
def reserve_stock(
    *, wanted: Mapping[UUID, int], reference: UUID, expires_at: datetime | None, now: datetime
) -> list[Reservation]:
    """Hold the wanted quantity of each variant for an order, or none of them.

    Asking again under the same reference answers what is held already. Holds of others whose time is over
    are let go first. Raises OutOfStock that names every line that fell short.
    """
    variants = _tracked(wanted)
    ledger = levels.lock(variants)
    failpoint("inventory.reserve.locked")
    if held := list(Reservation.objects.of(reference).exclude(status=ReservationStatus.RELEASED)):
        return held
    plan, short = _plan(ledger, variants, wanted)
    if short and ledger.release_expired(now):
        plan, short = _plan(ledger, variants, wanted)
    if short:
        raise OutOfStock(lines=short)
    for item, quantity in plan:
        ledger.hold(item, quantity, reference=reference, expires_at=expires_at)
    ledger.write()
    return list(Reservation.objects.of(reference).open())


@transaction.atomic
def commit_stock(*, reference: UUID) -> None:
    """Sell what an order holds. Committing again changes nothing.

    Raises HoldLost when the hold was let go in the meantime: reserve again, or give the money back.
    """
    ledger, reservations = _locked(reference)
    held = [row for row in reservations if row.status == ReservationStatus.HELD]
    if not held and reservations and all(row.status == ReservationStatus.RELEASED for row in reservations):
        raise HoldLost
    for reservation in held:
        ledger.take(reservation)
    ledger.write()


@transaction.atomic
def release_stock(*, reference: UUID) -> None:
    """Let go of what an order holds and has not been sold. Releasing again changes nothing."""
    ledger, reservations = _locked(reference)
    for reservation in reservations:
        if reservation.status in {ReservationStatus.HELD, ReservationStatus.AWAITING}:
            ledger.release(reservation)
    ledger.write()


@transaction.atomic
def unsell_stock(*, reference: UUID) -> None:
    """Undo an order's sale as a whole: what was sold is on hand again, what was held is free."""
    ledger, reservations = _locked(reference)
    for reservation in reservations:
        if reservation.status == ReservationStatus.COMMITTED:
            ledger.give_back(reservation)
        elif reservation.status != ReservationStatus.RELEASED:
            ledger.release(reservation)
    ledger.serve_backorders()
    ledger.write()


def release_expired_holds(*, now: datetime | None = None) -> int:
    """Tidy up holds whose time is over, in short steps. Nobody waits for this: reads judge by the time themselves."""
    now, released = now or timezone.now(), 0
    while True:
        with transaction.atomic():
            rows = Reservation.objects.expired(now).order_by("expires_at").values_list("item_id", flat=True)
            item_ids = set(rows[:ROWS_A_STEP])
            if not item_ids:
                return released
            ledger = levels.lock_items(item_ids)
            if ledger.release_expired(now):
                ledger.write()
                released += len(item_ids)


def _tracked(wanted: Mapping[UUID, int]) -> dict[UUID, ProductVariant]:
    """The variants that are counted; downloads never run out."""
    if any(quantity < 1 for quantity in wanted.values()):
        raise ValueError("Quantities start at one.")
    variants = ProductVariant.objects.filter(pk__in=wanted).exclude(product__kind=ProductKind.DIGITAL)
    return {variant.pk: variant for variant in variants.only("sku", "product_id")}


def _plan(
    ledger: Ledger, variants: Mapping[UUID, ProductVariant], wanted: Mapping[UUID, int]
) -> tuple[Plan, list[dict[str, Any]]]:
    """Choose from which places each line comes; the second part are the lines for which there is too little."""
    plan: Plan = []
    short = []
    for variant_id, variant in variants.items():
        items = [item for item in ledger.of_variant(variant_id) if item.location.is_active]
        items.sort(key=lambda item: (-item.location.priority, item.location.code))
        chosen, left = _choose(items, wanted[variant_id])
        if left:
            there = wanted[variant_id] - left
            line = {"variant_id": str(variant_id), "sku": variant.sku, "wanted": wanted[variant_id]}
            short.append(line | {"available": there})
        plan += chosen
    return plan, sorted(short, key=lambda line: line["variant_id"])


def _choose(items: list[StockItem], quantity: int) -> tuple[Plan, int]:
    """One place that has all of it; else several; else what may be sold before it is there."""
    for item in items:
        if item.available >= quantity:
            return [(item, quantity)], 0
    chosen: dict[UUID, tuple[StockItem, int]] = {}
    left = quantity
    for item in items:
        if there := min(max(item.available, 0), left):
            chosen[item.pk] = (item, there)
            left -= there
    for item in items:
        if left and item.allow_backorder:
            promised = item.can_promise()
            taken = chosen[item.pk][1] if item.pk in chosen else 0
            more = left if promised is None else min(max(promised - taken, 0), left)
            if more:
                chosen[item.pk] = (item, taken + more)
                left -= more
    return list(chosen.values()), left


def _locked(reference: UUID) -> tuple[Ledger, list[Reservation]]:
    """Take the locks of what an order holds, then read how it stands."""
    item_ids = set(Reservation.objects.of(reference).values_list("item_id", flat=True))
    ledger = levels.lock_items(item_ids)
    return ledger, list(Reservation.objects.of(reference).order_by("pk"))
