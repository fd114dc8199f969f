"""Keeping the listing true: a few products at once when they change, all of a kind in steps in the background."""

import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from catalog.events import ListingFellBehind
from catalog.listing import shelves
from catalog.listing.rows import WHOLE_SHOP
from catalog.listing.writing import Writer, Written
from catalog.models import Listing, ListingPlace, Product, Shelf, StaleProducts
from catalog.models.listing import MOST_PLACES
from catalog.tree import read_tree
from core import beat, caching, outbox

CATALOGUE = "catalogue"
EVERYTHING = "all"
# Below the soft limit of a task (60 s).
KEEPING_SECONDS = 40
# SQLite has one writer: nobody is kept waiting for longer than a blink.
SLICE_SECONDS = {"sqlite": 0.025, "postgresql": 5}
FIRST_SLICE, LARGEST_SLICE = {"sqlite": 5, "postgresql": 500}, {"sqlite": 100, "postgresql": 1000}


@dataclass(frozen=True, slots=True)
class Progress:
    """How many products a step has seen to."""

    seen: int
    written: int


def refresh_listing(*, product_ids: Collection[UUID]) -> None:
    """Make the listings of these products what they should be now."""
    writer = _writer()
    ids = sorted(set(product_ids))
    size = LARGEST_SLICE[connection.vendor]
    for start in range(0, len(ids), size):
        _write(writer, ids[start : start + size])


def write_rows(product_ids: Collection[UUID]) -> Written:
    """Write the listings of these products, telling nobody."""
    return _writer().write(product_ids)


@transaction.atomic
def mark_stale(*, kind: str, object_id: UUID | None = None) -> None:
    """Have the listings of all products of a category, brand, store or attribute made again in the background."""
    marks = StaleProducts.objects.filter(kind=kind, object_id=object_id)
    marks.exclude(until=None).delete()
    if not marks.update(done_until=None):
        StaleProducts.objects.create(kind=kind, object_id=object_id)
    outbox.publish(ListingFellBehind())


def keep_listing(*, seconds: float | None = None, alone: bool = False) -> Iterator[Progress]:
    """See to shelves that are to come or go, then to what was marked stale, a slice at a time.

    It can be stopped at any time and goes on where it was. `alone`, it takes the largest slices, whoever waits.
    """
    ends_at = None if seconds is None else time.monotonic() + seconds
    prepare_shelves()
    for progress in work_off(StaleProducts.objects.all(), alone=alone):
        yield progress
        if ends_at is not None and time.monotonic() > ends_at:
            return


def prepare_shelves() -> None:
    """Have the shelves that are wanted and no others; new ones are filled by marking everything stale."""
    caching.versions.forget()
    new = shelves.keep_shelves()
    if new and not StaleProducts.objects.filter(kind=EVERYTHING).exists():
        StaleProducts.objects.create(kind=EVERYTHING)
    _clear_unused()


def work_off(marks: QuerySet[StaleProducts], *, alone: bool) -> Iterator[Progress]:
    """See to what these marks say, a slice at a time, the oldest first."""
    writer, size = _writer(), (LARGEST_SLICE if alone else FIRST_SLICE)[connection.vendor]
    while stale := marks.order_by("created_at", "pk").first():
        started = time.perf_counter()
        progress = _slice(writer, stale, size)
        if not alone:
            size = _next_size(size, time.perf_counter() - started)
        yield progress


def catch_up(*, seconds: float) -> None:
    """See to what is stale for so long, and ask for more time if something is left."""
    for _ in keep_listing(seconds=seconds):
        pass
    if is_behind():
        with transaction.atomic():
            outbox.publish(ListingFellBehind())


def keep_up() -> None:
    """See to shelves that are to come or go and to what is stale. Raises Unfinished when something is left."""
    for _ in keep_listing(seconds=KEEPING_SECONDS):
        pass
    if is_behind():
        raise beat.Unfinished("listing")


def is_behind() -> bool:
    """Whether anything waits to be made again."""
    return StaleProducts.objects.exists()


def _writer() -> Writer:
    return Writer(shelves.open_shelves(Shelf.objects.all()))


def _write(writer: Writer, product_ids: Collection[UUID]) -> Written:
    written = writer.write(product_ids)
    if written.is_shown:
        caching.bump(CATALOGUE)
    return written


@transaction.atomic
def _slice(writer: Writer, stale: StaleProducts, size: int) -> Progress:
    """See to the next products of a stale lot, and remember how far it went in the same transaction."""
    if connection.vendor == "postgresql":
        # What a crash may lose is made again: the rows and how far they go are lost together.
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO off")
    lot = _products_of(stale)
    if stale.done_until:
        lot = lot.filter(pk__gt=stale.done_until)
    if stale.until:
        lot = lot.filter(pk__lte=stale.until)
    ids = list(lot.order_by("pk").values_list("pk", flat=True)[:size])
    changed = 0
    if ids:
        written = _write(writer, ids)
        changed = written.added + written.changed + written.removed
        # Marked again in the meantime, it begins anew.
        StaleProducts.objects.filter(pk=stale.pk, done_until=stale.done_until).update(done_until=ids[-1])
    else:
        _strike_out(stale)
    return Progress(len(ids), changed)


def _strike_out(stale: StaleProducts) -> None:
    """Be done with a lot; after the last one of the whole catalogue, the shelves that it filled are open."""
    # Two that end at once would each take the other for unfinished.
    list(StaleProducts.objects.filter(kind=stale.kind).order_by("pk").select_for_update().values_list("pk"))
    is_done = _was_last(stale)
    if is_done and stale.kind == EVERYTHING and Shelf.objects.filter(is_ready=False).update(is_ready=True):
        caching.bump(shelves.TAG, CATALOGUE)


def _was_last(stale: StaleProducts) -> bool:
    """Take the lot away; tell whether it was there and no other of its kind is."""
    gone, _ = StaleProducts.objects.filter(pk=stale.pk, done_until=stale.done_until).delete()
    return gone > 0 and not StaleProducts.objects.filter(kind=stale.kind).exists()


def _products_of(stale: StaleProducts) -> QuerySet[Product]:
    match stale.kind:
        case "category":
            return Product.objects.filter(category_id__in=read_tree().descendants(stale.object_id or WHOLE_SHOP))
        case "brand":
            return Product.objects.filter(brand_id=stale.object_id)
        case "store":
            return Product.objects.filter(store_id=stale.object_id)
        case "attribute":
            of_product = Q(attribute_values__attribute_id=stale.object_id)
            of_variant = Q(variants__attribute_values__attribute_id=stale.object_id)
            return Product.objects.filter(pk__in=Product.objects.filter(of_product | of_variant).values("pk"))
        case _:
            return Product.objects.all()


def _clear_unused() -> None:
    """Take the rows of shelves that nobody needs any more away, and the shelves with them."""
    wanted = shelves.wanted_shelves()
    for shelf in Shelf.objects.filter(is_ready=False):
        if (shelf.region_id, shelf.audience) in wanted:
            continue
        rows = Listing.objects.filter(shelf=shelf).order_by("pk")
        while ids := list(rows.values_list("pk", flat=True)[: LARGEST_SLICE[connection.vendor]]):
            with transaction.atomic():
                ListingPlace.objects.filter(
                    pk__gte=ids[0] * MOST_PLACES, pk__lt=(ids[-1] + 1) * MOST_PLACES, shelf=shelf
                )._raw_delete(ListingPlace.objects.db)
                Listing.objects.filter(pk__in=ids)._raw_delete(Listing.objects.db)
        shelf.delete()


def _next_size(size: int, seconds: float) -> int:
    wanted = SLICE_SECONDS[connection.vendor]
    if seconds > wanted:
        return max(size // 2, 1)
    return min(size * 2, LARGEST_SLICE[connection.vendor]) if seconds < wanted / 3 else size
