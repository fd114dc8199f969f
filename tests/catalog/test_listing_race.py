"""Two workers list one product while it is changed: what is listed in the end is what the product is."""

import threading

import pytest
from django.db import connections

from catalog.models import Listing, Product
from catalog.querysets import ProductQuerySet
from catalog.services import refresh_listing
from tests.catalog.listing import fill
from tests.factories.catalog import ProductFactory
from tests.factories.regions import RegionFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def raced(settings):
    """Return what is listed after a slow worker has read the old name and a quick one has listed the new."""

    def race() -> str:
        RegionFactory(india=True)
        product = ProductFactory(name="Old")
        fill()
        has_read, may_go, slow = threading.Event(), threading.Event(), []

        def wait() -> None:
            if threading.current_thread() in slow:
                has_read.set()
                may_go.wait(10)

        settings.FAILPOINTS = {"catalog.listing_read": wait}

        def change() -> None:
            Product.objects.filter(pk=product.pk).update(name="New")
            refresh_listing(product_ids=[product.pk])

        def thread(work) -> threading.Thread:
            def run() -> None:
                try:
                    work()
                finally:
                    connections.close_all()

            return threading.Thread(target=run)

        Product.objects.filter(pk=product.pk).update(sold_count=5)
        slow.append(thread(lambda: refresh_listing(product_ids=[product.pk])))
        quick = thread(change)
        slow[0].start()
        has_read.wait(10)
        quick.start()
        quick.join(1)
        may_go.set()
        slow[0].join()
        quick.join()
        return Listing.objects.get().name

    return race


def test_the_last_word_is_the_newest(raced):
    assert raced() == "New"


def test_the_old_name_would_stay_without_the_lock(raced, monkeypatch):
    monkeypatch.setattr(ProductQuerySet, "select_for_update", lambda self, **_: self)

    assert raced() == "Old"
