"""The listing says what the catalogue says."""

import json

import pytest

from catalog.events import AttributeChanged
from catalog.handlers import on_attribute_changed
from catalog.models import Listing, ListingPlace, ProductAttributeValue, SearchWord
from catalog.services import keep_listing, rebuild_listing, refresh_listing, update_value
from tests.catalog.listing import names
from tests.factories.catalog import (
    AttributeFactory,
    AttributeValueFactory,
    BrandFactory,
    CategoryFactory,
    ProductFactory,
    VariantFactory,
)
from tests.factories.regions import RegionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def india():
    return RegionFactory(india=True)


def rebuild() -> None:
    for _ in rebuild_listing():
        pass


class TestARow:
    def test_has_the_card_of_the_product(self):
        category = CategoryFactory(name="Shoes", slug="shoes", parent=CategoryFactory(name="Fashion"))
        brand = BrandFactory(name="Bata")
        product = ProductFactory(name="Running Shoes", category=category, brand=brand, variant=None)
        VariantFactory(product=product, price_minor=199_900, compare_at_price_minor=249_900, combination="a")
        VariantFactory(product=product, price_minor=299_900, combination="b")

        rebuild()

        row = Listing.objects.get()
        card = json.loads(row.card)
        assert card["name"] == "Running Shoes"
        assert (card["price"], card["compare_at_price"], card["discount_percent"]) == ("1999.00", "2499.00", 20)
        assert card["variant_count"] == 2
        assert ListingPlace.objects.filter(listing=row).count() == 3
        assert SearchWord.objects.filter(word="shoes", stem="shoe").exists()

    def test_goes_when_the_product_goes(self):
        product = ProductFactory()
        rebuild()
        assert Listing.objects.count() == 1

        product.status = "draft"
        product.save()
        refresh_listing(product_ids=[product.pk])

        assert not Listing.objects.exists()
        assert not ListingPlace.objects.exists()

    def test_follows_the_name_of_a_value(self):
        value = AttributeValueFactory(label="Indigo", attribute=AttributeFactory(data_type="enum"))
        product = ProductFactory()
        ProductAttributeValue.objects.create(product=product, attribute=value.attribute, value=value)
        rebuild()

        update_value(value=value, actor=None, label="Aubergine")
        on_attribute_changed(AttributeChanged(attribute_id=value.attribute_id))
        for _ in keep_listing():
            pass

        assert names("q=aubergine") == [product.name]
        assert names("q=indigo") == []

    def test_follows_a_change(self):
        product = ProductFactory()
        rebuild()
        product.name = "Another name"
        product.save()

        refresh_listing(product_ids=[product.pk])

        assert Listing.objects.get().name == "Another name"
