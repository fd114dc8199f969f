"""Variants: one default always, no combination twice, and every combination made once."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from catalog import references, services
from catalog.errors import CombinationTaken, LastVariant, SkuTaken
from catalog.models import Attribute, AttributeValue, Product, ProductVariant, VariantPrice
from catalog.services.combinations import combine
from core.errors import InvalidInput, NotFound, VersionConflict
from core.models import OutboxEvent
from tests.factories.catalog import AttributeFactory, AttributeValueFactory, ProductFactory, VariantFactory
from tests.factories.regions import RegionFactory

pytestmark = pytest.mark.django_db

AXES = {"colour": ["red", "blue", "green"], "size": ["s", "m", "l"], "fit": ["slim", "wide"]}


def make_axes():
    for code, values in AXES.items():
        axis = AttributeFactory(code=code, is_variant_axis=True)
        for position, value in enumerate(values):
            AttributeValueFactory(attribute=axis, value=value, label=value.title(), position=position)


@pytest.fixture
def product():
    make_axes()
    return ProductFactory(slug="shirt", base_price_minor=10_000)


def combinations(product):
    """The values of each living variant."""
    return sorted(
        tuple(sorted(row.value.value for row in variant.attribute_values.all()))
        for variant in product.variants.alive().prefetch_related("attribute_values__value")
    )


def defaults(product):
    return list(product.variants.alive().filter(is_default=True).values_list("sku", flat=True))


class TestAdd:
    def test_takes_the_base_price_and_a_made_sku_unless_told(self, product):
        variant = services.add_variant(product=product, actor=None, attributes={"colour": "Red"})

        assert (variant.sku, variant.price_minor, variant.is_default, variant.position) == ("SHIRT", 10_000, False, 1)
        assert len(variant.combination) == 64

    def test_refuses_a_combination_that_is_there(self, product):
        services.add_variant(product=product, actor=None, attributes={"colour": "red", "size": "m"})

        with pytest.raises(CombinationTaken):
            services.add_variant(product=product, actor=None, attributes={"size": "M", "colour": "RED"})

        assert product.variants.count() == 2

    def test_refuses_the_sku_of_another_product_also_of_a_deleted_variant(self, product):
        VariantFactory(sku="TAKEN", deleted_at="2026-01-01T00:00:00Z")

        with pytest.raises(SkuTaken):
            services.add_variant(product=product, actor=None, sku="taken", attributes={"colour": "red"})

    def test_brings_an_own_deleted_variant_back(self, product):
        variant = services.add_variant(product=product, actor=None, sku="S-1", attributes={"colour": "red"})
        services.delete_variant(variant=variant, actor=None)

        again = services.add_variant(product=product, actor=None, sku="s-1", attributes={"colour": "blue"})

        assert (again.pk, again.is_deleted) == (variant.pk, False)
        assert [row.value.value for row in again.attribute_values.all()] == ["blue"]

    def test_moves_the_default(self, product):
        services.add_variant(product=product, actor=None, sku="S-1", attributes={"colour": "red"}, is_default=True)

        assert defaults(product) == ["S-1"]

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"attributes": {"colour": "pink"}}, "attributes.colour"),
            ({"attributes": {"colour": ["red", "blue"]}}, "attributes.colour"),
            ({"attributes": {"colour": None}}, "attributes.colour"),
            ({"attributes": {"weave": "x"}}, "attributes.weave"),
            ({"price": "0"}, "price"),
            ({"price": "19.999"}, "price"),
            ({"compare_at_price": "100.00"}, "compare_at_price"),
            ({"cost_price": "-1"}, "cost_price"),
            ({"sku": "<b>"}, "sku"),
            ({"sku": "x" * 101}, "sku"),
            ({"barcode": "x" * 41}, "barcode"),
            ({"weight_grams": 0}, "weight"),
            ({"is_active": "no"}, "is_active"),
            ({"position": -1}, "position"),
        ],
    )
    def test_refuses_what_is_wrong_by_its_field(self, product, wrong, field):
        with pytest.raises(InvalidInput) as refusal:
            services.add_variant(product=product, actor=None, **{"attributes": {"colour": "red"}, **wrong})

        assert list(refusal.value.details) == [field]
        assert product.variants.count() == 1

    def test_takes_no_attribute_by_which_variants_do_not_differ(self, product):
        AttributeFactory(code="material", data_type="string")

        with pytest.raises(InvalidInput):
            services.add_variant(product=product, actor=None, attributes={"material": "wool"})


class TestUpdate:
    def test_changes_price_and_values(self, product):
        variant = product.variants.get()

        services.update_variant(
            variant=variant, actor=None, price="90.00", compare_at_price="100.00", attributes={"size": "m"}
        )

        variant.refresh_from_db()
        assert (variant.price_minor, variant.compare_at_price_minor) == (9_000, 10_000)
        assert combinations(product) == [("m",)]
        assert OutboxEvent.objects.get(name="ProductChanged").payload == {"product_id": str(product.pk)}

    def test_refuses_a_price_that_reaches_the_former_one(self, product):
        variant = product.variants.get()
        services.update_variant(variant=variant, actor=None, price="90.00", compare_at_price="100.00")

        with pytest.raises(InvalidInput):
            services.update_variant(variant=variant, actor=None, price="100.00")

    def test_keeps_one_default(self, product):
        variant = product.variants.get()

        with pytest.raises(InvalidInput):
            services.update_variant(variant=variant, actor=None, is_default=False)

        assert defaults(product) == [variant.sku]

    def test_refuses_a_stale_edit_and_a_deleted_variant(self, product):
        variant = services.add_variant(product=product, actor=None, attributes={"colour": "red"})
        version = ProductVariant.objects.get(pk=variant.pk).updated_at
        services.update_variant(variant=variant, actor=None, version=version, price="1.00")

        with pytest.raises(VersionConflict):
            services.update_variant(variant=variant, actor=None, version=version, price="2.00")
        services.delete_variant(variant=variant, actor=None)
        with pytest.raises(NotFound):
            services.update_variant(variant=variant, actor=None, price="3.00")


class TestDelete:
    def test_leaves_another_default(self, product):
        first = product.variants.get()
        services.add_variant(product=product, actor=None, sku="S-1", attributes={"colour": "red"}, is_active=False)
        services.add_variant(product=product, actor=None, sku="S-2", attributes={"colour": "blue"})

        services.delete_variant(variant=first, actor=None)

        assert defaults(product) == ["S-2"]

    def test_of_the_last_one_is_refused(self, product):
        with pytest.raises(LastVariant):
            services.delete_variant(variant=product.variants.get(), actor=None)

    def test_frees_its_combination(self, product):
        variant = services.add_variant(product=product, actor=None, sku="S-1", attributes={"colour": "red"})
        services.delete_variant(variant=variant, actor=None)

        services.add_variant(product=product, actor=None, sku="S-2", attributes={"colour": "red"})

        assert combinations(product) == [(), ("red",)]


class TestAttributesOfAVariant:
    def test_come_and_go_one_by_one(self, product):
        variant = product.variants.get()
        services.set_variant_attribute(variant=variant, code="colour", value="red", actor=None)
        services.set_variant_attribute(variant=variant, code="size", value="m", actor=None)
        services.set_variant_attribute(variant=variant, code="colour", value="blue", actor=None)
        assert combinations(product) == [("blue", "m")]

        services.remove_variant_attribute(
            variant=variant, value_id=AttributeValue.objects.get(value="m").pk, actor=None
        )

        assert combinations(product) == [("blue",)]

    def test_do_not_make_twins(self, product):
        services.add_variant(product=product, actor=None, attributes={"colour": "red"})
        other = services.add_variant(product=product, actor=None, attributes={"colour": "red", "size": "m"})

        with pytest.raises(CombinationTaken):
            services.remove_variant_attribute(
                variant=other, value_id=AttributeValue.objects.get(value="m").pk, actor=None
            )

        assert combinations(product) == [(), ("m", "red"), ("red",)]

    def test_that_it_has_not_cannot_be_taken_back(self, product):
        with pytest.raises(NotFound):
            services.remove_variant_attribute(
                variant=product.variants.get(), value_id=AttributeValue.objects.get(value="m").pk, actor=None
            )


class TestGenerate:
    def test_makes_every_combination_once_by_the_pattern(self, product):
        made = services.generate_variants(
            product=product,
            axes={"colour": ["red", "blue"], "size": ["s", "m"]},
            actor=None,
            sku_pattern="tee-{size}-{colour}",
        )

        assert [variant.sku for variant in made] == ["TEE-S-RED", "TEE-M-RED", "TEE-S-BLUE", "TEE-M-BLUE"]
        assert combinations(product) == [("blue", "m"), ("blue", "s"), ("m", "red"), ("red", "s")]
        assert defaults(product) == ["TEE-S-RED"]

    def test_adds_only_what_is_missing(self, product):
        services.generate_variants(product=product, axes={"colour": ["red"], "size": ["s"]}, actor=None)

        made = services.generate_variants(product=product, axes={"colour": ["red"], "size": ["s", "m"]}, actor=None)
        none = services.generate_variants(product=product, axes={"colour": ["red"], "size": ["s", "m"]}, actor=None)

        assert [variant.sku for variant in made] == ["SHIRT-RED-M"]
        assert none == []

    def test_keeps_the_sku_of_a_plain_variant_that_somebody_ordered(self, product, monkeypatch):
        monkeypatch.setattr(references, "_references", {})
        references.register("orders", lambda products, variants: 1)
        plain = product.variants.get()

        services.generate_variants(product=product, axes={"colour": ["red"]}, actor=None)

        assert product.variants.get().sku == plain.sku

    def test_numbers_skus_that_would_be_the_same(self, product):
        made = services.generate_variants(
            product=product, axes={"colour": ["red", "blue"]}, actor=None, sku_pattern="TEE"
        )

        assert [variant.sku for variant in made] == ["TEE", "TEE-2"]

    @pytest.mark.parametrize(
        ("axes", "pattern", "field"),
        [
            ({}, "", "axes"),
            ({"colour": []}, "", "axes"),
            ({"colour": "red"}, "", "axes"),
            ({"colour": ["red"] * 300}, "", "axes"),
            ({"colour": ["red"] * 100, "size": ["s"] * 100}, "", "axes"),
            ({"colour": ["pink"]}, "", "axes.colour"),
            ({"weave": ["x"]}, "", "axes.weave"),
            ({"colour": ["red"]}, "{nothing}", "sku_pattern"),
            ({"colour": ["red"]}, "{colour.__class__}", "sku_pattern"),
            ({"colour": ["red"]}, "=<{colour}>", "sku"),
        ],
    )
    def test_refuses_what_is_wrong_by_its_field(self, product, axes, pattern, field):
        with pytest.raises(InvalidInput) as refusal:
            services.generate_variants(product=product, axes=axes, actor=None, sku_pattern=pattern)

        assert list(refusal.value.details) == [field]
        assert product.variants.count() == 1

    def test_takes_as_many_queries_for_two_as_for_eighteen(self, product, django_assert_max_num_queries):
        with django_assert_max_num_queries(20):
            services.generate_variants(product=product, axes=AXES, actor=None)

        assert len(combinations(product)) == 18

    def test_combines_nothing_to_nothing(self):
        assert combine({}) == []


picks = st.fixed_dictionaries(
    {}, optional={code: st.lists(st.sampled_from(values), min_size=1, unique=True) for code, values in AXES.items()}
).filter(bool)


class TestGenerateAnything(TestCase):
    @settings.get_profile("rows")
    @given(st.lists(picks, min_size=1, max_size=4))
    def test_has_every_combination_asked_for_once_and_one_default(self, rounds):
        make_axes()
        product = ProductFactory(slug="shirt")

        wanted = set()
        for axes in rounds:
            services.generate_variants(product=product, axes=axes, actor=None)
            found: list[tuple[str, ...]] = [()]
            for values in axes.values():
                found = [(*chosen, value) for chosen in found for value in values]
            wanted |= {tuple(sorted(chosen)) for chosen in found}

        there = combinations(product)
        assert len(there) == len(set(there))
        assert set(there) == wanted
        assert len(defaults(product)) == 1
        Product.objects.all().delete()
        Attribute.objects.all().delete()


class TestRegionPrices:
    def test_are_set_changed_and_taken_away(self, product):
        variant, region = product.variants.get(), RegionFactory(currency="JPY")

        services.set_region_prices(
            variant=variant, prices=[{"region": region.pk, "price": "2500", "compare_at_price": "3000"}], actor=None
        )
        price = VariantPrice.objects.get()
        assert (price.price_minor, price.compare_at_price_minor, price.currency) == (2500, 3000, "JPY")
        services.set_region_prices(variant=variant, prices=[{"region": region.pk, "price": None}], actor=None)

        assert not VariantPrice.objects.exists()

    @pytest.mark.parametrize(
        ("row", "field"),
        [
            ({"price": "25.5"}, "prices.0.price"),
            ({"price": "0"}, "prices.0.price"),
            ({"price": "2500", "compare_at_price": "2500"}, "prices.0.compare_at_price"),
            ({"region": "0193f0a5-6d52-7c11-9d0a-0c3f5b7a2e91", "price": "1"}, "prices.0.region"),
        ],
    )
    def test_refuse_what_is_wrong_by_its_field(self, product, row, field):
        region = RegionFactory(currency="JPY")

        with pytest.raises(InvalidInput) as refusal:
            services.set_region_prices(
                variant=product.variants.get(), prices=[{"region": region.pk, **row}], actor=None
            )

        assert list(refusal.value.details) == [field]
        assert not VariantPrice.objects.exists()

    def test_say_nothing_when_nothing_changes(self, product):
        variant, region = product.variants.get(), RegionFactory(currency="USD")
        prices = [{"region": region.pk, "price": "19.99"}]
        services.set_region_prices(variant=variant, prices=prices, actor=None)
        before = OutboxEvent.objects.count()

        services.set_region_prices(variant=variant, prices=prices, actor=None)

        assert OutboxEvent.objects.count() == before
