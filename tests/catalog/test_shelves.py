"""Shelves come and go with what they are for, and nobody reads from one that is not filled."""

import pytest

from catalog import services
from catalog.enums import Audience
from catalog.listing.shelves import find_shelf
from catalog.models import Listing, ListingPlace, Product, Shelf, StaleProducts
from core import beat, caching
from regions.models import Region
from tests.catalog.listing import fill, names, shelf_id
from tests.factories.catalog import BrandFactory, CategoryFactory, ProductFactory
from tests.factories.regions import RegionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def india():
    return RegionFactory(india=True)


def test_trade_customers_share_everyones_until_something_differs(india):
    ProductFactory()
    fill()
    assert find_shelf(india.pk, Audience.RETAILER) == find_shelf(india.pk, Audience.CUSTOMER) == shelf_id()

    ProductFactory(target_role="retailer")
    fill()

    assert find_shelf(india.pk, Audience.RETAILER) == shelf_id("retailer") != shelf_id()
    assert Listing.objects.filter(shelf__audience="retailer").count() == 2


def test_the_shelf_of_a_region_that_is_given_up_is_cleared():
    ProductFactory()
    other = RegionFactory(code="us", currency="INR")
    fill()
    assert Listing.objects.count() == 2

    Region.objects.filter(pk=other.pk).update(is_active=False)
    caching.bump("regions")
    services.keep_up()
    services.keep_up()

    assert [shelf.region.code for shelf in Shelf.objects.all()] == ["in"]
    assert (Listing.objects.count(), ListingPlace.objects.count()) == (1, 2)


def test_a_new_shelf_is_read_once_it_is_full(india):
    ProductFactory(name="One")
    ProductFactory(name="Other")
    progress = services.rebuild_listing()
    next(progress)

    assert find_shelf(india.pk, Audience.CUSTOMER) is None

    for _ in progress:
        pass
    caching.forget()
    assert len(names()) == 2


@pytest.mark.parametrize("kind", ["category", "brand"])
def test_what_concerns_many_products_is_seen_to_in_the_background(kind):
    parent = CategoryFactory(name="Before")
    thing = {"category": CategoryFactory(name="Before", parent=parent), "brand": BrandFactory(name="Before")}
    for _ in range(3):
        ProductFactory(**thing)
    untouched = ProductFactory()
    fill()
    marks = dict(Listing.objects.values_list("product_id", "digest"))

    type(thing[kind]).objects.filter(pk=thing[kind].pk).update(name="After")
    services.mark_stale(kind=kind, object_id=(parent if kind == "category" else thing[kind]).pk)
    services.keep_up()

    changed = {one for one, mark in Listing.objects.values_list("product_id", "digest") if marks[one] != mark}
    assert changed == set(Product.objects.exclude(pk=untouched.pk).values_list("pk", flat=True))
    assert not StaleProducts.objects.exists()


def test_a_rebuild_that_is_broken_off_goes_on(monkeypatch):
    for _ in range(12):
        ProductFactory()
    monkeypatch.setattr("catalog.services.listing.FIRST_SLICE", {"sqlite": 5, "postgresql": 5})
    monkeypatch.setattr("catalog.services.listing.KEEPING_SECONDS", 0)

    with pytest.raises(beat.Unfinished):
        services.keep_up()
    first = set(Listing.objects.values_list("pk", flat=True))
    assert len(first) == 5

    for _ in services.rebuild_listing():
        pass

    assert Listing.objects.count() == 12
    assert first < set(Listing.objects.values_list("pk", flat=True))
