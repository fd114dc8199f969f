"""A product's page: everything at once, as it is now, and only for those who may see it."""

import json

import pytest
from django.utils import translation

from catalog.enums import Audience
from catalog.models import (
    Listing,
    ProductAttributeValue,
    ProductMedia,
    ProductMediaURL,
    ProductRestriction,
    Translation,
    VariantAttributeValue,
)
from catalog.selectors import find_moved, get_product, suggest
from core.errors import NotFound
from core.models import Picture
from stores.enums import StoreStatus
from tests.catalog.listing import fill, names, shelf_id
from tests.factories.catalog import (
    AttributeFactory,
    AttributeValueFactory,
    BrandFactory,
    CategoryFactory,
    ProductFactory,
    VariantFactory,
)
from tests.factories.regions import RegionFactory
from tests.factories.stores import StoreFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def india():
    return RegionFactory(india=True)


def detail(named: str, audience: Audience = Audience.CUSTOMER, shelf: int | None = None):
    shelf = shelf or shelf_id(audience.value)
    return get_product(named=named, shelf_id=shelf, audience=audience, currency="INR")


@pytest.fixture
def shirt():
    size = AttributeFactory(code="size", name="Size", is_variant_axis=True)
    values = [
        AttributeValueFactory(attribute=size, value=value, label=value.upper(), position=at)
        for at, value in enumerate("sml")
    ]
    fashion = CategoryFactory(name="Fashion", slug="fashion")
    product = ProductFactory(
        name="Linen Shirt",
        slug="linen-shirt",
        category=CategoryFactory(name="Shirts", slug="shirts", parent=fashion),
        brand=BrandFactory(name="Khadi", slug="khadi"),
        store=StoreFactory(),
        variant=None,
    )
    for at, value in enumerate(values):
        variant = VariantFactory(product=product, combination=value.value, position=at, price_minor=100_00 + at)
        VariantAttributeValue.objects.create(variant=variant, attribute=size, value=value)
    material = AttributeFactory(code="material", name="Material", unit="")
    linen = AttributeValueFactory(attribute=material, value="linen", label="Linen")
    ProductAttributeValue.objects.create(product=product, attribute=material, value=linen)
    picture = Picture.objects.create(purpose="product", digest="d", file="products/d.webp", width=1200, height=1600)
    ProductMedia.objects.create(product=product, picture=picture, alt_text="Front")
    film = ProductMedia.objects.create(product=product, kind="video", position=1)
    ProductMediaURL.objects.create(media=film, purpose="original", url="https://films.example/shirt.mp4", format="mp4")
    return product


class TestADetail:
    def test_is_read_from_rows_that_do_not_tell_percentages_yet(self, shirt):
        VariantFactory(product=shirt, sku="SALE", price_minor=75_00, compare_at_price_minor=100_00)
        fill()
        row = Listing.objects.get(product=shirt)
        told = json.loads(row.offers)
        Listing.objects.filter(pk=row.pk).update(offers=json.dumps([offer[:5] for offer in told]))

        assert {variant.sku: variant.discount_percent for variant in detail("linen-shirt").variants}["SALE"] == 25

    def test_has_everything_in_one_statement(self, shirt, django_assert_num_queries):
        fill()
        detail("linen-shirt")
        shelf = shelf_id()

        with django_assert_num_queries(1):
            found = detail("linen-shirt", shelf=shelf)

        assert [crumb.slug for crumb in found.breadcrumbs] == ["fashion", "shirts"]
        assert (found.brand.name, str(found.price)) == ("Khadi", "100.00")
        assert [(variant.attributes[0].label, str(variant.price)) for variant in found.variants] == [
            ("S", "100.00"),
            ("M", "100.01"),
            ("L", "100.02"),
        ]
        assert [(axis.name, [value.label for value in axis.values]) for axis in found.axes] == [
            ("Size", ["S", "M", "L"])
        ]
        assert [(line.name, line.label) for line in found.specification] == [("Material", "Linen")]
        assert [(media.kind, media.alt, media.url) for media in found.media] == [
            ("image", "Front", "/media/products/d.webp"),
            ("video", "Linen Shirt", "https://films.example/shirt.mp4"),
        ]

    def test_is_found_by_id_and_by_slug(self, shirt):
        fill()

        assert detail(str(shirt.pk)) == detail(shirt.pk.hex) == detail("linen-shirt")

    def test_speaks_the_language_of_the_page(self, shirt, django_assert_max_num_queries):
        value = AttributeValueFactory._meta.model.objects.get(value="linen")
        for row, field, text in ((shirt, "name", "लिनन शर्ट"), (value, "label", "लिनन"), (shirt.brand, "name", "खादी")):
            Translation.objects.create(object_id=row.pk, kind="product", language="hi", field=field, text=text)
        fill()
        detail("linen-shirt")
        shelf = shelf_id()

        with translation.override("hi"), django_assert_max_num_queries(4):
            found = detail("linen-shirt", shelf=shelf)

        assert (found.name, found.brand.name, found.specification[0].label) == ("लिनन शर्ट", "खादी", "लिनन")
        assert found.short_description == shirt.short_description
        with translation.override("hi"):
            assert names("q=shirt") == ["लिनन शर्ट"]

    def test_is_gone_at_once_when_its_store_is_suspended(self, shirt):
        fill()
        shirt.store.status = StoreStatus.SUSPENDED
        shirt.store.save()

        with pytest.raises(NotFound):
            detail("linen-shirt")

    def test_is_gone_at_once_when_it_is_taken_off_sale(self, shirt):
        fill()
        shirt.status = "inactive"
        shirt.save()

        with pytest.raises(NotFound):
            detail("linen-shirt")

    @pytest.mark.parametrize(
        "named", ["nobody", "0193f0a5-6d52-7c11-9d0a-0c3f5b7a2e91", "a\x00b", "' OR 1=1", "x" * 999]
    )
    def test_of_nothing_is_not_found(self, shirt, named):
        fill()

        with pytest.raises(NotFound):
            detail(named)

    def test_nobody_moved_there(self):
        assert find_moved(slug="never-was") == ""


class TestWhoSees:
    def test_trade_goods_are_for_trade_customers(self):
        trade = ProductFactory(name="Carton of cups", slug="carton", target_role="retailer")
        ProductFactory(name="Cup", slug="cup")
        fill()

        assert names() == names("q=cup") == ["Cup"]
        assert sorted(names(audience="retailer")) == ["Carton of cups", "Cup"]
        assert detail("carton", Audience.RETAILER).id == trade.pk
        for named in ("carton", str(trade.pk)):
            with pytest.raises(NotFound):
                detail(named)
        found = suggest(text="carton", shelf_id=shelf_id(), audience=Audience.CUSTOMER)
        assert found.products == ()

    @pytest.mark.parametrize("by", ["product", "category", "parent", "brand", "store"])
    def test_what_is_blocked_in_a_region_is_not_there(self, shirt, by, india):
        ProductFactory(name="Other")
        thing = {
            "product": {"product": shirt},
            "category": {"category": shirt.category},
            "parent": {"category": shirt.category.parent},
            "brand": {"brand": shirt.brand},
            "store": {"store": shirt.store},
        }[by]
        ProductRestriction.objects.create(region=india, rule="blocked", **thing)
        fill()

        assert names() == ["Other"]
        with pytest.raises(NotFound):
            detail("linen-shirt")

    def test_what_is_sold_elsewhere_only_is_not_there(self, shirt, india):
        elsewhere = RegionFactory(code="us", currency="INR")
        ProductRestriction.objects.create(region=elsewhere, rule="allowed_only", product=shirt)
        fill()

        with pytest.raises(NotFound):
            detail("linen-shirt")
        there = get_product(
            named="linen-shirt", shelf_id=shelf_id(region="us"), audience=Audience.CUSTOMER, currency="INR"
        )
        assert there.id == shirt.pk
