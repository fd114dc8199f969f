"""What a region may not be sold is nowhere in its answers, and each region reads its own price."""

import pytest
from django.test import Client

from catalog.models import Product, ProductRestriction, ProductVariant, SlugRedirect, VariantPrice
from tests.catalog.listing import fill
from tests.factories.catalog import BrandFactory, CategoryFactory, ProductFactory
from tests.factories.media import ProductMediaFactory
from tests.factories.regions import ExchangeRateFactory, RegionFactory
from tests.factories.stores import StoreFactory

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/products"


@pytest.fixture
def usa():
    RegionFactory(india=True)
    ExchangeRateFactory()
    return RegionFactory(code="us", name="United States", currency="USD")


@pytest.fixture
def secret(usa):
    """A lamp with a picture, beside another lamp of the same category, brand and store."""
    about = {
        "category": CategoryFactory(name="Lamps", slug="lamps"),
        "brand": BrandFactory(name="Diya", slug="diya"),
        "store": StoreFactory(slug="rao"),
    }
    ProductFactory(name="Plain lamp", slug="plain-lamp", **about)
    lamp = ProductFactory(name="Secret lamp", slug="secret-lamp", **about)
    ProductMediaFactory(product=lamp)
    SlugRedirect.objects.create(kind="product", slug="former-lamp", product=lamp)
    return lamp


@pytest.fixture(params=["blocked", "allowed_only"])
def restricted(request, secret, usa):
    region = usa if request.param == "blocked" else RegionFactory(code="in")
    ProductRestriction.objects.create(region=region, product=secret, rule=request.param)
    fill()
    return secret


def get(path: str, region: str = "us"):
    return Client(headers={"cookie": f"region={region}"}).get(path)


def lists(product: Product) -> list[str]:
    """Every answer in which a product stands among others."""
    return [
        *(ROOT, f"{ROOT}?q=secret", f"{ROOT}?brand=diya&sort=price_low&facets=1", f"{ROOT}/category/lamps"),
        *(f"{ROOT}/search?q=lamp", f"{ROOT}/suggest?q=secret", f"{ROOT}/plain-lamp/related"),
        *("/api/v1/stores/rao/products", f"/api/v1/stores/{product.store_id}/products"),
    ]


def own(product: Product) -> list[str]:
    """Every answer that is about a product alone."""
    media = product.media.get()
    return [
        f"{ROOT}/{named}{below}"
        for named in (product.slug, product.pk)
        for below in ("", "/variants", "/media", "/related", f"/media/{media.pk}/urls")
    ]


class TestWhatARegionMayNotBeSold:
    def test_is_in_none_of_its_lists(self, restricted):
        for path in lists(restricted):
            answer = get(path)
            assert answer.status_code == 200, path
            assert "ecret" not in answer.text.replace("q=secret", ""), path
            assert str(restricted.pk) not in answer.text, path

    def test_is_not_counted_there(self, restricted):
        counted = {region: get(f"{ROOT}?facets=1", region).json()["pagination"]["total"] for region in ("us", "in")}

        assert counted == {"us": 1, "in": 2}

    def test_is_not_found_there_by_any_of_its_addresses(self, restricted):
        for path in [*own(restricted), f"{ROOT}/former-lamp", f"{ROOT}/former-lamp/variants"]:
            answer = get(path)
            assert (answer.status_code, "ecret" in answer.text) == (404, False), path

    def test_is_everywhere_for_the_others(self, restricted):
        for path in [*lists(restricted), *own(restricted)]:
            assert get(path, "in").status_code == 200, path
        for path in lists(restricted):
            assert "Secret lamp" in get(path, "in").text.replace("<mark>", "").replace("</mark>", ""), path

    def test_stays_hidden_when_another_region_asked_first(self, restricted):
        """One kept answer would be everybody's."""
        for path in (ROOT, f"{ROOT}/secret-lamp"):
            there, here = get(path, "in"), get(path, "us")
            assert ("Secret lamp" in there.text, "Secret lamp" in here.text) == (True, False)


class TestPrices:
    def test_are_those_of_the_region(self, secret, usa):
        VariantPrice.objects.create(
            variant=secret.variants.get(), region=usa, price_minor=24_99, currency=usa.currency
        )
        fill()

        for region, price, currency in (("us", "24.99", "USD"), ("in", "1499.00", "INR"), ("us", "24.99", "USD")):
            cards = {card["slug"]: card for card in get(ROOT, region).json()["data"]}
            told = get(f"{ROOT}/secret-lamp", region).json()["data"]
            variants = get(f"{ROOT}/secret-lamp/variants", region).json()["data"]
            for found in (cards["secret-lamp"], told):
                assert (found["price"], found["currency"]) == (price, currency)
            assert variants == told["variants"]
            assert variants[0]["price"] == price

    def test_are_converted_where_none_is_set(self, secret):
        fill()

        found = get(f"{ROOT}/plain-lamp").json()["data"]
        dearer = get(f"{ROOT}?min_price=100").json()["data"]

        assert (found["price"], found["currency"]) == ("17.99", "USD")
        assert dearer == []

    def test_say_the_percentage_of_the_base_price_or_their_own(self, secret, usa):
        # Of 3.96 and 5.28 cents become 4 and 5.
        ProductVariant.objects.update(price_minor=3_30, compare_at_price_minor=4_40)
        VariantPrice.objects.create(
            variant=secret.variants.get(), region=usa, price_minor=3, compare_at_price_minor=6, currency="USD"
        )
        fill()

        cards = {card["slug"]: card for card in get(ROOT).json()["data"]}
        for slug, cut in (("plain-lamp", (("0.04", "0.05"), 25)), ("secret-lamp", (("0.03", "0.06"), 50))):
            told = get(f"{ROOT}/{slug}").json()["data"]
            for found in (cards[slug], told, told["variants"][0]):
                assert ((found["price"], found["compare_at_price"]), found["discount_percent"]) == cut
            for path in (f"/product/{slug}/", "/category/lamps/"):
                assert f"−{cut[1]} %" in get(path).text
