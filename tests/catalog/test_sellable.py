"""Goods as they are this moment, for whoever is about to buy them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.enums import Audience, RestrictionRule, TargetRole
from catalog.models import ProductMedia, ProductRestriction, VariantAttributeValue, VariantPrice
from catalog.selectors import Unsellable, list_sellable
from core import caching
from core.money import Money
from regions.selectors import find_region
from tests.factories.catalog import AttributeFactory, AttributeValueFactory, CategoryFactory, VariantFactory
from tests.factories.media import PictureFactory
from tests.factories.regions import ExchangeRateFactory, RegionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def india(db):
    return RegionFactory(india=True)


def goods(variant, audience=Audience.CUSTOMER, region="in"):
    return list_sellable([variant.pk], find_region(code=region), audience)[variant.pk]


class TestAVariant:
    def test_is_known_with_its_price_and_its_categories_up_to_the_root(self):
        above = CategoryFactory()
        variant = VariantFactory(product__category=CategoryFactory(parent=above), weight_grams=250)

        found = goods(variant)

        assert (found.price, found.refusal) == (Money(variant.price_minor, "INR"), None)
        assert found.category_ids == {above.pk, variant.product.category_id}
        assert found.weight_grams == 250

    def test_has_the_price_that_was_set_for_the_region_or_the_converted_one(self):
        region = RegionFactory(code="us", currency="USD")
        ExchangeRateFactory(rate_nanos=12_000_000)
        converted, explicit = VariantFactory(price_minor=100_000), VariantFactory()
        VariantPrice.objects.create(variant=explicit, region=region, price_minor=19_99, currency="USD")

        assert goods(converted, region="us").price == Money(12_00, "USD")
        assert goods(explicit, region="us").price == Money(19_99, "USD")

    def test_shows_the_picture_of_its_own_colour(self):
        colour = AttributeFactory(code="colour")
        blue = AttributeValueFactory(attribute=colour, colour_hex="#00f")
        red = AttributeValueFactory(attribute=colour, colour_hex="#f00")
        small = VariantFactory(combination="small")
        blue_large, red_large = (VariantFactory(product=small.product, combination=one) for one in ("blue", "red"))
        for variant, value in ((small, blue), (blue_large, blue), (red_large, red)):
            VariantAttributeValue.objects.create(variant=variant, attribute=colour, value=value)
        for number, of in enumerate((red_large, blue_large)):
            ProductMedia.objects.create(
                product=small.product, variant=of, picture=PictureFactory(), position=number, alt_text=of.sku
            )

        assert goods(small).image.alt == blue_large.sku

    @pytest.mark.parametrize(
        ("about", "refusal"),
        [
            ({"is_active": False}, Unsellable.GONE),
            ({"product__target_role": TargetRole.RETAILER}, Unsellable.NOT_FOR_YOU),
            ({"product__category__target_role": TargetRole.RETAILER}, Unsellable.NOT_FOR_YOU),
        ],
    )
    def test_says_why_it_is_not_for_sale(self, about, refusal):
        assert goods(VariantFactory(**about)).refusal == refusal

    @pytest.mark.parametrize("named", ["product", "category"])
    def test_is_not_for_sale_where_it_may_not_be_sold(self, india, named):
        variant = VariantFactory()
        thing = variant.product if named == "product" else variant.product.category
        ProductRestriction.objects.create(region=india, rule=RestrictionRule.BLOCKED, **{named: thing})
        caching.forget()

        assert goods(variant).refusal == Unsellable.NOT_HERE

    def test_is_for_trade_customers_if_it_is_meant_for_them(self):
        variant = VariantFactory(product__target_role=TargetRole.RETAILER)

        assert goods(variant, Audience.RETAILER).refusal is None

    def test_that_never_was_is_left_out(self):
        variant = VariantFactory.build()

        assert list_sellable([variant.pk], find_region(code="in"), Audience.CUSTOMER) == {}


def test_many_take_one_statement():
    variants = [VariantFactory() for _ in range(30)]
    goods(variants[0])

    with CaptureQueriesContext(connection) as asked:
        found = list_sellable([one.pk for one in variants], find_region(code="in"), Audience.CUSTOMER)

    assert (len(found), len(asked)) == (30, 1)
