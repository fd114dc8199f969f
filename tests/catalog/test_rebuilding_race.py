"""The whole listing is made by several processes at once, each seeing to a lot of products."""

import pytest

from catalog.models import Listing, Product, Shelf, StaleProducts
from catalog.services import keep_up, listing, mark_stale, rebuild_listing, rebuilding
from core import caching, verification
from tests.crowds import crowd, unlocked
from tests.factories.catalog import ProductFactory
from tests.factories.regions import RegionFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def nine_products(monkeypatch):
    monkeypatch.setattr(rebuilding, "PRODUCTS_OF_A_LOT", 2)
    RegionFactory(india=True)
    for _ in range(9):
        ProductFactory()


def rebuild(processes: int = 2) -> tuple[int, int]:
    steps = list(rebuild_listing(processes=processes))
    caching.forget()
    return sum(step.seen for step in steps), sum(step.written for step in steps)


def test_several_processes_list_everything_once():
    assert rebuild() == (9, 9)

    assert Listing.objects.count() == 9
    assert Shelf.objects.get().is_ready
    assert not StaleProducts.objects.exists()
    assert not next(verification.verify(["listing"])).is_broken


def test_what_was_left_when_it_was_broken_off_is_seen_to():
    listing.prepare_shelves()
    first, *others = rebuilding._divide()
    rebuilding._make_lot(first)
    assert set(StaleProducts.objects.values_list("pk", flat=True)) == set(others)
    assert 0 < Listing.objects.count() < 9
    assert not Shelf.objects.get().is_ready

    keep_up()

    assert Listing.objects.count() == 9
    assert Shelf.objects.get().is_ready


def test_what_is_marked_again_meanwhile_begins_anew():
    rebuild()
    mark_stale(kind="all")
    rebuilding._divide()
    Product.objects.update(name="Another name")

    mark_stale(kind="all")

    assert StaleProducts.objects.filter(kind="all", until=None, done_until=None).count() == 1
    assert rebuild() == (9, 9)
    assert set(Listing.objects.values_list("name", flat=True)) == {"Another name"}


def end_two_lots_at_once() -> bool:
    """Return whether the shelf is open when the last two lots were ended at the same time."""
    listing.prepare_shelves()
    StaleProducts.objects.all().delete()
    lots = [StaleProducts.objects.create(kind="all") for _ in range(2)]
    crowd(lambda number: listing._slice(None, lots[number], 10), size=2)
    return Shelf.objects.get().is_ready


def test_the_shelf_opens_when_the_last_two_lots_end_at_once():
    Product.objects.all().delete()

    assert end_two_lots_at_once()


def test_control_without_the_lock_it_stays_closed():
    Product.objects.all().delete()

    with unlocked(listing, "_was_last", size=2):
        assert not end_two_lots_at_once()
