"""Lists: what is in them, in which order, and how they go on."""

import pytest

from catalog import contributors
from catalog.contributors import VariantStock
from catalog.enums import DataType, StockState
from catalog.models import Product, VariantAttributeValue
from core.errors import InvalidInput
from tests.catalog.listing import asked, facets, fill, names
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


def price(minor: int, **about) -> Product:
    product = ProductFactory(variant=None, base_price_minor=minor, **about)
    VariantFactory(product=product, price_minor=minor)
    return product


class TestOrder:
    def test_by_price(self):
        for minor in (300_00, 100_00, 200_00):
            price(minor, name=f"At {minor}")
        fill()

        assert names("sort=price_low") == ["At 10000", "At 20000", "At 30000"]
        assert names("sort=price_high") == ["At 30000", "At 20000", "At 10000"]

    def test_by_rating_then_by_how_many_rated(self):
        ProductFactory(name="Few", rating_sum=10, rating_count=2)
        ProductFactory(name="Many", rating_sum=50, rating_count=10)
        ProductFactory(name="Worse", rating_sum=40, rating_count=10)
        fill()

        assert names("sort=rating") == ["Many", "Few", "Worse"]

    @pytest.mark.parametrize("sort", ["newest", "price_low", "price_high", "rating", "best_selling", "relevance"])
    @pytest.mark.parametrize("words", ["", "&q=thing"])
    def test_goes_on_with_the_cursor_without_gap_or_repetition(self, sort, words):
        for number in range(11):
            price(100_00 + number % 3, name=f"Thing {number}", sold_count=number % 2)
        fill()
        whole = names(f"sort={sort}{words}")
        assert len(whole) == 11

        found, cursor, pages = [], "", []
        while cursor is not None:
            page = asked(f"sort={sort}{words}&limit=4" + (f"&cursor={cursor}" if cursor else ""))
            found += [card.name for card in page.cards]
            pages.append(page)
            cursor = page.next_cursor

        assert found == whole
        back = asked(f"sort={sort}{words}&limit=4&cursor={pages[-1].previous_cursor}")
        assert [hit.listing_id for hit in back.hits] == [hit.listing_id for hit in pages[-2].hits]


class TestFilters:
    def test_a_category_has_what_is_below_it(self):
        fashion = CategoryFactory(slug="fashion")
        shoes = CategoryFactory(slug="shoes", parent=fashion)
        ProductFactory(name="Shoe", category=shoes)
        ProductFactory(name="Shirt", category=fashion)
        ProductFactory(name="Pan")
        fill()

        assert sorted(names("category=fashion")) == ["Shirt", "Shoe"]
        assert names("category=shoes") == ["Shoe"]

    def test_price_brand_and_sale(self):
        bata = BrandFactory(slug="bata")
        price(100_00, name="Cheap", brand=bata)
        price(200_00, name="Dear", brand=bata)
        other = ProductFactory(name="Sale", variant=None)
        VariantFactory(product=other, price_minor=150_00, compare_at_price_minor=200_00)
        fill()

        assert names("brand=bata&max_price=150") == ["Cheap"]
        assert names("min_price=100.01&max_price=199.99") == ["Sale"]
        assert names("on_sale=1") == ["Sale"]
        assert names("brand=bata&on_sale=true") == []

    def test_answers_no_as_well_as_yes(self, monkeypatch):
        gone = ProductFactory(name="Gone", variant=None)
        VariantFactory(product=gone)
        sale = ProductFactory(name="Sale", variant=None)
        VariantFactory(product=sale, price_minor=150_00, compare_at_price_minor=200_00)
        out = {variant.pk: VariantStock(0, StockState.OUT) for variant in gone.variants.all()}
        monkeypatch.setitem(contributors._contributors, contributors.STOCK, lambda ids: {gone.pk: out})
        fill()

        assert names("in_stock=0") == names("on_sale=0") == ["Gone"]
        assert names("in_stock=1") == names("on_sale=1") == ["Sale"]
        assert sorted(names("in_stock=&on_sale=")) == ["Gone", "Sale"]

    @pytest.mark.parametrize(
        ("query", "name"),
        [
            ("sort=cheapest", "sort"),
            ("brand=nobody", "brand"),
            ("category=nowhere", "category"),
            ("rating=6", "rating"),
            ("sort=", "sort"),
            ("tag=nope", "tag"),
            ("in_stock=perhaps", "in_stock"),
            ("min_price=900&max_price=800", "min_price"),
            ("min_price=-1", "min_price"),
            ("min_price=1e400", "min_price"),
            ("page=0", "page"),
            ("limit=101", "limit"),
            ("page=101&limit=100", "cursor"),
            ("cursor=nonsense", "cursor"),
            ("q=%00", "q"),
            ("attr.colour=mauve", "attr.colour"),
        ],
    )
    def test_an_unknown_value_is_refused_by_name(self, query, name):
        AttributeFactory(code="colour", is_filterable=True)
        ProductFactory()
        fill()

        with pytest.raises(InvalidInput) as refusal:
            asked(query)

        assert next(iter(refusal.value.details)) == name

    def test_an_unknown_name_is_ignored(self):
        ProductFactory(name="One")
        fill()

        assert names("colour=blue&attr.unheard=of&utm_source=mail") == ["One"]


class TestFacets:
    @pytest.fixture
    def shirts(self):
        colour = AttributeFactory(code="colour", name="Colour", data_type=DataType.COLOUR, is_filterable=True)
        size = AttributeFactory(code="size", name="Size", is_filterable=True)
        values = {
            value: AttributeValueFactory(attribute=attribute, value=value, label=value.title())
            for attribute, known in ((colour, ("blue", "red")), (size, ("s", "m")))
            for value in known
        }
        for number, (one, other) in enumerate([("blue", "s"), ("blue", "m"), ("red", "m")]):
            product = ProductFactory(name=f"Shirt {number}", variant=None)
            variant = VariantFactory(product=product)
            for value in (values[one], values[other]):
                VariantAttributeValue.objects.create(variant=variant, attribute=value.attribute, value=value)
        fill()

    def test_ignore_their_own_filter(self, shirts):
        assert facets()["attr.colour"] == {"blue": 2, "red": 1}

        chosen = facets("attr.colour=blue")

        assert chosen["attr.colour"] == {"blue": 2, "red": 1}
        assert chosen["attr.size"] == {"s": 1, "m": 1}

    def test_count_what_is_left_of_two_filters(self, shirts):
        chosen = facets("attr.colour=red&attr.size=m")

        assert chosen["attr.colour"] == {"blue": 1, "red": 1}
        assert chosen["attr.size"] == {"m": 1}
        assert sorted(names("attr.colour=red&attr.colour=blue&attr.size=m")) == ["Shirt 1", "Shirt 2"]
