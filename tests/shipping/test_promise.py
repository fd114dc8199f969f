"""Cost and days of delivery on a product's page and in its API."""

from datetime import time

import pytest
from django.test import Client

from core import caching
from shipping.services import save_method
from tests.catalog.listing import fill
from tests.factories.catalog import ProductFactory
from tests.factories.regions import RegionCountryFactory, RegionFactory
from tests.factories.shipping import ShippingMethodFactory, ShippingZoneFactory
from tests.factories.stores import StoreFactory

pytestmark = pytest.mark.django_db
PAGE, API = "/product/pot/", "/api/v1/products/pot"


@pytest.fixture(autouse=True)
def india():
    RegionFactory(india=True)


@pytest.fixture
def pot():
    """A pot of half a kilo for ₹1,499."""
    return ProductFactory(name="Pot", slug="pot", weight_grams=500)


def promise(**headers) -> dict | None:
    fill()
    return Client().get(API, headers=headers).json()["data"]["delivery_promise"]


def page(path: str = PAGE, **headers) -> str:
    fill()
    return Client().get(path, headers=headers).content.decode()


class TestPromise:
    def test_is_the_cheapest_way_for_one(self, pot, zone):
        ShippingMethodFactory(
            zone=zone,
            basis="weight",
            steps=[[0, 4900], [500, 7900]],
            least_days=2,
            most_days=4,
            free_from_minor=200_000,
        )
        ShippingMethodFactory(zone=zone, steps=[[0, 19_900]])

        assert promise() == {"min_days": 2, "max_days": 4, "price": "79.00", "free_from": "2000.00"}
        assert "Delivered to India in 2–4 working days for ₹79.00. Free from ₹2,000.00." in page()

    def test_counts_a_day_more_for_what_misses_the_van(self, pot, zone):
        ShippingMethodFactory(zone=zone, least_days=1, most_days=2, cut_off=time(11))

        assert promise()["max_days"] == 3
        assert "Delivered to India in 1–3 working days for ₹49.00." in page()

    def test_counts_the_same_day_as_one(self, pot, zone):
        ShippingMethodFactory(zone=zone, least_days=0, most_days=0)

        assert promise()["max_days"] == 1
        assert "Delivered to India in 1 working day for ₹49.00." in page()

    def test_is_free_from_its_value_on(self, pot, zone):
        ShippingMethodFactory(zone=zone, free_from_minor=149_900, most_days=3)

        assert promise()["price"] == "0.00"
        assert "Delivered free to India in 1–3 working days." in page()

    def test_speaks_hindi(self, pot, zone):
        ShippingMethodFactory(zone=zone, least_days=2, most_days=4, free_from_minor=200_000)

        html = page("/hi" + PAGE)

        assert "2–4 कार्य दिवसों में डिलीवरी, ₹49.00 में। ₹2,000.00 से मुफ़्त।" in html

    def test_is_none_where_nobody_sends(self, pot, zone):
        ShippingMethodFactory(zone=zone, most_grams=499)

        assert promise() is None
        assert "You see the cost and the day before you pay." in page()

    def test_is_none_for_what_is_downloaded(self, pot, zone):
        ShippingMethodFactory(zone=zone)
        pot.kind = "digital"
        pot.save()

        assert promise() is None

    def test_of_a_stores_goods_is_by_its_own_ways(self, pot, zone):
        ShippingMethodFactory(zone=zone)
        pot.store = StoreFactory()
        pot.save()
        assert promise()["price"] == "49.00"

        ShippingMethodFactory(zone=zone, store=pot.store, steps=[[0, 6000]])

        assert promise()["price"] == "60.00"

    def test_holds_in_every_country_of_the_region(self, pot):
        region = RegionFactory(code="eu", name="Europe", currency="INR")
        for country in ("DE", "FR", "MT"):
            RegionCountryFactory(region=region, country=country)
        near, far = (ShippingZoneFactory(countries=[country]) for country in ("DE", "FR"))
        ShippingMethodFactory(zone=near, steps=[[0, 100]], least_days=2, most_days=3, free_from_minor=500_000)
        ShippingMethodFactory(zone=far, steps=[[0, 900]], least_days=5, most_days=9)

        assert promise(Cookie="region=eu") == {"min_days": 2, "max_days": 9, "price": "9.00", "free_from": None}

    def test_costs_no_statement_once_it_is_known(self, pot, zone, django_assert_num_queries):
        ShippingMethodFactory(zone=zone)
        fill()
        # Each text differs, so that every answer is made anew.
        Client().get(f"{API}?a=1")

        with django_assert_num_queries(1):
            assert Client().get(f"{API}?a=2").json()["data"]["delivery_promise"]

    def test_is_another_at_once_when_a_way_changes(self, pot, zone, django_capture_on_commit_callbacks):
        method = ShippingMethodFactory(zone=zone)
        fill()
        browser = Client()
        assert "for ₹49.00." in browser.get(PAGE).content.decode()

        with django_capture_on_commit_callbacks(execute=True):
            save_method(method=method, actor=None, steps=[[0, 5900]])

        assert "for ₹59.00." in browser.get(PAGE).content.decode()
        assert browser.get(API).json()["data"]["delivery_promise"]["price"] == "59.00"
        caching.forget()
