"""Which region a visitor is shown, what prices become there, and that none of it costs a query."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from core import caching, context
from core.money import Money
from regions import detection, selectors
from regions.errors import NoDefaultRegion
from regions.models import Region, TaxClass
from regions.services import ensure_ground
from regions.taxes import Place
from tests.factories.accounts import UserFactory
from tests.factories.regions import ExchangeRateFactory, RegionCountryFactory, RegionFactory, TaxRateFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    RegionFactory(india=True)
    usa = RegionFactory(code="us", name="United States", currency="USD", tax_mode="exclusive")
    europe = RegionFactory(code="eu", name="Europe", currency="EUR", names={"hi": "यूरोप"})
    for region, country in ((usa, "US"), (europe, "DE"), (europe, "FR")):
        RegionCountryFactory(region=region, country=country)
    return {"us": usa, "eu": europe}


def asked(cookie: str = "", languages: str = "", user=None, **extra):
    request = RequestFactory().get("/", HTTP_COOKIE=cookie, HTTP_ACCEPT_LANGUAGE=languages, **extra)
    request.user = user or AnonymousUser()
    return request


class TestGround:
    def test_a_fresh_shop_sells_in_one_region_by_its_settings(self):
        region = selectors.default_region()

        assert (region.code, region.currency, region.countries) == ("in", "INR", ("IN",))
        assert selectors.default_tax_class().code == "standard"

    def test_is_laid_once(self):
        ensure_ground()

        assert (Region.objects.count(), TaxClass.objects.count()) == (1, 2)

    def test_is_laid_again_when_it_was_lost(self):
        Region.objects.all().delete()
        TaxClass.objects.all().delete()
        caching.forget()
        with pytest.raises(NoDefaultRegion):
            selectors.default_region()

        ensure_ground()
        caching.forget()

        assert selectors.default_region().code == "in"


class TestRegionOf:
    @pytest.mark.parametrize(
        ("cookie", "languages", "code"),
        [
            ("region=us", "de-DE", "us"),
            ("a=b; region=EU; c=d", "", "eu"),
            ("region=mars", "de-DE", "eu"),
            ("xregion=us", "", "in"),
            ("region=us'--", "", "in"),
            ("", "de-DE,en;q=0.5", "eu"),
            ("", "ja-JP,fr-FR;q=0.8,en-US;q=0.5", "eu"),
            ("", "ja-JP", "in"),
            ("", "de", "in"),
            ("", "*;q=banana,,--", "in"),
            ("", "en-" * 2000, "in"),
        ],
    )
    def test_is_the_chosen_one_then_by_language_then_the_default(self, world, cookie, languages, code):
        assert selectors.region_of(asked(cookie, languages)).code == code
        assert selectors.region_key(asked(cookie, languages)) == code

    def test_forgets_a_choice_that_was_switched_off(self, world):
        Region.objects.filter(code="us").update(is_active=False)

        assert selectors.region_of(asked("region=us")).code == "in"

    def test_is_by_address_before_language(self, world, monkeypatch):
        monkeypatch.setattr(detection, "country_of_ip", {"203.0.113.7": "US", "203.0.113.8": "JP"}.get)

        with context.entered(context.RequestContext(ip="203.0.113.7")):
            assert selectors.region_of(asked(languages="de-DE")).code == "us"
        with context.entered(context.RequestContext(ip="203.0.113.8")):
            assert selectors.region_of(asked(languages="de-DE")).code == "eu"

    def test_is_the_accounts_own_where_the_page_is_personal(self, world):
        asha = UserFactory(shopping_region="eu")

        assert selectors.region_of(asked("sessionid=x", user=asha)).code == "eu"
        assert selectors.region_of(asked("sessionid=x; region=us", user=asha)).code == "us"

    def test_never_asks_for_the_account_on_a_public_page(self, world):
        request = asked("sessionid=x", user=UserFactory(shopping_region="eu"))
        request.public = object()

        assert selectors.region_of(request).code == "in"
        assert selectors.region_key(request) == "in"

    def test_costs_no_query_once_known(self, world, django_assert_num_queries):
        selectors.region_of(asked())

        with django_assert_num_queries(0):
            selectors.region_of(asked("region=us"))
            selectors.list_regions()
            selectors.default_region()

    def test_is_named_in_the_language_of_the_page(self, world, settings):
        from django.utils.translation import override

        europe = selectors.find_region(code="eu")
        with override("hi"):
            assert europe.local_name == "यूरोप"
        with override("en"):
            assert europe.local_name == "Europe"


class TestCountryOf:
    @pytest.mark.parametrize(
        ("languages", "country"),
        [("en-GB,en;q=0.9", "GB"), ("hi,en-in;q=0.8", "IN"), ("en", "IN"), ("xx-XX", "IN"), ("", "IN")],
    )
    def test_is_read_from_the_languages_or_is_the_shops(self, languages, country):
        assert selectors.country_of(asked(languages=languages)) == country


class TestFindRegion:
    def test_knows_codes_ids_and_countries(self, world):
        europe = selectors.find_region(code="EU")

        assert europe == selectors.find_region(region_id=world["eu"].pk) == selectors.find_region(country="fr")
        assert selectors.find_region(country="JP") is None


class TestGetConversion:
    def test_goes_by_the_taxes_of_both_regions_and_the_rate(self, world):
        ExchangeRateFactory(base="INR", quote="USD", rate_nanos=12_000_000)
        ExchangeRateFactory(base="EUR", quote="INR", rate_nanos=100_000_000_000)
        india = Region.objects.get(code="in")
        gst = TaxRateFactory(region=india, rate_millionths=180_000)
        TaxRateFactory(region=world["eu"], name="VAT", rate_millionths=200_000)
        TaxRateFactory(region=world["eu"], name="VAT", rate_millionths=190_000, country="DE")
        price = Money(1_180_00, "INR")

        dollars = selectors.get_conversion(selectors.find_region(code="us"), tax_class_id=gst.tax_class_id)
        euros = selectors.get_conversion(selectors.find_region(code="eu"), tax_class_id=gst.tax_class_id)

        assert dollars(price) == Money(12_00, "USD")
        # 1,000 rupees are 10 euros, by the rate turned round; and the tax of the whole region on top.
        assert euros(price) == Money(12_00, "EUR")

    def test_leaves_the_base_region_as_it_is(self, world):
        Region.objects.filter(code="in").update(price_step_minor=100, price_ending_minor=1)

        same = selectors.get_conversion(selectors.default_region())

        assert same(Money(1_234_56, "INR")) == Money(1_234_56, "INR")

    def test_is_none_without_a_rate(self, world):
        assert selectors.get_conversion(selectors.find_region(code="us")) is None

    def test_takes_the_freshest_rate(self, world):
        from datetime import timedelta

        from django.utils import timezone

        ExchangeRateFactory(rate_nanos=11_000_000, at=timezone.now() - timedelta(days=1))
        ExchangeRateFactory(rate_nanos=12_000_000)
        ExchangeRateFactory(rate_nanos=99_000_000, at=timezone.now() + timedelta(days=1))

        assert selectors.get_conversion(selectors.find_region(code="us"))(Money(100_00, "INR")) == Money(1_20, "USD")


class TestListRates:
    def test_are_those_of_the_class_and_the_default_class_for_none(self, world):
        india = Region.objects.get(code="in")
        TaxRateFactory(region=india, tax_class__code="books", rate_millionths=0)
        TaxRateFactory(region=india, rate_millionths=180_000)
        books = TaxClass.objects.get(code="books")

        def found(tax_class_id):
            rates = selectors.list_rates(india.pk, tax_class_id=tax_class_id, destination=Place("IN", "Kerala"))
            return [rate.rate_millionths for rate in rates]

        assert found(books.pk) == [0]
        assert found(None) == [180_000]
