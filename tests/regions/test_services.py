"""Writing regions, taxes and exchange rates."""

import json
from decimal import Decimal

import pytest

from audit.models import AdminActionLog
from core.errors import Duplicate, InvalidInput, NotFound
from core.fetch import Fetched, FetchFailed
from core.models import OutboxEvent
from regions import selectors, services, snapshot, usage
from regions.errors import BaseCurrencyInUse, RegionInUse, TaxClassInUse
from regions.models import ExchangeRate, Region, TaxClass
from regions.services import exchange
from tests.factories.accounts import UserFactory
from tests.factories.catalog import VariantFactory
from tests.factories.regions import ExchangeRateFactory, RegionFactory, TaxClassFactory, TaxRateFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return UserFactory(admin=True)


@pytest.fixture
def india():
    return Region.objects.get(code="in")


def make(actor, **fields):
    usual = {"code": "eu", "name": "Europe", "currency": "EUR", "tax_mode": "inclusive", "countries": ["DE"]}
    return services.create_region(actor=actor, **{**usual, **fields})


def events() -> list[str]:
    return list(OutboxEvent.objects.order_by("pk").values_list("name", flat=True))


class TestCreateRegion:
    def test_keeps_it_with_its_countries_and_tells(self, boss):
        region = make(boss, names={"hi": "यूरोप"}, languages=["en"], price_step_minor=100, price_ending_minor=1)

        assert list(region.countries.values_list("country", flat=True)) == ["DE"]
        assert events() == ["RegionChanged"]
        assert AdminActionLog.objects.get().action == "regions.region.added"

    def test_takes_a_currency_in_small_letters(self, boss):
        assert make(boss, currency="eur").currency == "EUR"

    def test_is_shown_without_waiting(self, boss):
        assert [region.code for region in selectors.list_regions()] == ["in"]

        make(boss)
        snapshot.caching.versions.forget()

        assert [region.code for region in selectors.list_regions()] == ["eu", "in"]

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("code", "EU!"),
            ("name", " "),
            ("currency", "XYZ"),
            ("languages", ["tlh"]),
            ("names", {"tlh": "x"}),
            ("tax_mode", "maybe"),
            ("countries", ["XX"]),
            ("countries", ["IN"]),
        ],
    )
    def test_refuses_what_makes_no_sense_and_keeps_nothing(self, boss, field, value):
        with pytest.raises(InvalidInput) as refusal:
            make(boss, **{field: value})

        assert field in refusal.value.details
        assert (Region.objects.count(), events()) == (1, [])

    @pytest.mark.parametrize(("step", "ending"), [(0, 0), (100, 100), (10**9, 0)])
    def test_refuses_roundings_that_are_none(self, boss, step, ending):
        with pytest.raises(InvalidInput):
            make(boss, price_step_minor=step, price_ending_minor=ending)

    def test_refuses_a_code_that_is_taken(self, boss):
        with pytest.raises(Duplicate):
            make(boss, code="in", countries=[])

    def test_takes_over_as_default(self, boss, india):
        make(boss, is_default=True)

        assert Region.objects.get(is_default=True).code == "eu"


class TestUpdateRegion:
    def test_changes_what_is_given_and_replaces_countries(self, boss):
        region = make(boss, countries=["DE", "FR"])

        services.update_region(region=region, actor=boss, name="EU", countries=["FR", "IE"])

        region = Region.objects.get(pk=region.pk)
        assert (region.name, region.currency) == ("EU", "EUR")
        assert list(region.countries.values_list("country", flat=True)) == ["FR", "IE"]

    def test_tells_nobody_when_nothing_changes(self, boss):
        region = make(boss)
        before = events()

        services.update_region(region=region, actor=boss, name="Europe", countries=["DE"])

        assert (events(), AdminActionLog.objects.count()) == (before, 1)

    @pytest.mark.parametrize("field", ["is_default", "is_active"])
    def test_keeps_the_default_region_default_and_on(self, boss, india, field):
        with pytest.raises(InvalidInput):
            services.update_region(region=india, actor=boss, **{field: False})

    def test_keeps_the_currency_of_base_prices(self, boss, india):
        VariantFactory()

        with pytest.raises(BaseCurrencyInUse):
            services.update_region(region=india, actor=boss, currency="USD")
        with pytest.raises(BaseCurrencyInUse):
            make(boss, is_default=True)

        assert Region.objects.get(is_default=True).currency == "INR"

    def test_finds_nothing_once_it_is_deleted(self, boss):
        region = make(boss)
        services.delete_region(region=Region.objects.get(pk=region.pk), actor=boss)

        with pytest.raises(NotFound):
            services.update_region(region=region, actor=boss, name="EU")


class TestDeleteRegion:
    def test_deletes_what_nobody_needs(self, boss):
        region = make(boss)

        services.delete_region(region=region, actor=boss)

        assert list(Region.objects.values_list("code", flat=True)) == ["in"]
        assert events() == ["RegionChanged", "RegionChanged"]

    def test_refuses_the_default_one(self, boss, india):
        with pytest.raises(RegionInUse):
            services.delete_region(region=india, actor=boss)

    def test_refuses_what_somebody_needs(self, boss, monkeypatch):
        region = make(boss)
        monkeypatch.setattr(usage, "_of_region", {"prices": ("prices", lambda pk: pk == region.pk)})

        with pytest.raises(RegionInUse, match="prices"):
            services.delete_region(region=region, actor=boss)


class TestTaxes:
    def test_are_kept_and_told_to_both_regions_when_moved(self, boss, india):
        tax_class = TaxClassFactory()
        rate = services.save_tax_rate(
            actor=boss, region=india, tax_class=tax_class, name="GST", rate_millionths=180_000
        )
        europe = make(boss)

        services.save_tax_rate(rate=rate, actor=boss, region=europe)

        changed = OutboxEvent.objects.filter(name="TaxesChanged").values_list("payload", flat=True)
        assert sorted(payload["region_id"] for payload in changed) == sorted([str(india.pk)] * 2 + [str(europe.pk)])

    @pytest.mark.parametrize(
        ("field", "value"),
        [("rate_millionths", 1_000_001), ("country", "XX"), ("state", "Kerala"), ("postal_pattern", "9*4")],
    )
    def test_refuse_what_makes_no_sense(self, boss, india, field, value):
        wanted = {"region": india, "tax_class": TaxClassFactory(), "name": "GST", "rate_millionths": 1, field: value}

        with pytest.raises(InvalidInput):
            services.save_tax_rate(actor=boss, **wanted)

    def test_refuse_the_same_name_twice_in_a_place(self, boss):
        rate = TaxRateFactory()

        with pytest.raises(Duplicate):
            services.save_tax_rate(
                actor=boss, region=rate.region, tax_class=rate.tax_class, name=rate.name, rate_millionths=1
            )

    def test_have_one_default_class(self, boss):
        books = services.save_tax_class(actor=boss, code="books", name="Books", is_default=True)

        assert TaxClass.objects.get(is_default=True) == books
        with pytest.raises(InvalidInput):
            services.save_tax_class(tax_class=books, actor=boss, is_default=False)

    def test_keep_classes_that_are_needed(self, boss):
        rate = TaxRateFactory(tax_class__code="books")

        with pytest.raises(TaxClassInUse):
            services.delete_tax_class(tax_class=rate.tax_class, actor=boss)
        services.delete_tax_rate(rate=rate, actor=boss)
        services.delete_tax_class(tax_class=rate.tax_class, actor=boss)

        assert not TaxClass.objects.filter(code="books").exists()


class TestExchangeRates:
    def test_are_entered_and_former_ones_kept(self, boss):
        services.set_exchange_rate(base="INR", quote="USD", rate=Decimal("0.011"), actor=boss)
        services.set_exchange_rate(base="INR", quote="USD", rate=Decimal("0.012"), actor=boss)

        assert snapshot.find_rate(snapshot.read_rates(), "INR", "USD") == 12_000_000
        assert ExchangeRate.objects.count() == 2
        assert events() == ["ExchangeRateChanged", "ExchangeRateChanged"]

    @pytest.mark.parametrize(
        ("base", "quote", "rate"),
        [("INR", "INR", "1"), ("INR", "XYZ", "1"), ("INR", "USD", "0"), ("INR", "USD", "-1"), ("INR", "USD", "NaN")],
    )
    def test_refuse_what_is_none(self, boss, base, quote, rate):
        with pytest.raises(InvalidInput):
            services.set_exchange_rate(base=base, quote=quote, rate=Decimal(rate), actor=boss)

    def test_go_by_way_of_a_third_currency(self):
        ExchangeRateFactory(base="INR", quote="USD", rate_nanos=12_000_000)
        ExchangeRateFactory(base="EUR", quote="USD", rate_nanos=1_200_000_000)

        assert snapshot.find_rate(snapshot.read_rates(), "INR", "EUR") == 10_000_000


class TestFetchExchangeRates:
    @pytest.fixture(autouse=True)
    def _regions(self, settings):
        settings.EXCHANGE_RATES_URL = "https://rates.example/latest"
        RegionFactory(code="us", currency="USD")
        RegionFactory(code="jp", currency="JPY")

    @pytest.fixture
    def answer(self, monkeypatch):
        def say(content):
            body = content if isinstance(content, bytes) else json.dumps(content).encode()
            monkeypatch.setattr(exchange, "fetch", lambda url: Fetched(body, "application/json"))

        return say

    def known(self) -> dict:
        rows = ExchangeRate.objects.order_by("at").values_list("quote", "rate_nanos")
        return dict(rows)

    def test_keeps_the_rates_of_our_currencies_in_our_own(self, answer):
        answer({"base": "EUR", "rates": {"INR": 100, "USD": 1.2, "JPY": "180", "GBP": 0.9}})

        services.fetch_exchange_rates()

        assert self.known() == {"USD": 12_000_000, "JPY": 1_800_000_000}
        assert set(ExchangeRate.objects.values_list("base", "source")) == {("INR", "job")}

    def test_believes_no_jump_but_the_rest(self, answer, caplog):
        ExchangeRateFactory(base="INR", quote="USD", rate_nanos=12_000_000)
        answer({"base": "INR", "rates": {"USD": 0.0145, "JPY": 1.8}})

        services.fetch_exchange_rates()

        assert self.known() == {"USD": 12_000_000, "JPY": 1_800_000_000}
        assert "jumped" in caplog.text

    def test_believes_up_to_a_fifth(self, answer):
        ExchangeRateFactory(base="INR", quote="USD", rate_nanos=12_000_000)
        answer({"base": "INR", "rates": {"USD": 0.0144, "JPY": 1.8}})

        services.fetch_exchange_rates()

        assert self.known()["USD"] == 14_400_000

    def test_tells_nobody_when_nothing_moved_but_keeps_it_fresh(self, answer):
        ExchangeRateFactory(base="INR", quote="USD", rate_nanos=12_000_000)
        answer({"base": "INR", "rates": {"USD": 0.012}})

        services.fetch_exchange_rates()

        assert (ExchangeRate.objects.count(), events()) == (2, [])

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"<html>",
            [],
            {"rates": {"USD": 1}},
            {"base": "XYZ", "rates": {"USD": 1}},
            {"base": ["INR"], "rates": {"USD": 1}},
            {"base": "INR", "rates": {"USD": 0, "JPY": -1}},
            {"base": "INR", "rates": {"USD": None, "JPY": "NaN"}},
            b'{"base": "INR", "rates": {"USD": Infinity, "JPY": 1e999}}',
            b'{"base": "INR", "rates": {"USD": true, "JPY": []}}',
        ],
    )
    def test_survives_any_answer(self, answer, caplog, content):
        answer(content)

        services.fetch_exchange_rates()

        assert self.known() == {}
        assert "exchange rate" in caplog.text

    def test_survives_no_answer(self, monkeypatch, caplog):
        def fail(url):
            raise FetchFailed

        monkeypatch.setattr(exchange, "fetch", fail)

        services.fetch_exchange_rates()

        assert "not fetched" in caplog.text

    def test_is_off_without_an_address(self, settings, monkeypatch):
        settings.EXCHANGE_RATES_URL = ""
        monkeypatch.setattr(exchange, "fetch", lambda url: pytest.fail("asked"))

        services.fetch_exchange_rates()
