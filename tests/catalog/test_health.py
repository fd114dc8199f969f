"""What `verify` says of the catalogue, and makes good."""

import pytest

from catalog import services
from catalog.models import Category, Product, ProductVariant, SlugRedirect, VariantPrice
from core.verification import verify
from tests.catalog.api_writes import an_axis
from tests.factories.catalog import CategoryFactory, ProductFactory
from tests.factories.regions import RegionFactory

pytestmark = pytest.mark.django_db


def problems(name: str) -> list[str]:
    (verdict,) = verify([f"catalog.{name}"])
    return verdict.problems


def mended(name: str) -> bool:
    (verdict,) = verify([f"catalog.{name}"], repair=True)
    return verdict.is_repaired


@pytest.fixture
def product():
    an_axis("colour", "red", "blue")
    product = ProductFactory(slug="lamp")
    services.generate_variants(product=product, axes={"colour": ["red", "blue"]}, actor=None)
    services.update_product(product=product, actor=None, slug="brass-lamp")
    services.update_category(category=product.category, actor=None, slug="lights")
    return product


@pytest.mark.usefixtures("product")
class TestASoundCatalogue:
    @pytest.mark.parametrize(
        "name",
        [
            "products_have_variants",
            "one_default_variant",
            "combinations_match_values",
            "categories_hang_on_roots",
            "former_addresses_lead_on",
            "prices_have_one_currency",
        ],
    )
    def test_gives_no_cause_for_complaint(self, name):
        assert problems(name) == []


class TestVariants:
    def test_are_missed(self, product):
        product.variants.update(deleted_at="2026-01-01T00:00:00Z")

        assert problems("products_have_variants") == ["brass-lamp has no variant"]

    def test_without_a_default_get_one(self, product):
        product.variants.update(is_default=False)

        assert problems("one_default_variant") == ["brass-lamp has 0 default variants"]
        assert mended("one_default_variant")
        assert product.variants.filter(is_default=True).count() == 1

    def test_with_another_combination_than_their_values_are_mended(self, product):
        variant = product.variants.first()
        ProductVariant.objects.filter(pk=variant.pk).update(combination="")

        assert len(problems("combinations_match_values")) == 1
        assert mended("combinations_match_values")
        variant.refresh_from_db()
        assert len(variant.combination) == 64

    def test_priced_in_two_currencies_are_named(self, product):
        variant = product.variants.first()
        ProductVariant.objects.filter(pk=variant.pk).update(currency="USD")
        region = RegionFactory(code="jp", currency="JPY")
        VariantPrice.objects.create(variant=variant, region=region, price_minor=1, currency="INR")

        assert len(problems("prices_have_one_currency")) == 2


class TestCategories:
    def test_in_a_circle_are_named(self):
        first, second = CategoryFactory(slug="first"), CategoryFactory(slug="second")
        Category.objects.filter(pk=first.pk).update(parent=second)
        Category.objects.filter(pk=second.pk).update(parent=first)

        assert problems("categories_hang_on_roots") == ["first hangs on no root", "second hangs on no root"]


class TestFormerAddresses:
    def test_that_are_addresses_again_are_removed(self, product):
        ProductFactory(slug="lamp-too")
        Product.objects.filter(slug="lamp-too").update(slug="lamp")

        assert len(problems("former_addresses_lead_on")) == 1
        assert mended("former_addresses_lead_on")
        assert set(SlugRedirect.objects.values_list("kind", flat=True)) == {"category"}

    def test_that_lead_nowhere_are_removed(self, product):
        SlugRedirect.objects.create(kind="product", slug="x")
        SlugRedirect.objects.create(kind="ghost", slug="y", product=product)

        assert len(problems("former_addresses_lead_on")) == 2
        assert mended("former_addresses_lead_on")
