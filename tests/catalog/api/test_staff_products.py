"""/admin/products and /admin/variants of the API."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from audit.models import AdminActionLog
from catalog.models import Product, ProductRestriction, ProductVariant
from core import caching
from tests.architecture.back_office import staff as member_of
from tests.catalog.api_writes import an_axis, new_product
from tests.factories.accounts import UserFactory
from tests.factories.catalog import BrandFactory, CategoryFactory, ProductFactory, VariantFactory
from tests.factories.regions import RegionFactory
from tests.factories.stores import StoreFactory

pytestmark = pytest.mark.django_db

LIST = reverse("catalog-staff:products")
VARIANTS = reverse("catalog-staff:variants")
UNKNOWN = "0193f0a5-6d52-7c11-9d0a-0c3f5b7a2e91"


@pytest.fixture
def staff(api_as):
    """Somebody who looks after the catalogue, and after nothing else."""
    user = UserFactory(support=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="catalog"))
    client = api_as(user)
    client.user = user
    return client


def path(name, row):
    return reverse(f"catalog-staff:{name}", args=[row.pk])


def names(answer):
    return [row["name"] for row in answer.json()["data"]]


class TestList:
    def test_is_filtered_searched_and_sorted(self, staff):
        lamps = CategoryFactory()
        below = CategoryFactory(parent=lamps)
        brand, store = BrandFactory(), StoreFactory()
        ProductFactory(name="Brass lamp", category=below, brand=brand, base_price_minor=100)
        cheap = ProductFactory(name="Clay 100% lamp", category=lamps, store=store, base_price_minor=50, status="draft")
        ProductFactory(name="Rug", base_price_minor=900, kind="digital")
        ProductFactory(name="Gone", deleted_at="2026-01-01T00:00:00Z")
        caching.forget()
        sku = cheap.variants.get().sku

        for wanted, found in [
            ({}, ["Rug", "Clay 100% lamp", "Brass lamp"]),
            ({"category": str(lamps.pk)}, ["Clay 100% lamp", "Brass lamp"]),
            ({"brand": str(brand.pk)}, ["Brass lamp"]),
            ({"store": str(store.pk)}, ["Clay 100% lamp"]),
            ({"status": "draft"}, ["Clay 100% lamp"]),
            ({"kind": "digital"}, ["Rug"]),
            ({"deleted": "true"}, ["Gone"]),
            ({"q": "LAMP"}, ["Clay 100% lamp", "Brass lamp"]),
            ({"q": sku.lower()}, ["Clay 100% lamp"]),
            ({"q": "100%"}, ["Clay 100% lamp"]),
            ({"q": "%"}, []),
            ({"q": "_"}, []),
            ({"q": "' OR 1=1--"}, []),
            ({"sort": "price_low"}, ["Clay 100% lamp", "Brass lamp", "Rug"]),
            ({"sort": "name", "limit": 1, "page": 2}, ["Clay 100% lamp"]),
        ]:
            assert names(staff.get(LIST, wanted)) == found, wanted

    @pytest.mark.parametrize(
        "wanted",
        [
            {"status": "sold"},
            {"kind": "x"},
            {"category": "lamps"},
            {"sort": "cost"},
            {"deleted": "maybe"},
            {"q": "\0"},
        ],
    )
    def test_refuses_unknown_values(self, staff, wanted):
        assert staff.get(LIST, wanted).status_code == 400

    @pytest.mark.parametrize("where", [LIST, VARIANTS])
    def test_takes_as_many_queries_for_few_as_for_many(self, staff, django_assert_num_queries, where):
        for size in (3, 12):
            for product in ProductFactory.create_batch(size, brand=BrandFactory(), store=StoreFactory()):
                VariantFactory(product=product, combination="x")
            with django_assert_num_queries(5 if where == LIST else 6):
                assert staff.get(where, {"limit": 100}).status_code == 200


class TestCreate:
    def test_answers_everything_that_was_made(self, staff):
        an_axis("colour", "red", "dark-blue")
        body = new_product(
            weight=800,
            dimensions={"length": 120, "height": None},
            translations={"hi": {"name": "पीतल का दीपक"}},
            variants=[
                {"sku": "lamp-r", "attributes": {"colour": "red"}, "cost_price": "700.00"},
                {"sku": "lamp-b", "attributes": {"colour": "Dark blue"}, "compare_at_price": 1600},
            ],
        )

        answer = staff.post(LIST, body)

        data = answer.json()["data"]
        assert answer.status_code == 201, data
        assert (data["slug"], data["base_price"], data["currency"], data["status"]) == (
            "brass-lamp", "1499.00", "INR", "draft",
        )  # fmt: skip
        assert (data["weight"], data["dimensions"]) == (800, {"length": 120, "width": None, "height": None})
        assert data["translations"] == {"hi": {"name": "पीतल का दीपक"}}
        assert [
            (row["sku"], row["cost_price"], row["compare_at_price"], row["attributes"][0]["value"])
            for row in data["variants"]
        ] == [("LAMP-R", "700.00", None, "red"), ("LAMP-B", None, "1600.00", "dark-blue")]
        assert AdminActionLog.objects.get().actor == staff.user

    @pytest.mark.parametrize("price", ["0", "0.001", "-1", "1000000000000", "19.999", "NaN", "", None, True, [], {}])
    @pytest.mark.parametrize("field", ["base_price", "price", "compare_at_price", "cost_price"])
    def test_refuses_prices_that_are_none(self, staff, field, price):
        if price is None and field in {"compare_at_price", "cost_price"}:
            pytest.skip("None says that there is none.")
        body = new_product()
        if field == "base_price":
            body["base_price"] = price
        else:
            body["variants"] = [{"sku": "LAMP", field: price}]

        answer = staff.post(LIST, body)

        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "VALIDATION_ERROR")
        assert not Product.objects.exists()

    @pytest.mark.parametrize(
        ("price", "words"),
        [
            ("1000000000000", "Give a price from 0.01 to 999,999.99."),
            (True, 'Send an amount as text, such as "1499.00".'),
        ],
    )
    def test_says_what_a_price_may_be(self, staff, price, words):
        answer = staff.post(LIST, new_product(base_price=price))

        assert answer.json()["error"]["details"] == {"base_price": [words]}

    def test_refuses_a_sku_that_is_taken(self, staff):
        VariantFactory(sku="LAMP")

        answer = staff.post(LIST, new_product(variants=[{"sku": "lamp"}]))

        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "DUPLICATE")
        assert list(answer.json()["error"]["details"]) == ["sku"]

    def test_reads_a_script_as_what_it_is(self, staff):
        data = staff.post(
            LIST,
            new_product(name="<script>alert(1)</script>", description="<p>Cast by hand</p><script>alert(1)</script>"),
        ).json()["data"]

        assert data["name"] == "<script>alert(1)</script>"
        assert data["description"] == "<p>Cast by hand</p>"


CLOSED = {
    "rating_sum": 50, "rating_count": 10, "rating_average": 5, "view_count": 99, "sold_count": 99, "id": UNKNOWN,
    "published_at": "2001-01-01T00:00:00Z", "deleted_at": "2001-01-01T00:00:00Z", "created_at": "2001-01-01T00:00:00Z",
    "base_price_minor": 1, "is_featured": True, "commission_rate": 0, "combination": "x", "price_minor": 1,
}  # fmt: skip
OPEN_COLUMNS = {
    "name", "slug", "store", "category", "brand", "description", "short_description", "currency", "status", "kind",
    "tax_class", "tags", "target_role", "seo_title", "seo_description",
}  # fmt: skip


class TestOverPosting:
    """A7: what no body may set, read from the model."""

    def columns(self, model):
        return {field.name for field in model._meta.concrete_fields}

    def test_tries_every_column_that_is_not_open(self):
        renamed = {"weight_grams", "length_mm", "width_mm", "height_mm", "updated_at"}

        assert self.columns(Product) - OPEN_COLUMNS - renamed <= set(CLOSED)

    @pytest.mark.parametrize("field", CLOSED)
    def test_of_a_product_changes_nothing(self, staff, field):
        product = ProductFactory()
        before = Product.objects.filter(pk=product.pk).values().get()

        answer = staff.put(path("product", product), {"name": product.name, field: CLOSED[field]})

        assert answer.status_code == 200
        after = Product.objects.filter(pk=product.pk).values().get()
        assert after | {"updated_at": 0} == before | {"updated_at": 0}

    @pytest.mark.parametrize("field", CLOSED)
    def test_of_a_new_product_changes_nothing(self, staff, field):
        staff.post(LIST, new_product(**{field: CLOSED[field]}))

        product = Product.objects.get()
        assert (product.rating_sum, product.view_count, product.sold_count, product.published_at) == (0, 0, 0, None)
        assert (product.base_price_minor, product.deleted_at, product.created_at.year > 2001) == (149_900, None, True)

    @pytest.mark.parametrize("field", ["product", "id", "combination", "currency", "deleted_at", "price_minor"])
    def test_of_a_variant_changes_nothing(self, staff, field):
        product, other = ProductFactory(), ProductFactory()
        variant = product.variants.get()
        before = ProductVariant.objects.filter(pk=variant.pk).values().get()
        value = {"product": str(other.pk), "currency": "USD", "deleted_at": "2001-01-01T00:00:00Z"}.get(field, "x")

        assert staff.put(path("variant", variant), {"sku": variant.sku, field: value}).status_code == 200

        after = ProductVariant.objects.filter(pk=variant.pk).values().get()
        assert after | {"updated_at": 0} == before | {"updated_at": 0}

    def test_status_is_changed_by_its_own_path_only(self, staff):
        product = ProductFactory(status="draft")

        staff.put(path("product", product), {"status": "active"})

        product.refresh_from_db()
        assert product.status == "draft"


class TestUpdate:
    def test_changes_only_what_is_given(self, staff):
        product = ProductFactory(name="Lamp", tags=["old"])

        data = staff.put(path("product", product), {"tags": ["New", "new"], "dimensions": {"width": 5}}).json()["data"]

        assert (data["name"], data["tags"], data["dimensions"]["width"]) == ("Lamp", ["new"], 5)

    def test_refuses_a_stale_edit(self, staff):
        product = ProductFactory()
        version = staff.get(path("product", product)).json()["data"]["updated_at"]
        assert staff.put(path("product", product), {"name": "First", "version": version}).status_code == 200

        answer = staff.put(path("product", product), {"name": "Second", "version": version})

        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "VERSION_CONFLICT")
        assert Product.objects.get(pk=product.pk).name == "First"

    def test_takes_a_form_that_was_read_from_the_answer(self, staff):
        """What is read can be sent back: nothing of it is refused, nothing changes."""
        product = ProductFactory()
        data = staff.get(path("product", product)).json()["data"]
        form = {
            name: data[name] for name in ("name", "short_description", "description", "base_price", "tags", "weight")
        }

        assert staff.put(path("product", product), form | {"version": data["updated_at"]}).status_code == 200
        assert not AdminActionLog.objects.exists()


class TestStatus:
    def test_is_toggled_or_set(self, staff):
        product = ProductFactory()
        toggle = path("toggle-status", product)

        assert staff.put(toggle, {}).json()["data"]["status"] == "inactive"
        assert staff.put(toggle, {}).json()["data"]["status"] == "active"
        archived = staff.put(toggle, {"status": "archived", "reason": "End of season"}).json()["data"]
        assert archived["status"] == "archived"
        assert AdminActionLog.objects.latest("pk").reason == "End of season"
        refused = staff.put(toggle, {})
        assert (refused.status_code, refused.json()["error"]["code"]) == (409, "INVALID_TRANSITION")


class TestRemoval:
    def test_hides_and_restores(self, staff):
        product = ProductFactory()

        assert staff.delete(path("product", product), {"reason": "Broken mould"}).status_code == 204
        assert staff.get(path("product", product)).json()["data"]["deleted_at"]
        assert staff.put(path("product", product), {"name": "Other"}).status_code == 409
        assert staff.post(path("restore", product), {}).json()["data"]["deleted_at"] is None

    def test_for_good_leaves_nothing(self, staff):
        product = ProductFactory()

        assert staff.delete(path("product", product), {"for_good": True}).status_code == 204
        assert staff.get(path("product", product)).status_code == 404


class TestVariants:
    def test_are_found_by_sku_product_and_words(self, staff):
        lamp = ProductFactory(name="Lamp", variant__sku="LAMP-1")
        ProductFactory(name="Rug", variant__sku="RUG-1")
        VariantFactory(product=lamp, sku="LAMP-0", deleted_at="2026-01-01T00:00:00Z", combination="x")

        for wanted, found in [
            ({}, ["LAMP-1", "RUG-1"]),
            ({"sku": " lamp-1"}, ["LAMP-1"]),
            ({"q": "rug"}, ["RUG-1"]),
            ({"product": str(lamp.pk)}, ["LAMP-1"]),
            ({"deleted": "true"}, ["LAMP-0"]),
            ({"is_active": "false"}, []),
        ]:
            assert [row["sku"] for row in staff.get(VARIANTS, wanted).json()["data"]] == found, wanted

    def test_come_by_the_dozen_and_differ_by_what_is_said(self, staff):
        an_axis("colour", "red", "blue")
        an_axis("size", "s", "m")
        product = ProductFactory(slug="shirt")

        answer = staff.post(path("generate", product), {"axes": {"colour": ["red", "blue"], "size": ["s"]}})

        assert answer.status_code == 201, answer.content
        assert [row["sku"] for row in answer.json()["data"]] == ["SHIRT-RED-S", "SHIRT-BLUE-S"]
        variant = ProductVariant.objects.get(sku="SHIRT-RED-S")
        attributes = path("variant-attributes", variant)
        assert [row["value"] for row in staff.get(attributes).json()["data"]] == ["red", "s"]
        said = staff.post(attributes, {"attribute": "size", "value": "M"}).json()["data"]
        assert [row["value"] for row in said] == ["red", "m"]
        one = reverse("catalog-staff:variant-attribute", args=[variant.pk, said[1]["id"]])
        assert staff.delete(one).status_code == 204
        assert staff.delete(one).status_code == 404

    def test_leave_the_shop_but_for_the_last(self, staff):
        product = ProductFactory()

        refused = staff.delete(path("variant", product.variants.get()))

        assert (refused.status_code, refused.json()["error"]["code"]) == (409, "INVALID_TRANSITION")

    def test_have_prices_by_region(self, staff):
        variant, region = ProductFactory().variants.get(), RegionFactory(code="jp", currency="JPY")
        prices = path("variant-prices", variant)

        set_ = staff.put(prices, {"prices": [{"region": str(region.pk), "price": "2500"}]})

        where = {"id": str(region.pk), "code": "jp", "name": region.name}
        row = {"region": where, "price": "2500", "compare_at_price": None, "currency": "JPY"}
        assert set_.json()["data"] == staff.get(prices).json()["data"] == [row]
        assert staff.put(prices, {"prices": [{"region": str(region.pk), "price": "1.5"}]}).status_code == 400


class TestRestrictions:
    def test_are_replaced_as_a_whole(self, staff):
        region, product, category = RegionFactory(), ProductFactory(), CategoryFactory()
        where = path("restrictions", region)

        def put(*rows):
            return staff.put(where, {"restrictions": list(rows)})

        put({"rule": "blocked", "product": str(product.pk)}, {"rule": "allowed_only", "category": str(category.pk)})
        answer = put({"rule": "allowed_only", "product": str(product.pk)})

        assert [(row["rule"], row["product"]) for row in answer.json()["data"]] == [("allowed_only", str(product.pk))]
        assert staff.get(where).json()["data"] == answer.json()["data"]
        assert AdminActionLog.objects.filter(action="regions.region.restricted").count() == 2

    @pytest.mark.parametrize(
        "row",
        [
            {"rule": "blocked"},
            {"rule": "maybe", "product": "0193f0a5-6d52-7c11-9d0a-0c3f5b7a2e91"},
            {"rule": "blocked", "product": "0193f0a5-6d52-7c11-9d0a-0c3f5b7a2e91"},
            {
                "rule": "blocked",
                "product": "0193f0a5-6d52-7c11-9d0a-0c3f5b7a2e91",
                "brand": "0193f0a5-6d52-7c11-9d0a-0c3f5b7a2e91",
            },
        ],
    )
    def test_refuse_what_names_nothing(self, staff, row):
        assert staff.put(path("restrictions", RegionFactory()), {"restrictions": [row]}).status_code == 400
        assert not ProductRestriction.objects.exists()


class TestRights:
    @pytest.mark.parametrize(
        ("codename", "opens", "closed"),
        [("view_product", "get", "put"), ("change_product", "put", "get"), ("delete_product", "delete", "put")],
    )
    def test_are_those_of_the_back_office(self, api_as, codename, opens, closed):
        user = UserFactory(support=True)
        user.user_permissions.set(Permission.objects.filter(codename=codename))
        client, where = api_as(user), path("product", ProductFactory())

        assert getattr(client, closed)(where, {}).status_code == 403
        assert getattr(client, opens)(where, {}).status_code in {200, 204}

    def test_of_the_catalogue_group_are_all_of_it(self, api_as):
        client = api_as(member_of("catalogue"))

        assert client.post(LIST, new_product()).status_code == 201
        assert client.get(VARIANTS).status_code == 200
        assert client.get(path("restrictions", RegionFactory())).status_code == 200
