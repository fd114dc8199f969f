"""Which ways to send count where."""

from datetime import UTC, date, datetime, time

import pytest
from django.utils import timezone
from django.utils.translation import override

from core import caching
from core.models import ShopSettings
from shipping.offers import Parcel
from shipping.selectors import list_methods, list_offers
from shipping.services import delete_method, save_method, save_zone
from tests.factories.shipping import ShippingMethodFactory, ShippingZoneFactory
from tests.factories.stores import StoreFactory

pytestmark = pytest.mark.django_db

# A Friday, half past three in the afternoon in India.
FRIDAY = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def names(country: str = "IN", postal_code: str = "", currency: str = "INR", store=None) -> list[str]:
    caching.forget()
    found = list_methods(country=country, postal_code=postal_code, currency=currency, store_id=store and store.pk)
    return [way.method.name for way in found]


def way(name: str, zone=None, **about) -> None:
    ShippingMethodFactory(name=name, zone=zone or ShippingZoneFactory(), **about)


class TestTheMostExactZone:
    @pytest.fixture(autouse=True)
    def _zones(self):
        for name, countries, patterns in [
            ("world", [], []),
            ("india", ["IN", "NP"], []),
            ("north", ["IN"], ["1*"]),
            ("delhi", ["IN"], ["1100*", "1101*"]),
            ("gate", ["IN"], ["110001", "122-001"]),
        ]:
            way(name, ShippingZoneFactory(name=name, countries=countries, postal_patterns=patterns))

    @pytest.mark.parametrize(
        ("country", "postal_code", "name"),
        [
            ("IN", "110001", "gate"),
            ("in", " 110 001", "gate"),
            ("IN", "122001", "gate"),
            ("IN", "110002", "delhi"),
            ("IN", "122002", "north"),
            ("IN", "560001", "india"),
            ("IN", "", "india"),
            ("NP", "110001", "india"),
            ("JP", "110-0001", "world"),
        ],
    )
    def test_counts_alone(self, country, postal_code, name):
        assert names(country, postal_code) == [name]

    def test_is_a_whole_code_before_a_beginning_as_long(self):
        way("all of it", ShippingZoneFactory(postal_patterns=["110001*"]))

        assert names("IN", "110001") == ["gate"]

    def test_counts_for_nobody_who_has_no_way_in_it(self):
        tara = StoreFactory()
        way("own", ShippingZoneFactory(), store=tara)

        assert names("IN", "110001", store=tara) == ["own"]
        assert names("JP", store=tara) == ["world"]
        assert names("IN", "110001", currency="USD") == []

    def test_is_of_equals_the_first_in_order(self):
        way("second", ShippingZoneFactory(position=2))
        way("first", ShippingZoneFactory(position=0, name="A"))

        assert names("IN", "560001") == ["first"]


class TestWays:
    def test_are_the_stores_own_else_the_platforms(self, zone):
        tara = StoreFactory()
        way("platform", zone)
        way("tara", zone, store=tara)

        assert names(store=tara) == ["tara"]
        assert names(store=StoreFactory()) == names() == ["platform"]

    def test_are_those_priced_in_the_currency(self, zone):
        way("rupees", zone)
        way("dollars", zone, currency="USD")

        assert (names(), names(currency="USD")) == (["rupees"], ["dollars"])

    def test_are_none_that_are_off_or_gone(self, zone):
        way("off", zone, is_active=False)
        way("gone", zone, deleted_at=timezone.now())
        way("nowhere", ShippingZoneFactory(is_active=False))

        assert names() == []

    def test_speak_the_language_of_the_page(self, zone):
        way("Standard", zone, names={"hi": "साधारण"}, description="By lorry", descriptions={"hi": "ट्रक से"})

        for language, name, description in [("en", "Standard", "By lorry"), ("hi", "साधारण", "ट्रक से")]:
            with override(language):
                (found,) = list_methods(country="IN", currency="INR")
                assert (found.method.name, found.description) == (name, description)

    def test_carry_the_class_they_are_taxed_by(self, zone):
        taxed = ShippingMethodFactory(zone=zone)

        (found,) = list_methods(country="IN", currency="INR")

        assert found.tax_class_id == taxed.tax_class_id

    def test_cost_no_statement_once_they_are_known(self, zone, django_assert_num_queries):
        tara = StoreFactory()
        for number in range(30):
            way(f"Way {number}", zone, store=tara if number % 2 else None)
        list_offers(country="IN", currency="INR", parcel=Parcel(1, 1), now=FRIDAY)

        with django_assert_num_queries(0):
            assert len(list_methods(country="IN", currency="INR", store_id=tara.pk)) == 15
            list_offers(country="IN", currency="INR", parcel=Parcel(1, 1), now=FRIDAY)

    def test_are_read_in_one_statement(self, zone, django_assert_num_queries):
        for _number in range(5):
            way("One of many", ShippingZoneFactory())
        caching.versions.of(("shipping",))

        with django_assert_num_queries(1):
            list_methods(country="IN", currency="INR")

    def test_are_those_of_now_after_staff_changed_them(self, zone, clerk, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            method = save_method(actor=clerk, zone=zone, name="Lorry", currency="INR", steps=[[0, 100]])
        assert [one.method.name for one in list_methods(country="IN", currency="INR")] == ["Lorry"]

        with django_capture_on_commit_callbacks(execute=True):
            save_zone(zone=zone, actor=clerk, countries=["JP"])
        assert list_methods(country="IN", currency="INR") == []

        with django_capture_on_commit_callbacks(execute=True):
            delete_method(method=method, actor=clerk)
        assert list_methods(country="JP", currency="INR") == []


class TestOffers:
    def test_have_the_price_and_the_days_by_the_shops_clock(self, zone):
        ShopSettings.objects.create(timezone="Asia/Kolkata")
        way("Lorry", zone, basis="weight", steps=[[0, 4900], [500, 7900]], least_days=1, most_days=2, cut_off=time(16))
        way("Van", zone, free_from_minor=100_000, cut_off=time(15))
        caching.forget()

        found = list_offers(country="IN", currency="INR", parcel=Parcel(100_000, 500), now=FRIDAY)

        # It is 15:30 in India: the van has left.
        assert [(one.name, one.price, one.earliest, one.latest) for one in found] == [
            ("Van", 0, date(2026, 11, 23), date(2026, 11, 23)),
            ("Lorry", 7900, date(2026, 11, 21), date(2026, 11, 23)),
        ]

    def test_are_none_of_ways_that_do_not_take_the_parcel(self, zone):
        way("Van", zone, most_grams=1000)

        assert list_offers(country="IN", currency="INR", parcel=Parcel(1, 1001), now=FRIDAY) == []

    def test_leave_out_days_off(self, zone):
        way("Van", zone, closed_on=["2026-11-20", "2026-11-21"], sends_on=[0, 4, 5])

        (found,) = list_offers(country="IN", currency="INR", parcel=Parcel(1), now=FRIDAY)

        assert found.earliest == date(2026, 11, 24)
