"""The shelves of the demo shop."""

import pytest

from catalog.contributors import VariantStock
from catalog.enums import StockState
from inventory import selectors
from inventory.demo import load_stock
from inventory.models import StockAlert, StockItem
from tests.factories.catalog import VariantFactory
from tests.inventory.shelf import assert_books_add_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelves(monkeypatch):
    states = {"POT": "in", "PAN": "low", "LID": "out", "JUG": "backorder"}
    monkeypatch.setattr("inventory.demo.stock_states", lambda: states)
    return {sku: VariantFactory(sku=sku) for sku in states}


class TestLoadStock:
    def test_fills_every_kind_of_shelf(self, shelves):
        load_stock()

        stock = selectors.stock_of_variants([variant.pk for variant in shelves.values()])
        states = {sku: stock[variant.pk] for sku, variant in shelves.items()}
        assert states["LID"] == VariantStock(0, StockState.OUT)
        assert (states["POT"].state, states["PAN"].state) == (StockState.IN, StockState.LOW)
        assert states["JUG"] == VariantStock(20, StockState.IN)
        assert_books_add_up()

    def test_opens_the_alerts_of_what_runs_low(self, shelves):
        load_stock()
        load_stock()

        assert set(StockAlert.objects.open().values_list("variant__sku", flat=True)) == {"PAN", "LID", "JUG"}

    def test_adds_nothing_the_second_time(self, shelves):
        load_stock()
        before = list(StockItem.objects.order_by("pk").values_list("pk", "on_hand"))

        load_stock()

        assert list(StockItem.objects.order_by("pk").values_list("pk", "on_hand")) == before
