"""The catalogue's API for shoppers: what it says, what it costs, and what it refuses."""

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import ApplicationStatus, Role
from accounts.models import RoleApplication
from catalog import counting
from catalog.models import Product, ProductAttributeValue, SearchedFor, SlugRedirect, Translation, tag_id
from catalog.services import refresh_listing
from core import caching
from stores.services import change_status
from tests.catalog.listing import fill
from tests.factories.accounts import UserFactory
from tests.factories.catalog import (
    AttributeFactory,
    AttributeValueFactory,
    BrandFactory,
    CategoryFactory,
    ProductFactory,
    VariantFactory,
)  # fmt: skip
from tests.factories.inventory import StockItemFactory
from tests.factories.regions import RegionFactory
from tests.factories.stores import StoreFactory

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/products"
SOMEBODY = {"user-agent": "Haat/2.1 (Android 15)"}


@pytest.fixture(autouse=True)
def india():
    return RegionFactory(india=True)


STRANGE = [
    "' OR 1=1--", "CASE WHEN pg_sleep(5)", "%", "_", "%00", "x" * 10_240, "🎒", "\u202egnp", "%ED%A0%80", "\\", "'",
    '"', ":*", "a & b | !c", "NEAR(a b)", "{a}: b", "*", "()", "-", "'a':*A",
]  # fmt: skip


@pytest.fixture
def shop():
    shoes = CategoryFactory(name="Shoes", slug="shoes", parent=CategoryFactory(name="Fashion", slug="fashion"))
    bata = BrandFactory(name="Bata", slug="bata")
    for number in range(5):
        ProductFactory(name=f"Running Shoe {number}", slug=f"shoe-{number}", category=shoes, brand=bata)
    fill()


def names(response) -> list[str]:
    return [card["name"] for card in response.json()["data"]]


class TestLists:
    def test_say_what_a_card_shows(self, api, shop):
        card = api.get(f"{ROOT}?limit=1").json()["data"][0]

        assert card["brand"]["slug"] == "bata"
        assert (card["price"], card["currency"]) == ("1499.00", "INR")
        assert set(card) == {
            "id", "slug", "name", "brand", "category", "price", "compare_at_price", "currency", "discount_percent",
            "image", "rating_average", "rating_count", "available", "stock_state", "variant_count",
        }  # fmt: skip

    def test_have_pages_and_cursors(self, api, shop):
        first = api.get(f"{ROOT}?limit=2&sort=price_low").json()

        assert first["pagination"]["total"] == 5
        assert first["pagination"]["total_pages"] == 3
        assert first["pagination"]["next"] == "http://testserver/api/v1/products?limit=2&sort=price_low&page=2"
        following = api.get(first["pagination"]["next"]).json()
        by_cursor = api.get(f"{ROOT}?limit=2&sort=price_low&cursor={first['pagination']['next_cursor']}").json()
        assert following["data"] == by_cursor["data"]
        assert set(by_cursor["pagination"]) == {"limit", "next_cursor", "previous_cursor"}
        assert api.get(f"{ROOT}?page=99").json()["data"] == []

    def test_of_a_category_and_of_words(self, api, shop):
        assert len(names(api.get(f"{ROOT}/category/fashion"))) == 5
        assert api.get(f"{ROOT}/category/nowhere").status_code == 404
        found = api.get(f"{ROOT}/search?q=runing shoe 3").json()["data"]
        assert [card["slug"] for card in found] == ["shoe-3"]
        assert found[0]["highlight"] == "<mark>Running</mark> <mark>Shoe</mark> <mark>3</mark>"
        assert api.get(f"{ROOT}/search").json()["error"]["details"].keys() == {"q"}

    def test_of_a_store_are_its_own_goods_while_it_may_be_seen(self, api, shop):
        store, empty = StoreFactory(slug="rao"), StoreFactory(slug="empty")
        Product.objects.filter(slug__in=["shoe-1", "shoe-2"]).update(store=store)
        fill()

        by_id = api.get(f"/api/v1/stores/{store.pk}/products?sort=price_low")
        first = api.get("/api/v1/stores/rao/products?limit=1").json()

        assert set(names(by_id)) == {"Running Shoe 1", "Running Shoe 2"}
        assert first["pagination"]["total"] == 2
        assert first["pagination"]["next"].startswith("http://testserver/api/v1/stores/rao/products?")
        assert names(api.get("/api/v1/stores/empty/products")) == []
        change_status(store=empty, status="suspended", actor=None, reason="Fakes")
        caching.versions.forget()
        assert api.get("/api/v1/stores/empty/products").status_code == 404

    def test_carry_facets_when_asked(self, api, shop):
        assert "facets" not in api.get(ROOT).json()

        facets = api.get(f"{ROOT}?facets=1").json()["facets"]

        brand = next(facet for facet in facets["filters"] if facet["code"] == "brand")
        assert brand["values"] == [
            {"value": "bata", "label": "Bata", "count": 5, "is_chosen": False, "colour_hex": ""}
        ]
        assert facets["price"] == {"min": "1499.00", "max": "1499.00", "currency": "INR"}

    def test_name_filters_and_tags_in_the_language_asked_for(self, api, shop):
        length = AttributeFactory(code="length", name="Length", unit="in", is_filterable=True)
        value = AttributeValueFactory(attribute=length, value="9", label="9")
        shoe = Product.objects.get(slug="shoe-1")
        ProductAttributeValue.objects.create(product=shoe, attribute=length, value=value)
        Product.objects.filter(pk=shoe.pk).update(tags=["Hand  made"])
        for of, field, text in (
            (length.pk, "name", "लंबाई"), (length.pk, "unit", "इंच"), (tag_id("hand made"), "label", "हस्तनिर्मित")
        ):  # fmt: skip
            Translation.objects.create(object_id=of, kind="attribute", language="hi", field=field, text=text)
        fill()

        told = api.get(f"{ROOT}?facets=1", HTTP_ACCEPT_LANGUAGE="hi").json()["facets"]["filters"]

        shown = {facet["code"]: (facet["label"], facet["values"][0]["label"]) for facet in told}
        assert shown["attr.length"] == ("लंबाई", "9 इंच")
        assert shown["tag"][1] == "हस्तनिर्मित"
        shoe = api.get(f"{ROOT}/shoe-1", HTTP_ACCEPT_LANGUAGE="hi").json()["data"]
        assert (shoe["tags"], shoe["tag_names"]) == (["Hand  made"], {"Hand  made": "हस्तनिर्मित"})
        assert "हस्तनिर्मित</a>" in api.get("/hi/product/shoe-1/").content.decode()

    def test_name_the_cursor_beyond_ten_thousand(self, api, shop):
        refused = api.get(f"{ROOT}?page=501&limit=20")

        assert refused.status_code == 400
        details = refused.json()["error"]["details"]
        assert set(details) == {"cursor", "page"}
        assert details["page"] == ["Pages of 20 end with page 500 at the latest."]

    @pytest.mark.parametrize("query", ["", "&q=running+shoe", "&brand=bata&facets=1", "&sort=price_low&min_price=1"])
    def test_ask_as_often_for_many_products_as_for_few(self, api, query):
        shoes, bata = CategoryFactory(slug="shoes"), BrandFactory(slug="bata")
        for number in range(30):
            ProductFactory(name=f"Running shoe {number}", category=shoes, brand=bata)
        fill()
        api.get(f"{ROOT}?limit=1{query}")
        counted = []
        for limit in (5, 25):
            caching.forget()
            with CaptureQueriesContext(connection) as queries:
                assert len(names(api.get(f"{ROOT}?limit={limit}{query}"))) == limit
            counted.append(len(queries))

        assert counted[0] == counted[1]

    def test_cost_one_statement_and_one_to_count(self, api, shop):
        api.get(f"{ROOT}?limit=3")
        caching.shelf.clear()

        with CaptureQueriesContext(connection) as queries:
            api.get(f"{ROOT}?limit=3")

        assert len(queries) == 1


class TestKeeping:
    def test_answers_again_without_asking(self, api, shop, django_assert_num_queries):
        first = api.get(ROOT)

        with django_assert_num_queries(0):
            again = api.get(ROOT)
            unchanged = api.get(ROOT, HTTP_IF_NONE_MATCH=first["ETag"])

        assert again.content == first.content
        assert unchanged.status_code == 304
        assert first["Cache-Control"] == "public, max-age=5"

    def test_forgets_when_something_shown_changes(self, api, shop):
        api.get(ROOT)
        product = Product.objects.first()
        product.name = "Renamed"
        product.save()

        refresh_listing(product_ids=[product.pk])
        caching.versions.forget()

        assert "Renamed" in names(api.get(ROOT))

    def test_keeps_when_only_sales_change(self, api, shop, django_assert_num_queries):
        api.get(ROOT)
        caching.versions.forget()
        product = Product.objects.first()
        Product.objects.filter(pk=product.pk).update(sold_count=7)
        before = caching.versions.of(("catalogue",))

        refresh_listing(product_ids=[product.pk])
        caching.versions.forget()

        assert caching.versions.of(("catalogue",)) == before


class TestOneProduct:
    def test_is_told_by_slug_and_id(self, api, shop):
        product = Product.objects.get(slug="shoe-1")

        told = api.get(f"{ROOT}/shoe-1").json()["data"]

        assert told == api.get(f"{ROOT}/{product.pk}").json()["data"]
        assert told["variants"][0]["price"] == "1499.00"
        assert "cost" not in str(told)
        assert api.get(f"{ROOT}/shoe-1/variants").json()["data"] == told["variants"]

    def test_costs_at_most_four_statements_in_any_language(self, api, shop, django_assert_max_num_queries):
        api.get(f"{ROOT}/shoe-2")

        with django_assert_max_num_queries(4):
            assert api.get(f"{ROOT}/shoe-1", HTTP_ACCEPT_LANGUAGE="hi").status_code == 200

    def test_leads_from_a_former_address_in_one_hop(self, api, shop):
        SlugRedirect.objects.create(kind="product", slug="old", product=Product.objects.get(slug="shoe-1"))

        for below in ("", "/variants", "/media", "/related", f"/media/{UUID(int=1)}/urls"):
            moved = api.get(f"{ROOT}/old{below}?variant=x")
            assert (moved.status_code, moved["Location"]) == (301, f"{ROOT}/shoe-1{below}?variant=x")

    @pytest.mark.parametrize(
        ("kind", "path"),
        [
            ("category", "/api/v1/categories/{}"),
            ("category", "/api/v1/products/category/{}"),
            ("brand", "/api/v1/brands/{}"),
        ],
    )
    def test_so_do_categories_and_brands(self, api, shop, kind, path):
        target = getattr(Product.objects.get(slug="shoe-1"), kind)
        SlugRedirect.objects.create(kind=kind, slug="old", **{kind: target})

        moved = api.get(f"{path.format('old')}?sort=newest")

        assert (moved.status_code, moved["Location"]) == (301, f"{path.format(target.slug)}?sort=newest")

    def test_leads_nowhere_that_may_not_be_seen(self, api, shop):
        hidden = Product.objects.get(slug="shoe-1")
        SlugRedirect.objects.create(kind="product", slug="old", product=hidden)
        Product.objects.filter(pk=hidden.pk).update(status="draft")

        assert api.get(f"{ROOT}/old").status_code == 404

    def test_has_others_of_its_category_beside_it(self, api, shop):
        Product.objects.filter(slug="shoe-3").update(rating_sum=10, rating_count=2)
        fill()

        related = names(api.get(f"{ROOT}/shoe-1/related"))

        assert related[0] == "Running Shoe 3"
        assert len(related) == 4
        assert "Running Shoe 1" not in related

    def test_counts_looks_without_writing_at_once(self, api, shop, django_assert_num_queries):
        api.get(f"{ROOT}/shoe-1", headers=SOMEBODY)
        caching.shelf.clear()
        api.get(f"{ROOT}/shoe-1", headers=SOMEBODY)
        api.get(f"{ROOT}/shoe-1", headers=SOMEBODY)
        assert Product.objects.get(slug="shoe-1").view_count == 0

        counting.flush()

        assert Product.objects.get(slug="shoe-1").view_count == 3


class TestCategoriesAndBrands:
    def test_categories_are_a_tree(self, api, shop):
        CategoryFactory(name="Hidden", is_active=False)
        CategoryFactory(name="Trade", target_role="retailer")

        tree = api.get("/api/v1/categories").json()["data"]

        assert [(node["slug"], [child["slug"] for child in node["children"]]) for node in tree] == [
            ("fashion", ["shoes"])
        ]

    def test_one_of_each(self, api, shop):
        told = api.get("/api/v1/categories/shoes").json()["data"]
        assert [crumb["slug"] for crumb in told["breadcrumbs"]] == ["fashion", "shoes"]
        assert [brand["slug"] for brand in api.get("/api/v1/brands").json()["data"]] == ["bata"]
        assert api.get("/api/v1/brands/bata").json()["data"]["name"] == "Bata"
        assert api.get("/api/v1/brands/none").status_code == 404
        assert api.get("/api/v1/categories/none").status_code == 404

    def test_speak_the_language_asked_for(self, api, shop):
        brand = BrandFactory._meta.model.objects.get(slug="bata")
        Translation.objects.create(object_id=brand.pk, kind="brand", language="hi", field="name", text="बाटा")
        fill()

        assert api.get("/api/v1/brands/bata", HTTP_ACCEPT_LANGUAGE="hi").json()["data"]["name"] == "बाटा"
        assert api.get(ROOT, HTTP_ACCEPT_LANGUAGE="hi").json()["data"][0]["brand"]["name"] == "बाटा"


class TestSuggestions:
    def test_come_from_everything(self, api, shop):
        SearchedFor.objects.create(query="shoe rack", times=9, found=3, last_at="2026-01-01T00:00Z")
        SearchedFor.objects.create(query="shoe of asha rao", times=1, found=3, last_at="2026-01-01T00:00Z")

        told = api.get(f"{ROOT}/suggest?q=sho").json()["data"]

        assert len(told["products"]) == 5
        assert [one["slug"] for one in told["categories"]] == ["shoes"]
        assert told["queries"] == ["shoe rack"]
        assert [one["slug"] for one in api.get(f"{ROOT}/suggest?q=ba").json()["data"]["brands"]] == ["bata"]

    def test_of_nothing_are_none(self, api, shop):
        assert api.get(f"{ROOT}/suggest").json()["data"] == {
            "products": [], "categories": [], "brands": [], "queries": [],
        }  # fmt: skip

    @pytest.mark.parametrize(("query", "is_learned"), [("shoes", True), ("sheos", False), ("sho", False)])
    def test_learn_only_words_that_were_found_as_they_were_typed(self, api, shop, query, is_learned):
        for _somebody in range(3):
            caching.shelf.clear()
            assert len(api.get(f"{ROOT}/search?q={query}").json()["data"]) == 5
        counting.flush()

        told = api.get(f"{ROOT}/suggest?q=sh").json()["data"]["queries"]

        assert told == ([query] if is_learned else [])

    def test_searches_are_written_down_for_staff(self, api, shop):
        api.get(f"{ROOT}/search?q=Running SHOES")
        api.get(f"{ROOT}/search?q=unheardof")

        counting.flush()

        assert dict(SearchedFor.objects.values_list("query", "found")) == {"running shoes": 5, "unheardof": 0}


class TestTrade:
    @pytest.fixture
    def retailer(self):
        user = UserFactory(role=Role.RETAILER)
        RoleApplication.objects.create(user=user, role=Role.RETAILER, status=ApplicationStatus.APPROVED)
        return user

    def test_goods_are_nowhere_for_others(self, api, api_as, retailer, shop):
        carton = ProductFactory(
            name="Carton of shoes", slug="carton", target_role="retailer", category=Product.objects.first().category
        )
        fill()
        trader = api_as(retailer)

        assert "Carton of shoes" in names(trader.get(ROOT))
        assert trader.get(f"{ROOT}/carton").status_code == 200
        for client in (api, api_as(UserFactory())):
            assert "Carton of shoes" not in names(client.get(ROOT))
            assert names(client.get(f"{ROOT}/search?q=carton")) == []
            assert client.get(f"{ROOT}/suggest?q=carton").json()["data"]["products"] == []
            assert client.get(f"{ROOT}/carton").status_code == 404
            assert client.get(f"{ROOT}/{carton.pk}").status_code == 404
            assert client.get(f"{ROOT}/carton/variants").status_code == 404
            assert "Carton of shoes" not in names(client.get(f"{ROOT}/shoe-1/related"))

    def test_what_they_read_is_kept_by_nobody(self, api_as, retailer, shop):
        assert "no-store" in api_as(retailer).get(ROOT)["Cache-Control"]


class TestSomeWords:
    def test_are_said_to_be_some(self, api, shop):
        answer = api.get(f"{ROOT}/search?q=velvet+shoe&facets=1").json()

        assert answer["meta"] == {"is_partial": True}
        assert answer["message"] == "Nothing has all of these words. These have some of them."
        assert answer["pagination"]["total"] == len(answer["data"]) == 5
        assert [one["count"] for one in answer["facets"]["filters"][0]["values"]][:1] == [5]

    def test_are_not_said_to_be_all(self, api, shop):
        assert not {"meta", "message"} & api.get(f"{ROOT}/search?q=running+shoe").json().keys()
        assert not {"meta", "message"} & api.get(f"{ROOT}/search?q=velvet+carpet").json().keys()

    def test_are_counted_as_found_nowhere(self, api, shop):
        api.get(f"{ROOT}/search?q=velvet+shoe")
        counting.flush()

        assert SearchedFor.objects.get().found == 0


class TestStock:
    def test_is_a_number_only_where_few_are_left(self, api, shop):
        product = ProductFactory(name="Tea cups", slug="cups", variant=None)
        for sku, on_hand in (("FEW", 5), ("MANY", 26), ("NONE", 0)):
            variant = VariantFactory(product=product, sku=sku, combination=sku)
            StockItemFactory(variant=variant, on_hand=on_hand)
        fill()

        variants = api.get(f"{ROOT}/cups").json()["data"]["variants"]

        assert {one["sku"]: (one["stock"], one["available"]) for one in variants} == {
            "FEW": (5, True),
            "MANY": (None, True),
            "NONE": (None, False),
        }


class TestStrangeQuestions:
    @pytest.mark.parametrize("query", ["facets=2", "sort=", "tag=nope", "min_price=900&max_price=800"])
    def test_are_refused_by_name(self, api, shop, query):
        response = api.get(f"{ROOT}?{query}")

        assert response.status_code == 400
        assert list(response.json()["error"]["details"]) == [query.partition("=")[0]]

    @pytest.mark.parametrize(
        "name", ["q", "sort", "category", "brand", "tag", "attr.colour", "min_price", "cursor", "limit", "rating", "x"]
    )
    def test_are_answered_or_refused(self, api, shop, name):
        for value in STRANGE:
            for path in (ROOT, f"{ROOT}/search", f"{ROOT}/suggest"):
                response = api.get(f"{path}?{name}={value}&facets=1")

                assert response.status_code in {200, 400}, (path, value)

    def test_a_percent_sign_is_a_letter_like_others(self, api, shop):
        assert names(api.get(f"{ROOT}?q=%25")) == []
