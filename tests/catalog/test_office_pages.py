"""What else staff do on the catalogue's pages: restrictions, deleting and bringing back, long grids."""

import re

import factory
import pytest

from catalog.models import Attribute, Listing, Product, ProductRestriction, VariantPrice
from catalog.selectors.staff import list_categories
from core import caching
from regions.models import Region, TaxClass
from tests.catalog.listing import fill
from tests.catalog.test_admin import a_picture_file
from tests.factories.accounts import UserFactory
from tests.factories.catalog import (
    AttributeFactory,
    AttributeValueFactory,
    BrandFactory,
    CategoryFactory,
    ProductFactory,
    VariantFactory,
)
from tests.factories.regions import RegionFactory, TaxClassFactory, TaxRateFactory
from tests.tiers import a_few

pytestmark = pytest.mark.django_db
PRODUCTS = "/admin/catalog/product/"
RESTRICTIONS = "/admin/catalog/productrestriction/"


@pytest.fixture(autouse=True)
def _staff(client):
    client.force_login(UserFactory(admin=True))


def as_shown(client, url: str) -> dict:
    """What the browser would send if nobody wrote anything."""
    return as_sent(client.get(url))


def as_sent(page) -> dict:
    values = {field.html_name: field.value() for field in page.context["adminform"].form}
    return {name: page.context[name.strip("_")] for name in ("_version", "_shown")} | {
        name: "on" if value is True else value
        for name, value in values.items()
        if value is not None and value is not False
    }


class TestForms:
    @pytest.mark.parametrize("make", [
        lambda: CategoryFactory(parent=CategoryFactory()),
        lambda: ProductFactory(category=CategoryFactory(parent=CategoryFactory()), brand=BrandFactory()),
        BrandFactory, AttributeFactory, RegionFactory, TaxClassFactory, TaxRateFactory,
    ])  # fmt: skip
    def test_are_saved_as_they_stand(self, client, make):
        row = make()
        url = f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"
        before = type(row).objects.values().get(pk=row.pk)

        answer = client.post(url, as_shown(client, url))

        assert answer.status_code == 302
        assert type(row).objects.values().get(pk=row.pk) | {"updated_at": 0} == before | {"updated_at": 0}

    @pytest.mark.parametrize("written", [{"name": ""}, {"base_price": "-5"}, {"name": "", "base_price": "-5"}])
    def test_come_back_with_what_was_typed_when_a_product_is_refused(self, client, written):
        product = ProductFactory(category=CategoryFactory(parent=CategoryFactory()), brand=BrandFactory())
        url = f"{PRODUCTS}{product.pk}/change/"

        page = client.post(url, as_shown(client, url) | {"short_description": "A new line of words."} | written)

        form = page.context["adminform"].form
        assert (page.status_code, form["short_description"].value()) == (200, "A new line of words.")
        assert form.errors
        assert form.errors.keys() <= written.keys()

    def test_lead_from_the_top_to_each_field_that_is_missing(self, client):
        page = client.post(f"{PRODUCTS}add/", {})

        errors = page.context["adminform"].form.errors
        assert {str(words) for field in errors.values() for words in field} == {"Fill this in.", "Choose one."}
        led_to = re.findall(r'<li><a href="#id_(\w+)">[^<]+</a>: (?:Fill this in|Choose one)\.</li>', page.text)
        assert sorted(led_to) == sorted(errors)
        assert "<title> Error: " in " ".join(page.text.split())

    @pytest.mark.parametrize("language", a_few(["en", "hi"], "hi"))
    def test_keep_what_each_of_two_people_wrote(self, client, language):
        client.force_login(UserFactory(admin=True, language=language))
        product = ProductFactory(category=CategoryFactory(), brand=BrandFactory(), description="Made by hand\nin Agra")
        url = f"{PRODUCTS}{product.pk}/change/"
        opened, other = as_shown(client, url), BrandFactory(name="Agni")
        theirs = {"base_price": "1299.00", "brand": other.pk, "short_description": "A new line.", "name__hi": "दीया"}
        client.post(url, opened | theirs)

        refused = client.post(url, opened | {"name": "Lamp", "description": "Made by hand\r\nin Agra"})

        assert list(refused.context["adminform"].form.errors) == ["__all__"]
        shown = as_sent(refused)
        assert shown.items() >= (theirs | {"name": "Lamp"}).items()
        assert client.post(url, shown).status_code == 302
        product.refresh_from_db()
        assert (product.name, product.base_price_minor, product.brand) == ("Lamp", 129_900, other)
        assert product.short_description == "A new line."

    def test_show_what_both_wrote_and_let_the_second_decide(self, client):
        product = ProductFactory(category=CategoryFactory(), brand=BrandFactory())
        url = f"{PRODUCTS}{product.pk}/change/"
        opened = as_shown(client, url)
        client.post(url, opened | {"name": "Lantern", "short_description": "A new line."})

        refused = client.post(url, opened | {"name": "Lamp"})

        assert dict(refused.context["adminform"].form.errors) | {"__all__": 0} == {
            "__all__": 0,
            "name": ["Saved now: Lantern"],
        }
        shown = as_sent(refused)
        client.post(url, shown | {"_version": opened["_version"]})
        client.post(url, shown)
        product.refresh_from_db()
        assert (product.name, product.short_description) == ("Lamp", "A new line.")

    @pytest.mark.parametrize("sent", a_few(["", "nonsense", "[]", '{"brand": {}, "name": 5}'], "nonsense"))
    def test_ask_about_every_field_when_nobody_knows_what_was_shown(self, client, sent):
        product = ProductFactory(category=CategoryFactory(), brand=BrandFactory())
        url = f"{PRODUCTS}{product.pk}/change/"
        opened, other = as_shown(client, url) | {"_shown": sent}, BrandFactory(name="Agni")
        client.post(url, opened | {"brand": other.pk})

        refused = client.post(url, opened | {"name": "Lamp"})

        errors = refused.context["adminform"].form.errors
        assert (errors["brand"], errors["name"]) == (["Saved now: Agni"], [f"Saved now: {product.name}"])

    def test_take_pictures_of_categories_and_brands(self, client):
        for row in (CategoryFactory(parent=CategoryFactory()), BrandFactory()):
            url = f"/admin/catalog/{row._meta.model_name}/{row.pk}/change/"

            client.post(url, as_shown(client, url) | {"upload": a_picture_file("teal")})

            row.refresh_from_db()
            assert row.picture.width == 40


class TestCategories:
    def test_count_what_is_in_all_of_the_branch(self, client, django_assert_num_queries):
        home, garden = CategoryFactory(name="Home"), CategoryFactory(name="Garden")
        knives = CategoryFactory(name="Knives", parent=CategoryFactory(name="Kitchen", parent=home))
        for category in (home, knives, knives, garden):
            ProductFactory(category=category)

        page = client.get("/admin/catalog/category/?o=-3")

        assert "products in the whole branch" in page.text.lower()
        shown = [(row.name, row.product_count) for row in page.context["cl"].result_list]
        assert (shown[0], shown[-1], len(shown)) == (("Home", 3), ("Garden", 1), 4)
        with django_assert_num_queries(1):
            assert [row.product_count for row in list_categories().filter(parent=None).order_by("name")] == [1, 3]


class TestBrands:
    def test_are_put_in_order_by_how_many_products_they_have(self, client):
        few, many = BrandFactory(name="Few"), BrandFactory(name="Many")
        ProductFactory.create_batch(2, brand=many)
        ProductFactory(brand=few)

        assert list(client.get("/admin/catalog/brand/?o=-2").context["cl"].result_list) == [many, few]


class TestRestrictions:
    def test_are_added_and_taken_away_one_by_one(self, client):
        region, product, brand = RegionFactory(), ProductFactory(), BrandFactory()
        client.post(f"{RESTRICTIONS}add/", {"region": region.pk, "rule": "blocked", "product": product.pk})
        client.post(f"{RESTRICTIONS}add/", {"region": region.pk, "rule": "allowed_only", "brand": brand.pk})
        shown = client.get(RESTRICTIONS).text
        assert product.name in shown
        assert brand.name in shown

        client.post(f"{RESTRICTIONS}{product.restrictions.get().pk}/delete/", {"post": "yes"})

        assert [row.brand for row in ProductRestriction.objects.all()] == [brand]

    @pytest.mark.parametrize("named", [(), ("product", "brand")])
    def test_name_exactly_one_thing(self, client, named):
        things = {"product": ProductFactory().pk, "brand": BrandFactory().pk}
        sent = {"region": RegionFactory().pk, "rule": "blocked"} | {name: things[name] for name in named}

        answer = client.post(f"{RESTRICTIONS}add/", sent)

        assert "Name one product, category, brand or store, each once." in answer.text
        assert not ProductRestriction.objects.exists()

    def test_are_not_made_twice(self, client):
        sent = {"region": RegionFactory().pk, "rule": "blocked", "category": CategoryFactory().pk}
        client.post(f"{RESTRICTIONS}add/", sent)

        answer = client.post(f"{RESTRICTIONS}add/", sent | {"rule": "allowed_only"})

        assert "restricted there already" in answer.text
        assert ProductRestriction.objects.get().rule == "blocked"


class TestDeleting:
    def test_says_what_keeps_a_region(self, client):
        region = RegionFactory()
        product = ProductFactory()
        VariantPrice.objects.create(
            variant=product.variants.get(), region=region, price_minor=5, currency=region.currency
        )
        url = f"/admin/regions/region/{region.pk}/delete/"

        assert "This region is in use: prices of variants" in client.get(url).text
        client.post(url, {"post": "yes"})
        assert Region.objects.filter(pk=region.pk).exists()
        VariantPrice.objects.all().delete()
        client.post(url, {"post": "yes"})

        assert not Region.objects.filter(pk=region.pk).exists()

    def test_says_what_keeps_a_brand_and_a_category(self, client):
        product = ProductFactory(brand=BrandFactory())

        for page in (f"brand/{product.brand_id}", f"category/{product.category_id}"):
            answer = client.post(f"/admin/catalog/{page}/delete/", {"post": "yes"})
            assert "cannot be deleted" in answer.text

        product.refresh_from_db()
        assert product.brand_id
        assert product.category_id

    def test_says_what_keeps_an_attribute_and_a_class_of_taxes(self, client):
        product, attribute = ProductFactory(), AttributeFactory()
        value = AttributeValueFactory(attribute=attribute)
        product.attribute_values.create(attribute=attribute, value=value)
        spare = TaxClassFactory(code="spare", is_default=False)
        rate = TaxRateFactory(tax_class=spare)
        pages = [f"/admin/catalog/attribute/{attribute.pk}/delete/", f"/admin/regions/taxclass/{spare.pk}/delete/"]

        for page in [*pages, f"/admin/regions/taxclass/{product.tax_class_id}/delete/"]:
            assert "cannot be deleted" in client.post(page, {"post": "yes"}).text
        product.attribute_values.all().delete()
        rate.delete()
        for page in pages:
            client.post(page, {"post": "yes"})

        assert not Attribute.objects.exists()
        assert TaxClass.objects.filter(pk=product.tax_class_id).exists()
        assert not TaxClass.objects.filter(code="spare").exists()

    def test_is_undone_for_many_at_once(self, client):
        gone = [ProductFactory(), ProductFactory()]
        chosen = {"_selected_action": [str(product.pk) for product in gone], "_confirmed": "1", "reason": "Old"}
        client.post(PRODUCTS, chosen | {"action": "remove"})
        assert not Product.objects.alive().exists()

        client.post(f"{PRODUCTS}?deleted=yes", chosen | {"action": "restore"})

        assert Product.objects.alive().count() == 2


class TestDuplicating:
    def test_leads_to_the_copy(self, client):
        product = ProductFactory()

        answer = client.post(f"{PRODUCTS}{product.pk}/duplicate/", {"_": "yes"})

        copy = Product.objects.exclude(pk=product.pk).get()
        assert answer.url == f"{PRODUCTS}{copy.pk}/change/"


class TestPreview:
    def test_shows_a_draft_as_it_will_look_and_leaves_it_one(self, client):
        RegionFactory(india=True)
        product = ProductFactory(name="Copper Pot", slug="copper-pot", status="draft")
        fill()
        page = client.get(f"{PRODUCTS}{product.pk}/change/")
        link = page.text.partition(f"{PRODUCTS}{product.pk}/preview/")[2].partition("</a>")[0]
        assert "Preview" in link

        shown = client.get(f"{PRODUCTS}{product.pk}/preview/")

        assert "<h1>Copper Pot</h1>" in shown.text
        assert "Only staff see this page. Status of the product: Draft." in shown.text
        assert "no-store" in shown["Cache-Control"]
        product.refresh_from_db()
        assert product.status == "draft"
        assert not Listing.objects.exists()
        assert client.get("/product/copper-pot/").status_code == 404

    def test_shows_trade_goods(self, client):
        RegionFactory(india=True)
        product = ProductFactory(name="Sacks", status="draft", target_role="retailer")
        fill()

        assert "<h1>Sacks</h1>" in client.get(f"{PRODUCTS}{product.pk}/preview/").text

    def test_says_why_there_is_nothing_to_see(self, client):
        RegionFactory(india=True)
        product = ProductFactory(status="draft", category__is_active=False)
        fill()

        shown = client.get(f"{PRODUCTS}{product.pk}/preview/", follow=True)

        assert "Nobody would see it: its category, or one above, is hidden." in shown.text

    def test_names_the_region_in_which_there_is_nothing_to_see(self, client):
        region = RegionFactory(india=True)
        product = ProductFactory(status="draft")
        ProductRestriction.objects.create(region=region, product=product, rule="blocked")
        fill()

        shown = client.get(f"{PRODUCTS}{product.pk}/preview/", follow=True)

        assert f"Nobody would see it in the region “{region.name}”" in shown.text


class TestDescribing:
    def test_shows_what_the_shop_will_show_and_nothing_else(self, client):
        answer = client.post(f"{PRODUCTS}described/", {"description": "<p>Soft</p><script>alert(1)</script>"})

        assert "&lt;p&gt;Soft&lt;/p&gt;" in answer.text
        assert "alert" not in answer.text


class TestGrids:
    def test_send_no_more_fields_than_a_form_may_have(self, client, settings):
        region, product = RegionFactory(), ProductFactory()
        VariantFactory.create_batch(70, product=product, combination=factory.Sequence(str))
        attribute = AttributeFactory()
        AttributeValueFactory.create_batch(170, attribute=attribute)

        for page in (f"product/{product.pk}", f"attribute/{attribute.pk}"):
            for section in client.get(f"/admin/catalog/{page}/change/").context["sections"]:
                fields = sum(len(form.fields) for form in section["rows"].forms) if section["rows"] else 0
                assert fields + 5 < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS, section["name"]
        assert region.pk


class TestPricesInRegions:
    def test_of_a_product_with_many_variants_come_in_pages(self, client, monkeypatch):
        monkeypatch.setattr("catalog.admin.product_sections.CELLS_MOST", 2 * Region.objects.count() + 2)
        region, product = RegionFactory(), ProductFactory()
        for letter in "ab":
            VariantFactory(product=product, combination=letter)
        last = product.variants.order_by("position", "sku").last()

        page = client.get(f"{PRODUCTS}{product.pk}/change/?prices=2")
        (section,) = [one for one in page.context["sections"] if one["name"] == "region_prices"]
        (row,) = [form for form in section["rows"].forms if form.initial["id"] == f"{last.pk}:{region.pk}"]
        sent = {f"region_prices-{key}": value for key, value in section["rows"].management_form.initial.items()}
        sent |= {field.html_name: field.value() or "" for form in section["rows"].forms for field in form}
        answer = client.post(section["url"], sent | {row["price"].html_name: "12"})

        assert answer.url.endswith("/change/?prices=2#region_prices")
        assert VariantPrice.objects.get().variant == last


def test_a_synonym_is_found_by_at_once(client):
    RegionFactory(india=True)
    ProductFactory(name="Long Couch", slug="couch")
    fill()
    caching.forget()
    assert "1 product" not in client.get("/search/?q=settee").text

    client.post("/admin/catalog/synonym/add/", {"words": "settee\ncouch"})

    # Another process asks for what was bumped once a second.
    caching.versions.forget()
    assert "1 product" in client.get("/search/?q=settee").text
