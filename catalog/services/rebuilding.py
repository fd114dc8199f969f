"""Making the whole listing again, in several processes where the database takes several writers."""

import gc
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from uuid import UUID

from django.db import connection, transaction

from catalog.models import Product, StaleProducts
from catalog.services.listing import EVERYTHING, Progress, keep_listing, prepare_shelves, work_off
from core.forking import let_go_of_databases

PRODUCTS_OF_A_LOT = 10_000
# Shoppers come first.
NICENESS = 10


def rebuild_listing(*, alone: bool = False, processes: int = 1) -> Iterator[Progress]:
    """Make every listing again, going on with a rebuild that was broken off."""
    if not StaleProducts.objects.filter(kind=EVERYTHING).exists():
        StaleProducts.objects.create(kind=EVERYTHING)
    if processes > 1 and connection.vendor == "postgresql":
        prepare_shelves()
        lots = _divide()
        if len(lots) > 1:
            yield from _side_by_side(lots, processes)
    yield from keep_listing(alone=alone)


def _side_by_side(lots: list[UUID], processes: int) -> Iterator[Progress]:
    let_go_of_databases()
    with ProcessPoolExecutor(processes, mp_context=get_context("fork"), initializer=_begin) as pool:
        yield from pool.map(_make_lot, lots)


def _begin() -> None:
    os.nice(NICENESS)
    # Looking through all that is loaded for garbage, again and again, takes a sixth of the time.
    gc.freeze()


def _make_lot(lot_id: UUID) -> Progress:
    steps = list(work_off(StaleProducts.objects.filter(pk=lot_id), alone=True))
    return Progress(sum(step.seen for step in steps), sum(step.written for step in steps))


@transaction.atomic
def _divide() -> list[UUID]:
    """Cut what is left of the catalogue into lots that any process can see to, and return all there are."""
    lots = StaleProducts.objects.filter(kind=EVERYTHING)
    for rest in lots.filter(until=None).select_for_update():
        while end := _end_of_lot(rest.done_until):
            StaleProducts.objects.create(kind=EVERYTHING, done_until=rest.done_until, until=end)
            rest.done_until = end
        rest.save()
    return list(lots.order_by("created_at", "pk").values_list("pk", flat=True))


def _end_of_lot(begin: UUID | None) -> UUID | None:
    products = Product.objects.filter(pk__gt=begin) if begin else Product.objects.all()
    ids = products.order_by("pk").values_list("pk", flat=True)
    return next(iter(ids[PRODUCTS_OF_A_LOT - 1 : PRODUCTS_OF_A_LOT]), None)
