"""Products: made, changed, published, withdrawn, duplicated, deleted and brought back."""

import pytest

from audit.models import AdminActionLog
from catalog import references, services
from catalog.enums import ProductStatus
from catalog.errors import SkuTaken, SlugTaken, StillUsed
from catalog.models import (
    Product,
    ProductRestriction,
    ProductVariant,
    SlugRedirect,
    Translation,
    VariantPrice,
)
from core.errors import InvalidInput, InvalidTransition, NotFound, VersionConflict
from core.models import OutboxEvent
from tests.factories.accounts import UserFactory
from tests.factories.catalog import (
    AttributeFactory,
    AttributeValueFactory,
    BrandFactory,
    CategoryFactory,
    ProductFactory,
    VariantFactory,
)
from tests.factories.regions import RegionFactory, TaxClassFactory

pytestmark = pytest.mark.django_db

UNKNOWN = "0193f0a5-6d52-7c11-9d0a-0c3f5b7a2e91"


def described(**changes):
    """What it takes to make a product."""
    return {
        "actor": None,
        "name": "Brass Lamp",
        "category": CategoryFactory().pk,
        "short_description": "A lamp of brass, made by hand.",
        "description": "<p>Cast in Moradabad, polished by hand.</p>",
        "base_price": "1499.00",
        **changes,
    }


@pytest.fixture(autouse=True)
def tax_class():
    return TaxClassFactory()


class TestCreate:
    def test_makes_a_draft_with_one_default_variant_at_the_base_price(self):
        product = services.create_product(**described())

        variant = product.variants.get()
        assert (product.slug, product.status, product.currency, product.published_at) == (
            "brass-lamp", "draft", "INR", None,
        )  # fmt: skip
        assert (variant.sku, variant.price_minor, variant.is_default, variant.combination) == (
            "BRASS-LAMP", 149_900, True, "",
        )  # fmt: skip
        assert OutboxEvent.objects.get(name="ProductChanged").payload == {"product_id": str(product.pk)}

    def test_makes_everything_that_is_described_at_once(self):
        colour = AttributeFactory(code="colour", is_variant_axis=True)
        for value in ("red", "blue"):
            AttributeValueFactory(attribute=colour, value=value)
        AttributeFactory(code="material", data_type="string")
        brand = BrandFactory()

        product = services.create_product(
            **described(
                brand=brand.pk,
                status="active",
                tags=["  Festive ", "festive", "BRASS"],
                target_role="retailer",
                weight_grams=800,
                length_mm=120,
                attributes={"material": ["Brass", "brass", "Copper wire"]},
                translations={"hi": {"name": "पीतल का दीपक"}},
                variants=[
                    {"sku": "lamp-r", "attributes": {"colour": "Red"}},
                    {"sku": "lamp-b", "attributes": {"colour": "blue"}, "price": "1599.50", "is_default": True},
                ],
            )
        )

        assert (product.brand, product.tags, product.weight_grams) == (brand, ["festive", "brass"], 800)
        assert product.published_at
        assert {row.value.value for row in product.attribute_values.all()} == {"brass", "copper-wire"}
        assert list(product.variants.values_list("sku", "price_minor", "is_default")) == [
            ("LAMP-R", 149_900, False),
            ("LAMP-B", 159_950, True),
        ]
        assert Translation.objects.get(object_id=product.pk).text == "पीतल का दीपक"

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"name": "x"}, "name"),
            ({"name": "x" * 256}, "name"),
            ({"short_description": "Too short"}, "short_description"),
            ({"short_description": "x" * 501}, "short_description"),
            ({"description": "<p>" + "<b></b>" * 20 + "</p>"}, "description"),
            ({"description": "x" * 10_001}, "description"),
            ({"description": "<script>" + "x" * 40 + "</script>"}, "description"),
            ({"base_price": "0"}, "base_price"),
            ({"base_price": "0.001"}, "base_price"),
            ({"base_price": "-1"}, "base_price"),
            ({"base_price": "19.999"}, "base_price"),
            ({"base_price": "1000000.00"}, "base_price"),
            ({"base_price": "1000000000000"}, "base_price"),
            ({"base_price": "NaN"}, "base_price"),
            ({"base_price": "Infinity"}, "base_price"),
            ({"base_price": "1e3"}, "base_price"),
            ({"base_price": "٣"}, "base_price"),
            ({"base_price": True}, "base_price"),
            ({"base_price": None}, "base_price"),
            ({"currency": "XYZ"}, "currency"),
            ({"category": UNKNOWN}, "category"),
            ({"category": None}, "category"),
            ({"brand": UNKNOWN}, "brand"),
            ({"store": UNKNOWN}, "store"),
            ({"tax_class": UNKNOWN}, "tax_class"),
            ({"status": "sold-out"}, "status"),
            ({"kind": "ghost"}, "kind"),
            ({"target_role": "boss"}, "target_role"),
            ({"tags": ["x" * 51]}, "tags"),
            ({"tags": [f"tag {n}" for n in range(21)]}, "tags"),
            ({"tags": "festive"}, "tags"),
            ({"tags": [1]}, "tags"),
            ({"weight_grams": 0}, "weight"),
            ({"weight_grams": 1.5}, "weight"),
            ({"height_mm": -1}, "dimensions"),
            ({"attributes": {"nothing": "x"}}, "attributes.nothing"),
            ({"translations": {"hi": {"description": "x" * 10_001}}}, "translations"),
            ({"variants": [{"price": "0.00"}]}, "variants.0.price"),
            ({"variants": [{"price": "10.00", "compare_at_price": "10.00"}]}, "variants.0.compare_at_price"),
            ({"variants": [{"cost_price": "NaN"}]}, "variants.0.cost_price"),
            ({"variants": [{"sku": "x"}]}, "variants.0.sku"),
            ({"variants": [{"sku": "=1+1"}]}, "variants.0.sku"),
            ({"variants": [{"is_default": True}, {"is_default": True}]}, "variants"),
        ],
    )
    def test_refuses_what_is_wrong_by_its_field(self, wrong, field):
        with pytest.raises(InvalidInput) as refusal:
            services.create_product(**described(**wrong))

        assert list(refusal.value.details) == [field]
        assert not Product.objects.exists()

    @pytest.mark.parametrize(
        ("currency", "good", "minor", "bad"),
        [
            ("JPY", "1500", 1500, "1500.5"),
            ("INR", "1499.5", 149_950, "1499.555"),
            ("KWD", "12.345", 12_345, "12.3456"),
        ],
    )
    def test_reads_prices_by_the_decimals_of_their_currency(self, currency, good, minor, bad):
        product = services.create_product(**described(currency=currency, base_price=good))

        assert product.base_price_minor == minor
        with pytest.raises(InvalidInput):
            services.create_product(**described(currency=currency, base_price=bad))

    def test_names_everything_that_is_missing(self):
        with pytest.raises(InvalidInput) as refusal:
            services.create_product(actor=None)

        assert set(refusal.value.details) == {"name", "category", "short_description", "description", "base_price"}

    def test_keeps_nothing_that_could_run(self):
        product = services.create_product(
            **described(
                description='<p onclick="x()">Good <b>lamp</b></p><script>alert(1)</script>'
                '<a href="javascript:x">a</a><a href="https://rao.example">b</a><img src=x onerror=x>'
                "{{7*7}}<svg onload=x>"
            )
        )

        assert product.description == (
            '<p>Good <b>lamp</b></p><a rel="noopener nofollow">a</a>'
            '<a href="https://rao.example" rel="noopener nofollow">b</a>{{7*7}}'
        )

    def test_refuses_two_variants_of_the_same_combination(self):
        colour = AttributeFactory(code="colour", is_variant_axis=True)
        AttributeValueFactory(attribute=colour, value="red")
        twins = [{"sku": f"lamp-{n}", "attributes": {"colour": "red"}} for n in range(2)]

        with pytest.raises(Exception, match="exists already"):
            services.create_product(**described(variants=twins))
        assert not Product.objects.exists()

    def test_refuses_a_sku_that_is_taken_however_it_is_spelled(self):
        VariantFactory(sku="LAMP-1")

        with pytest.raises(SkuTaken):
            services.create_product(**described(variants=[{"sku": " ｌamp-1\u200b"}]))


class TestUpdate:
    def test_changes_what_is_given_and_tells_the_action_log(self):
        staff = UserFactory(admin=True)
        product = ProductFactory(name="Lamp")

        services.update_product(product=product, actor=staff, name="Brass Lamp", tags=["brass"])

        line = AdminActionLog.objects.get()
        assert (line.action, line.before, line.after) == (
            "catalog.product.changed",
            {"name": "Lamp", "tags": []},
            {"name": "Brass Lamp", "tags": ["brass"]},
        )

    def test_takes_variants_at_the_base_price_along(self):
        product = services.create_product(**described(base_price="100.00"))
        other = VariantFactory(product=product, price_minor=20_000, combination="x")

        services.update_product(product=product, actor=None, base_price="120.00")

        assert product.variants.get(is_default=True).price_minor == 12_000
        other.refresh_from_db()
        assert other.price_minor == 20_000

    def test_refuses_a_base_price_above_a_former_price(self):
        product = services.create_product(**described(base_price="100.00"))
        product.variants.update(compare_at_price_minor=11_000)

        with pytest.raises(InvalidInput) as refusal:
            services.update_product(product=product, actor=None, base_price="120.00")

        assert list(refusal.value.details) == ["base_price"]
        assert Product.objects.get(pk=product.pk).base_price_minor == 10_000

    def test_replaces_the_values_of_the_attributes_that_are_given(self):
        AttributeFactory(code="material", data_type="string")
        AttributeFactory(code="year", data_type="int")
        product = services.create_product(**described(attributes={"material": ["brass", "wood"], "year": 1990}))

        services.update_product(product=product, actor=None, attributes={"material": ["brass", "stone"]})
        services.update_product(product=product, actor=None, attributes={"year": None})

        assert {row.value.value for row in product.attribute_values.all()} == {"brass", "stone"}

    def test_refuses_a_stale_edit(self):
        product = ProductFactory()
        version = product.updated_at
        services.update_product(product=product, actor=None, version=version, name="First")

        with pytest.raises(VersionConflict):
            services.update_product(product=product, actor=None, version=version, name="Second")

    def test_does_not_count_views_as_an_edit(self):
        product = ProductFactory()
        Product.objects.filter(pk=product.pk).update(view_count=5)

        services.update_product(product=product, actor=None, version=product.updated_at, name="First")

    def test_refuses_a_deleted_product_and_one_that_is_gone(self):
        product, gone = ProductFactory(), ProductFactory()
        services.delete_product(product=product, actor=None)
        Product.objects.filter(pk=gone.pk).delete()

        with pytest.raises(InvalidTransition):
            services.update_product(product=product, actor=None, name="Other")
        with pytest.raises(NotFound):
            services.update_product(product=gone, actor=None, name="Other")


class TestStatus:
    def test_publishes_once(self):
        product = services.create_product(**described())

        first = services.toggle_product_status(product=product, actor=None).published_at
        services.toggle_product_status(product=product, actor=None)
        again = services.toggle_product_status(product=product, actor=None)

        assert first
        assert (again.status, again.published_at) == ("active", first)

    @pytest.mark.parametrize(
        ("status", "wanted"),
        [("active", "draft"), ("archived", "active"), ("inactive", "draft"), ("draft", "inactive")],
    )
    def test_refuses_what_the_table_does_not_allow(self, status, wanted):
        product = ProductFactory(status=status)

        with pytest.raises(InvalidTransition):
            services.set_product_status(product=product, status=ProductStatus(wanted), actor=None)

        product.refresh_from_db()
        assert product.status == status

    def test_says_nothing_when_it_holds_already(self):
        product = ProductFactory()

        services.set_product_status(product=product, status=ProductStatus.ACTIVE, actor=UserFactory(admin=True))

        assert not AdminActionLog.objects.exists()


class TestDeleteAndRestore:
    def test_keep_address_and_skus(self):
        product = ProductFactory(slug="lamp")
        services.delete_product(product=product, actor=None)
        assert Product.objects.get(pk=product.pk).is_deleted

        services.restore_product(product=product, actor=None)

        product.refresh_from_db()
        assert (product.slug, product.is_deleted, product.variants.alive().count()) == ("lamp", False, 1)

    def test_give_way_to_whoever_takes_the_address(self):
        product = ProductFactory(name="Lamp", slug="lamp")
        services.delete_product(product=product, actor=None)

        other = services.create_product(**described(slug="lamp"))
        restored = services.restore_product(product=product, actor=None)

        assert (other.slug, restored.slug) == ("lamp", "lamp-2")

    def test_do_not_give_a_made_address_away(self):
        product = ProductFactory(name="Brass Lamp", slug="brass-lamp")
        services.delete_product(product=product, actor=None)

        assert services.create_product(**described()).slug == "brass-lamp-2"

    def test_twice_is_once(self):
        staff = UserFactory(admin=True)
        product = ProductFactory()

        for _ in range(2):
            services.delete_product(product=product, actor=staff)
        for _ in range(2):
            services.restore_product(product=product, actor=staff)

        assert sorted(AdminActionLog.objects.values_list("action", flat=True)) == [
            "catalog.product.deleted",
            "catalog.product.restored",
        ]


class TestDeleteForGood:
    def test_takes_everything_along(self):
        product = services.create_product(**described(translations={"hi": {"name": "दीपक"}}))

        services.delete_product_for_good(product=product, actor=None)

        assert not Product.objects.exists()
        assert not ProductVariant.objects.exists()
        assert not Translation.objects.exists()

    def test_is_refused_while_something_needs_a_variant(self, monkeypatch):
        product = ProductFactory()
        needed = set(product.variants.values_list("pk", flat=True))
        monkeypatch.setattr(references, "_references", {})
        references.register("orders", lambda products, variants: len(needed & set(variants)))

        with pytest.raises(StillUsed) as refusal:
            services.delete_product_for_good(product=product, actor=None)

        assert refusal.value.details == {"used_by": {"orders": 1}}
        assert Product.objects.filter(pk=product.pk).exists()


class TestDuplicate:
    def test_copies_everything_but_its_history(self):
        colour = AttributeFactory(code="colour", is_variant_axis=True)
        AttributeValueFactory(attribute=colour, value="red")
        product = services.create_product(
            **described(
                status="active",
                translations={"hi": {"name": "दीपक"}},
                variants=[{"sku": "lamp-r", "attributes": {"colour": "red"}, "barcode": "890"}],
            )
        )
        Product.objects.filter(pk=product.pk).update(sold_count=9, view_count=9, rating_sum=9, rating_count=2)
        region = RegionFactory(currency="USD")
        ProductRestriction.objects.create(region=region, rule="blocked", product=product)
        VariantPrice.objects.create(variant=product.variants.get(), region=region, price_minor=999, currency="USD")

        copy = services.duplicate_product(product=product, actor=None)

        copy.refresh_from_db()
        variant = copy.variants.get()
        assert (copy.name, copy.slug, copy.status) == ("Brass Lamp (copy)", "brass-lamp-copy", "draft")
        assert (copy.sold_count, copy.view_count, copy.rating_count, copy.published_at) == (0, 0, 0, None)
        assert (variant.sku, variant.barcode, variant.is_default) == ("LAMP-R-COPY", "", True)
        assert variant.attribute_values.get().value.value == "red"
        assert variant.region_prices.get().price_minor == 999
        assert copy.restrictions.get().region == region
        assert Translation.objects.get(object_id=copy.pk).text == "दीपक"
        assert product.variants.get().sku == "LAMP-R"


class TestSlugs:
    """Edge case 28."""

    def rename(self, product, slug):
        services.update_product(product=product, actor=None, slug=slug)

    def test_of_the_past_lead_to_the_present_in_one_hop(self):
        product = ProductFactory(slug="a")
        for slug in ("b", "c"):
            self.rename(product, slug)

        assert {(row.slug, row.product.slug) for row in SlugRedirect.objects.all()} == {("a", "c"), ("b", "c")}

    def test_belong_to_whoever_has_them_now(self):
        product, other = ProductFactory(slug="a"), ProductFactory(slug="x")
        self.rename(product, "b")

        self.rename(other, "a")

        assert {(row.slug, row.product.slug) for row in SlugRedirect.objects.all()} == {("x", "a")}

    def test_can_be_taken_up_again_without_a_loop(self):
        product = ProductFactory(slug="a")
        for slug in ("b", "a"):
            self.rename(product, slug)

        assert {(row.slug, row.product.slug) for row in SlugRedirect.objects.all()} == {("b", "a")}

    def test_are_made_around_those_that_lead_somewhere(self):
        product = ProductFactory(slug="brass-lamp")
        self.rename(product, "old-lamp")

        assert services.create_product(**described()).slug == "brass-lamp-2"

    def test_are_refused_while_another_has_them(self):
        product, _other = ProductFactory(slug="a"), ProductFactory(slug="b")

        with pytest.raises(SlugTaken):
            self.rename(product, "b")

        assert not SlugRedirect.objects.exists()
