"""/admin/categories, /admin/brands and /admin/attributes of the API."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from audit.models import AdminActionLog
from catalog.models import Attribute, AttributeValue, Brand, Category
from core.models import OutboxEvent
from tests.factories.accounts import UserFactory
from tests.factories.catalog import (
    AttributeFactory,
    AttributeValueFactory,
    BrandFactory,
    CategoryFactory,
    ProductFactory,
)

pytestmark = pytest.mark.django_db

CATEGORIES, BRANDS, ATTRIBUTES = (reverse(f"catalog-staff:{name}") for name in ("categories", "brands", "attributes"))


@pytest.fixture
def staff(api_as):
    user = UserFactory(support=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="catalog"))
    return api_as(user)


def path(name, *rows):
    return reverse(f"catalog-staff:{name}", args=[row.pk for row in rows])


def names(answer):
    return [row["name"] for row in answer.json()["data"]]


class TestLists:
    @pytest.mark.parametrize(
        ("where", "make", "queries"),
        [(CATEGORIES, CategoryFactory, 5), (BRANDS, BrandFactory, 5), (ATTRIBUTES, AttributeFactory, 5)],
    )
    def test_take_as_many_queries_for_few_as_for_many(self, staff, django_assert_num_queries, where, make, queries):
        for size in (3, 12):
            make.create_batch(size)
            with django_assert_num_queries(queries):
                assert len(staff.get(where, {"limit": 100}).json()["data"]) >= size

    def test_of_values_take_as_many_queries_for_few_as_for_many(self, staff, django_assert_num_queries):
        attribute = AttributeFactory()
        for size in (3, 12):
            AttributeValueFactory.create_batch(size, attribute=attribute)
            with django_assert_num_queries(7):
                assert staff.get(path("values", attribute), {"limit": 100}).status_code == 200

    def test_are_filtered_and_sorted(self, staff):
        home = CategoryFactory(name="Home", position=1)
        CategoryFactory(name="Kitchen", parent=home, is_active=False, target_role="retailer")
        CategoryFactory(name="Art", position=0)

        for wanted, found in [
            ({}, ["Art", "Kitchen", "Home"]),
            ({"parent": str(home.pk)}, ["Kitchen"]),
            ({"is_active": "false"}, ["Kitchen"]),
            ({"target_role": "retailer"}, ["Kitchen"]),
            ({"q": "hom"}, ["Home"]),
            ({"sort": "name"}, ["Art", "Home", "Kitchen"]),
        ]:
            assert names(staff.get(CATEGORIES, wanted)) == found, wanted

    @pytest.mark.parametrize(
        ("where", "wanted"),
        [
            (CATEGORIES, {"parent": "home"}),
            (CATEGORIES, {"target_role": "boss"}),
            (CATEGORIES, {"sort": "x"}),
            (BRANDS, {"is_active": "maybe"}),
            (BRANDS, {"sort": "position"}),
            (ATTRIBUTES, {"data_type": "x"}),
            (ATTRIBUTES, {"limit": 101}),
        ],
    )
    def test_refuse_unknown_values(self, staff, where, wanted):
        assert staff.get(where, wanted).status_code == 400


class TestCategories:
    def test_are_added_moved_ordered_and_deleted(self, staff):
        home = staff.post(CATEGORIES, {"name": "Home", "translations": {"hi": {"name": "घर"}}}).json()["data"]
        bath = staff.post(CATEGORIES, {"name": "Bath", "parent": home["id"]}).json()["data"]
        bed = staff.post(CATEGORIES, {"name": "Bed", "parent": home["id"], "position": 0}).json()["data"]
        assert (home["slug"], home["translations"], bed["position"]) == ("home", {"hi": {"name": "घर"}}, 0)

        ordered = staff.put(f"{CATEGORIES}/order", {"parent": home["id"], "order": [bath["id"], bed["id"]]})
        moved = staff.put(f"{CATEGORIES}/{bed['id']}", {"parent": None, "slug": "beds"}).json()["data"]
        deleted = staff.delete(f"{CATEGORIES}/{bath['id']}", {"reason": "Closed"})

        assert (ordered.status_code, moved["parent"], moved["slug"], deleted.status_code) == (204, None, "beds", 204)
        assert names(staff.get(CATEGORIES, {"sort": "name"})) == ["Bed", "Home"]

    def test_are_not_moved_below_themselves(self, staff):
        home = CategoryFactory()
        kitchen = CategoryFactory(parent=home)

        answer = staff.put(path("category", home), {"parent": str(kitchen.pk)})

        assert answer.status_code == 400
        assert list(answer.json()["error"]["details"]) == ["parent"]

    def test_with_products_at_the_top_need_an_heir(self, staff):
        product, other = ProductFactory(), CategoryFactory()
        where = path("category", product.category)

        refused = staff.delete(where)
        assert (refused.status_code, refused.json()["error"]["details"]) == (409, {"used_by": {"products": 1}})
        assert staff.delete(where, {"move_to": str(other.pk)}).status_code == 204

        product.refresh_from_db()
        assert product.category == other

    def test_refuse_a_stale_edit(self, staff):
        home = CategoryFactory()
        version = staff.get(path("category", home)).json()["data"]["updated_at"]
        staff.put(path("category", home), {"description": "First", "version": version})

        answer = staff.put(path("category", home), {"description": "Second", "version": version})

        assert answer.json()["error"]["code"] == "VERSION_CONFLICT"

    @pytest.mark.parametrize("field", ["id", "product_count", "created_at", "picture_id"])
    def test_take_nothing_else(self, staff, field):
        home = CategoryFactory()
        before = Category.objects.filter(pk=home.pk).values().get()

        staff.put(path("category", home), {"name": home.name, field: "0193f0a5-6d52-7c11-9d0a-0c3f5b7a2e91"})

        after = Category.objects.filter(pk=home.pk).values().get()
        assert after | {"updated_at": 0} == before | {"updated_at": 0}


class TestBrands:
    def test_are_added_changed_and_deleted(self, staff):
        made = staff.post(BRANDS, {"name": "Rao", "website": "https://rao.example"}).json()["data"]
        where = f"{BRANDS}/{made['id']}"

        changed = staff.put(where, {"name": "Rao & Sons", "translations": {"hi": {"name": "राव"}}}).json()["data"]

        assert (changed["slug"], changed["translations"]["hi"]["name"]) == ("rao", "राव")
        assert staff.delete(where, {"reason": "Left"}).status_code == 204
        assert not Brand.objects.exists()
        assert [line.action for line in AdminActionLog.objects.order_by("pk")] == [
            "catalog.brand.added",
            "catalog.brand.changed",
            "catalog.brand.deleted",
        ]

    def test_that_products_have_stay(self, staff):
        brand = BrandFactory()
        ProductFactory(brand=brand)

        assert staff.delete(path("brand", brand)).json()["error"]["code"] == "INVALID_TRANSITION"

    def test_have_an_address_of_their_own(self, staff):
        BrandFactory(slug="rao")

        answer = staff.post(BRANDS, {"name": "Rao", "slug": "rao"})

        assert (answer.status_code, list(answer.json()["error"]["details"])) == (409, ["slug"])


class TestAttributes:
    def test_are_added_with_values_and_deleted(self, staff):
        made = staff.post(ATTRIBUTES, {"name": "Frame colour", "data_type": "colour", "is_variant_axis": True}).json()[
            "data"
        ]
        values = f"{ATTRIBUTES}/{made['id']}/values"
        indigo = staff.post(
            values, {"label": "Indigo blue", "colour_hex": "#3F51B5", "translations": {"hi": {"label": "नील"}}}
        ).json()["data"]
        changed = staff.put(f"{values}/{indigo['id']}", {"label": "Indigo"}).json()["data"]

        assert made["code"] == "frame-colour"
        assert (indigo["value"], indigo["colour_hex"], indigo["position"]) == ("indigo-blue", "#3f51b5", 0)
        assert (changed["label"], changed["value"], changed["translations"]) == (
            "Indigo", "indigo-blue", {"hi": {"label": "नील"}},
        )  # fmt: skip
        assert staff.delete(f"{values}/{indigo['id']}").status_code == 204
        assert staff.delete(f"{ATTRIBUTES}/{made['id']}").status_code == 204
        assert not Attribute.objects.exists()
        assert OutboxEvent.objects.filter(name="AttributeChanged").count() == 5

    def test_have_a_code_of_their_own(self, staff):
        AttributeFactory(code="size")

        answer = staff.post(ATTRIBUTES, {"name": "Size", "data_type": "enum"})

        assert (answer.status_code, list(answer.json()["error"]["details"])) == (409, ["code"])

    def test_keep_their_type_while_they_have_values(self, staff):
        attribute = AttributeValueFactory().attribute

        assert staff.put(path("attribute", attribute), {"data_type": "int"}).status_code == 409
        assert staff.put(path("attribute", attribute), {"data_type": attribute.data_type}).status_code == 200

    @pytest.mark.parametrize(
        ("data_type", "body", "field"),
        [
            ("int", {"label": "many"}, "label"),
            ("int", {"label": "1.5"}, "label"),
            ("float", {"label": "NaN"}, "label"),
            ("float", {"label": "1e400"}, "label"),
            ("float", {"label": "٣"}, "label"),
            ("bool", {"label": "perhaps"}, "label"),
            ("colour", {"label": "Red"}, "colour_hex"),
            ("colour", {"label": "Red", "colour_hex": "red"}, "colour_hex"),
            ("enum", {"label": "Red", "colour_hex": "#ff0000"}, "colour_hex"),
            ("enum", {"label": "\u200b"}, "label"),
            ("enum", {}, "label"),
        ],
    )
    def test_refuse_values_of_another_type(self, staff, data_type, body, field):
        attribute = AttributeFactory(data_type=data_type)

        answer = staff.post(path("values", attribute), body)

        assert answer.status_code == 400
        assert list(answer.json()["error"]["details"]) == [field]
        assert not AttributeValue.objects.exists()

    @pytest.mark.parametrize(
        ("data_type", "written", "value"),
        [
            ("int", "007", "7"),
            ("float", "1.50", "1.5"),
            ("float", "-0.5", "-0.5"),
            ("float", "-0.0", "0"),
            ("bool", "Yes", "true"),
            ("enum", " Dark  Blue ", "dark-blue"),
            ("string", "C++", "c++"),
            ("string", "सूती कपड़ा", "सूती-कपड़ा"),
        ],
    )
    def test_keep_values_as_machines_compare_them(self, staff, data_type, written, value):
        attribute = AttributeFactory(data_type=data_type)

        first = staff.post(path("values", attribute), {"label": written})
        again = staff.post(path("values", attribute), {"label": written.upper()})

        assert first.json()["data"]["value"] == value
        assert (again.status_code, list(again.json()["error"]["details"])) == (409, ["value"])

    def test_of_another_attribute_are_not_found(self, staff):
        value, other = AttributeValueFactory(), AttributeFactory()

        assert staff.get(path("value", other, value)).status_code == 404
        assert staff.delete(path("value", other, value)).status_code == 404

    def test_that_products_have_stay(self, staff):
        value = AttributeValueFactory()
        product = ProductFactory()
        product.attribute_values.create(attribute=value.attribute, value=value)

        for where in (path("value", value.attribute, value), path("attribute", value.attribute)):
            assert staff.delete(where).json()["error"]["details"] == {"used_by": {"products": 1}}

    def test_by_which_variants_differ_stay_axes(self, staff):
        value = AttributeValueFactory(attribute__is_variant_axis=True)
        variant = ProductFactory().variants.get()
        variant.attribute_values.create(attribute=value.attribute, value=value)

        assert staff.put(path("attribute", value.attribute), {"is_variant_axis": False}).status_code == 409
