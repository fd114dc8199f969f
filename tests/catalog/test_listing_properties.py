"""Whatever is chosen and whatever is changed: counts are what a click shows, and a refresh is what a rebuild makes."""

import random

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog import contributors
from catalog.contributors import VariantStock
from catalog.enums import DataType, StockState
from catalog.listing.invariants import find_wrong_listings
from catalog.models import Listing, Product, ProductAttributeValue, ProductRestriction, VariantAttributeValue
from catalog.services import refresh_listing
from core import verification
from tests.catalog.listing import asked, facets, fill
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
COLOURS, SIZES, TAGS = ("blue", "red", "green"), ("s", "m"), ("new", "gift")
MANY = settings.get_profile("rows")


@pytest.fixture
def shop(monkeypatch):
    """Forty products of which everything differs, the same ones every time."""
    chance = random.Random(7)
    RegionFactory(india=True)
    colour = AttributeFactory(code="colour", data_type=DataType.COLOUR, is_filterable=True)
    size = AttributeFactory(code="size", is_filterable=True)
    values = {value: AttributeValueFactory(attribute=colour, value=value) for value in COLOURS}
    values |= {value: AttributeValueFactory(attribute=size, value=value) for value in SIZES}
    brands = [BrandFactory(slug=f"brand-{number}") for number in range(3)]
    top = [CategoryFactory(slug=f"top-{number}") for number in range(2)]
    below = [CategoryFactory(slug=f"below-{number}", parent=top[number % 2]) for number in range(4)]
    states = {}
    for number in range(40):
        product = ProductFactory(
            name=f"{chance.choice(['Cotton', 'Linen'])} {chance.choice(['shirt', 'skirt'])} {number}",
            category=chance.choice(top + below),
            brand=chance.choice([*brands, None]),
            tags=chance.sample(TAGS, chance.randrange(3)),
            rating_sum=(count := chance.randrange(5)) * chance.randrange(1, 6),
            rating_count=count,
            variant=None,
        )
        for at, chosen in enumerate(chance.sample(COLOURS, chance.randrange(1, 3))):
            price = chance.randrange(1, 40) * 100_00
            variant = VariantFactory(
                product=product,
                combination=str(at),
                price_minor=price,
                compare_at_price_minor=price + 1 if chance.random() < 0.3 else None,
            )
            VariantAttributeValue.objects.create(variant=variant, attribute=colour, value=values[chosen])
            state = chance.choice(list(StockState))
            states.setdefault(product.pk, {})[variant.pk] = VariantStock(None if state == "in" else 0, state)
        if chance.random() < 0.7:
            chosen = values[chance.choice(SIZES)]
            ProductAttributeValue.objects.create(product=product, attribute=size, value=chosen)
    monkeypatch.setitem(
        contributors._contributors, contributors.STOCK, lambda ids: {one: states[one] for one in ids if one in states}
    )
    fill()


def some(*values: str) -> st.SearchStrategy:
    return st.lists(st.sampled_from(values), max_size=2, unique=True)


CHOICES = st.fixed_dictionaries(
    {
        "q": st.lists(st.sampled_from(["cotton", "linen shirt", "skrit", "sh"]), max_size=1),
        "category": st.lists(st.sampled_from(["top-0", "top-1", "below-0", "below-3"]), max_size=1),
        "brand": some("brand-0", "brand-1", "brand-2"),
        "tag": some(*TAGS),
        "attr.colour": some(*COLOURS),
        "attr.size": some(*SIZES),
        "rating": st.lists(st.sampled_from(["1", "3", "4"]), max_size=1),
        "in_stock": st.lists(st.just("1"), max_size=1),
        "on_sale": st.lists(st.just("1"), max_size=1),
        "min_price": st.lists(st.sampled_from(["100", "1500"]), max_size=1),
        "max_price": st.lists(st.sampled_from(["2000", "3000.00"]), max_size=1),
    }
)


def address(choice: dict[str, list[str]]) -> str:
    parameters = QueryDict(mutable=True)
    for name, values in choice.items():
        parameters.setlist(name, values)
    return parameters.urlencode()


def test_each_count_is_what_the_click_shows(shop):
    seen = 0

    @MANY
    @given(CHOICES)
    def check(choice):
        nonlocal seen
        for code, counts in facets(address(choice)).items():
            for value, count in counts.items():
                assert asked(address({**choice, code: [value]})).total == count, (choice, code, value)
                seen += 1

    check()
    # Otherwise nothing was compared.
    assert seen > 30


def test_lists_hold_what_the_filters_say(shop):
    """Compared with the plainest way to say it: the rows of the catalogue, one by one."""
    traits = {product.pk: _traits(product) for product in Product.objects.all()}

    @MANY
    @given(CHOICES.map(lambda choice: choice | {"q": [], "category": [], "min_price": [], "max_price": []}))
    def check(choice):
        expected = {pk for pk, has in traits.items() if _fits(has, choice)}

        assert {card.id for card in asked(f"{address(choice)}&limit=100").cards} == expected

    check()


def _fits(has: dict[str, set[str]], choice: dict[str, list[str]]) -> bool:
    return all(not values or set(values) & has[name] for name, values in choice.items() if name in has)


def _traits(product: Product) -> dict[str, set[str]]:
    """Return the values with which each filter finds it."""
    stock = contributors.ask(contributors.STOCK, [product.pk])[product.pk]
    variants = list(product.variants.all())
    cheapest = min(sorted(variants, key=lambda variant: (variant.position, variant.sku)), key=lambda v: v.price_minor)
    return {
        "brand": {product.brand.slug if product.brand else ""},
        "tag": set(product.tags),
        "attr.colour": {one.value.value for variant in variants for one in variant.attribute_values.all()},
        "attr.size": {one.value.value for one in product.attribute_values.all()},
        "in_stock": {"1"} if any(one.state != StockState.OUT for one in stock.values()) else set(),
        "on_sale": {"1"} if _discount(cheapest) else set(),
        "rating": {stars for stars in "134" if product.rating_sum >= int(stars) * max(product.rating_count, 1)},
    }


def _discount(variant) -> int:
    before = variant.compare_at_price_minor
    return 100 * (before - variant.price_minor) // before if before else 0


class TestRefreshing:
    def test_makes_what_a_rebuild_makes(self, shop):
        chance = random.Random(11)
        store = StoreFactory()
        brands = list(BrandFactory._meta.model.objects.all())
        categories = list(CategoryFactory._meta.model.objects.all())
        region = RegionFactory(india=True)
        for _ in range(60):
            product = chance.choice(Product.objects.all())
            match chance.randrange(7):
                case 0:
                    product.status = chance.choice(["active", "draft"])
                case 1:
                    product.category, product.brand = chance.choice(categories), chance.choice(brands)
                case 2:
                    product.name = f"Renamed {chance.randrange(99)}"
                case 3:
                    product.store = chance.choice([store, None])
                case 4:
                    product.variants.update(price_minor=chance.randrange(1, 99) * 100, compare_at_price_minor=None)
                case 5:
                    product.tags = chance.sample(TAGS, 1)
                case 6:
                    rule = ProductRestriction.objects.filter(product=product)
                    if not rule.delete()[0]:
                        ProductRestriction.objects.create(product=product, region=region, rule="blocked")
            product.save()
            refresh_listing(product_ids=[product.pk])

        assert list(find_wrong_listings()) == []
        before = {row.product_id: row.digest for row in Listing.objects.all()}
        Listing.objects.all().delete()
        fill()
        assert {row.product_id: row.digest for row in Listing.objects.all()} == before

    def test_verify_finds_what_was_changed_behind_its_back_and_repairs_it(self, shop):
        Product.objects.filter(pk=Listing.objects.first().product_id).update(name="Changed in silence")
        Listing.objects.last().delete()

        found = next(verification.verify(["listing"]))
        assert len(found.problems) == 2

        assert not next(verification.verify(["listing"], repair=True)).is_broken
