"""Pages of the shop, as a browser without scripts and a search engine see them."""

import json
import re

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog import services
from catalog.enums import TargetRole
from catalog.models import (
    AttributeValue,
    Brand,
    Product,
    ProductAttributeValue,
    ProductRestriction,
    ProductVariant,
    SlugRedirect,
    Translation,
    VariantAttributeValue,
    VariantPrice,
)
from catalog.selectors import product_parts, product_slugs
from core import caching
from tests.catalog.listing import fill
from tests.factories.catalog import (
    AttributeFactory,
    AttributeValueFactory,
    BrandFactory,
    CategoryFactory,
    ProductFactory,
    VariantFactory,
)
from tests.factories.inventory import StockItemFactory
from tests.factories.media import PictureFactory, ProductMediaFactory
from tests.factories.regions import ExchangeRateFactory, RegionFactory
from tests.factories.stores import StoreFactory

pytestmark = pytest.mark.django_db

CANARY = """"><script>alert(1)</script>{{7*7}}</textarea></script><img src=x onerror=alert(1)>"""


@pytest.fixture(autouse=True)
def india():
    caching.forget()
    yield RegionFactory(india=True)
    caching.forget()


def body(path: str, **query) -> str:
    response = Client().get(path, query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def linked_data(html: str) -> list[dict]:
    return [json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)]


@pytest.fixture
def clothes():
    return CategoryFactory(name="Clothing", slug="clothing")


@pytest.fixture
def shirt(clothes):
    """A shirt in two sizes and two colours: the large blue one does not exist, the small red one is sold out."""
    size = AttributeFactory(code="size", name="Size", is_variant_axis=True, is_filterable=True)
    colour = AttributeFactory(code="colour", name="Colour", is_variant_axis=True, is_filterable=True)
    sizes = [AttributeValueFactory(attribute=size, value=value, label=value.upper()) for value in "sl"]
    colours = [
        AttributeValueFactory(attribute=colour, value=name, label=name.title(), colour_hex=code)
        for name, code in (("red", "#c02020"), ("blue", "#2040c0"))
    ]
    product = ProductFactory(
        name="Linen Shirt", slug="linen-shirt", category=clothes, brand=BrandFactory(), variant=None
    )
    for sku, at, shade, on_hand in (("RED-S", 0, 0, 0), ("BLUE-S", 0, 1, 3), ("RED-L", 1, 0, 50)):
        variant = VariantFactory(product=product, sku=sku, combination=sku, is_default=sku == "RED-L")
        for attribute, value in ((size, sizes[at]), (colour, colours[shade])):
            VariantAttributeValue.objects.create(variant=variant, attribute=attribute, value=value)
        StockItemFactory(variant=variant, on_hand=on_hand)
    return product


class TestLists:
    def test_say_how_many_there_are_and_in_which_order(self, clothes):
        ProductFactory.create_batch(3, category=clothes)
        fill()

        html = body("/category/clothing/", sort="price_low")

        assert "3 products" in html
        assert '<option value="price_low" selected>' in html
        assert 'aria-current="page">Clothing' in html

    def test_show_chosen_filters_as_chips_that_can_be_taken_away(self, shirt):
        fill()

        html = body("/category/clothing/", **{"attr.colour": ["red", "blue"], "sort": "newest"})

        assert 'href="/category/clothing/?attr.colour=blue&amp;sort=newest"' in html
        assert 'href="/category/clothing/?sort=newest">Clear all' in html
        assert 'fill="#c02020"' in html

    def test_name_the_order_by_what_it_is(self, shirt):
        fill()

        listed, found = body("/category/clothing/"), body("/search/", q="shirt")

        assert '<option value="" selected>Best selling</option>' in listed
        assert "Best match" not in listed
        assert '<option value="" selected>Best match</option>' in found
        assert '<option value="best_selling">Best selling</option>' in found
        assert '<option value="" selected>Best selling</option>' in body("/search/", sort="best_selling")

    def test_have_filters_with_names_in_the_language_of_the_page(self, shirt):
        colour = AttributeValue.objects.get(value="red").attribute
        Translation.objects.create(kind="attribute", object_id=colour.pk, language="hi", field="name", text="रंग")
        Translation.objects.create(kind="attribute", object_id=colour.pk, language="hi", field="unit", text="छटा")
        fill()

        html = body("/hi/category/clothing/")

        assert "रंग" in html
        assert ">Colour<" not in html
        assert "Red छटा" in html
        assert ">Size<" in html

    def test_disable_values_that_would_find_nothing(self, shirt, clothes):
        other = ProductFactory(category=clothes, brand=BrandFactory(name="Other", slug="other"))
        blue = AttributeValue.objects.get(value="blue")
        ProductAttributeValue.objects.create(product=other, attribute=blue.attribute, value=blue)
        fill()

        html = body("/category/clothing/", brand=other.brand.slug)

        red = re.search(r'<input[^>]*name="attr.colour" value="red"[^>]*>', html)
        assert red
        assert "disabled" in red[0]
        assert re.search(r'<input[^>]*name="attr.colour" value="blue"[^>]*id="[^"]*">', html)

    def test_have_pages_that_are_links(self, clothes):
        ProductFactory.create_batch(25, category=clothes)
        fill()

        first, second = body("/category/clothing/"), body("/category/clothing/", page=2)

        assert first.count('class="product-card"') == 24
        assert second.count('class="product-card"') == 1
        assert 'href="?page=2" rel="next"' in first
        assert 'rel="prev"' in second
        assert '<link rel="canonical" href="http://testserver/category/clothing/?page=2">' in second

    def test_lead_to_the_last_page_from_beyond_it(self, clothes):
        ProductFactory(category=clothes)
        fill()

        response = Client().get("/category/clothing/?page=9&sort=newest")

        assert (response.status_code, response["Location"]) == (302, "/category/clothing/?page=1&sort=newest")

    @pytest.mark.parametrize(
        ("query", "said"),
        [
            ("sort=%27%20OR%201%3D1--", "There is no such order. The usual one is shown."),
            ("min_price=abc", "The filter “Price” is left out. Give an amount such as 1499 or 1499.00."),
            ("min_price=900&max_price=100", "The filter “Price” is left out. The least is more than the most."),
            ("page=0", "There is no such page. The first one is shown."),
            ("page=9999", "There is no such page. The first one is shown."),
            ("brand=nope", "The filter “Brand” is left out. There is no such value."),
            ("attr.colour=none", "The filter “Colour” is left out. There is no such value."),
            ("on_sale=perhaps", "The filter “Offers” is left out. There is no such value."),
            ("rating=9", "The filter “Rating” is left out. Give a whole number from 1 to 5."),
        ],
    )
    def test_leave_out_what_is_no_value_and_say_so(self, shirt, query, said):
        ProductFactory.create_batch(25, category=shirt.category)
        fill()

        html = body(f"/category/clothing/?{query}&in_stock=0")

        assert f"<li>{said}</li>" in html
        assert "products</p>" in html
        assert '<link rel="canonical" href="http://testserver/category/clothing/">' in html
        assert '<meta name="robots" content="noindex, follow">' in html
        assert 'href="?in_stock=0&amp;page=2"' in html

    def test_say_at_the_prices_that_the_least_is_more_than_the_most(self, shirt):
        fill()

        html = body("/category/clothing/?min_price=900&max_price=100")

        panel = html[html.index('id="filter-form"') : html.index("</form>", html.index('id="filter-form"'))]
        assert "The least is more than the most." in panel
        assert 'id="min_price" aria-invalid="true" aria-describedby="price-error" value="900"' in panel

    def test_say_that_nothing_has_all_the_words(self, shirt):
        fill()
        said = "Nothing has all of these words. These have some of them."

        assert said in body("/search/", q="shirt kettle")
        assert said not in body("/search/", q="linen shirt")
        assert said not in body("/search/", q="kettle")

    def test_find_what_comes_in_a_colour(self, shirt):
        fill()

        assert "Linen Shirt" in body("/search/", q="blue shirt")

    def test_shows_pages_of_help_after_the_products_or_alone(self, clothes):
        ProductFactory(name="Phone", slug="phone", category=clothes)
        fill()

        found = body("/search/", q="phone")

        assert -1 < found.index('href="/product/phone/"') < found.index('id="found-pages"')
        assert 'id="found-pages"' in body("/search/", q="invoices")

    def test_take_the_usual_order_as_the_form_sends_it(self, shirt):
        fill()

        assert Client().get("/category/clothing/?sort=&in_stock=&min_price=").status_code == 200

    @pytest.mark.parametrize("words", ["%", "_", "' OR 1=1--", "🧵", "‮abc", "x" * 300, "\ud800"])
    def test_take_any_words(self, shirt, words):
        fill()

        assert Client().get("/search/", {"q": words.encode("utf-8", "surrogatepass")}).status_code in {200, 400}

    def test_ask_the_database_as_often_for_many_as_for_few(self, clothes):
        brand = BrandFactory(slug="khadi")
        ProductFactory.create_batch(20, category=clothes, brand=brand)
        counts = []
        for more in (0, 80):
            ProductFactory.create_batch(more, category=clothes, brand=brand)
            fill()
            for path in ("/", "/category/clothing/", "/brand/khadi/", "/search/?q=product"):
                caching.forget()
                with CaptureQueriesContext(connection) as count:
                    assert Client().get(path).status_code == 200
                counts.append(len(count))

        assert counts[:4] == counts[4:]

    @pytest.mark.parametrize(
        ("path", "statements"),
        [
            ("/", 0),
            ("/category/clothing/", 1),
            ("/search/?q=linen", 1),
            ("/product/linen-shirt/", 1),
            ("/suggest/?q=li", 0),
        ],
    )
    def test_read_the_rows_of_a_list_and_what_else_they_show_only_after_a_change(self, shirt, path, statements):
        fill()
        # Whoever brings a message is answered by the view.
        personal = {"HTTP_COOKIE": "messages=none"}
        first = Client().get(path, **personal).content

        with CaptureQueriesContext(connection) as count:
            assert Client().get(path, **personal).content == first

        assert len(count) == statements

    def test_follow_every_change(self, shirt):
        fill()
        pages = ("/", "/category/clothing/", "/product/linen-shirt/")
        for path in pages:
            body(path)

        services.update_category(
            category=shirt.category, actor=None, name="Garments", description="Woven and sewn here."
        )
        services.change_prices(product=shirt, millionths=1_000_000, actor=None)
        services.refresh_listing(product_ids=[shirt.pk])
        caching.versions.forget()

        assert "Woven and sewn here." in body("/category/clothing/")
        for path in pages:
            assert "Garments" in body(path), path
            assert "₹2,998.00" in body(path), path
            assert "₹1,499.00" not in body(path), path

    def test_without_anything_offer_a_way_on(self, shirt):
        fill()

        html = body("/search/", q="zzzzqqq")

        assert "Nothing found for “zzzzqqq”" in html
        assert 'value="zzzzqqq"' in html
        assert "Linen Shirt" in html
        assert 'href="/contact/"' in html
        assert "filter-form" not in html

    def test_of_a_brand_without_products_are_there_too(self):
        BrandFactory(name="Quiet", slug="quiet")
        fill()

        assert "Nothing here right now" in body("/brand/quiet/")

    def test_of_all_brands_stand_by_letter(self):
        BrandFactory(name="Khadi", slug="khadi")
        Brand.objects.create(name="Gone", slug="gone", is_active=False)

        html = body("/brands/")

        assert 'href="/brand/khadi/"' in html
        assert "Gone" not in html

    def test_of_brands_set_their_initials_where_no_logo_is(self):
        BrandFactory(name="Neel & Thread", slug="neel")
        BrandFactory(name="Tara", slug="tara", picture=PictureFactory(purpose="logo"))

        assert re.findall("brand-sign[^>]*>([^<]*)<", body("/brands/")) == ["NT"]


class TestCards:
    def test_say_what_sold_out_things_are(self, shirt):
        sold_out = ProductFactory(name="Sold Out Scarf", category=shirt.category)
        StockItemFactory(variant=sold_out.variants.get(), on_hand=0)
        fill()

        html = body("/category/clothing/")

        assert 'data-state="out"' in html
        assert "3 choices" in html

    def test_say_from_what_to_what_a_product_costs(self, clothes):
        product = ProductFactory(category=clothes)
        VariantFactory(product=product, price_minor=249_900, combination="large")
        fill()

        html = body("/category/clothing/")

        assert "₹1,499.00" in html
        assert "₹2,499.00" in html

    def test_show_where_words_were_found_unless_it_is_the_name(self, clothes):
        ProductFactory(category=clothes, name="Kite & Line", short_description="Cotton line, kind to birds.")
        fill()

        assert "<mark>Cotton</mark> line" in body("/search/", q="cotton")
        assert "product-card-found" not in body("/search/", q="kite")


class TestProduct:
    def test_offers_the_default_variant(self, shirt):
        fill()

        html = body("/product/linen-shirt/")

        assert "RED-L" in html
        assert "In stock" in html

    def test_reaches_every_variant_by_a_link_and_marks_what_cannot_be(self, shirt):
        fill()

        html = body("/product/linen-shirt/")

        assert re.search(r'href="\?variant=RED-S" data-state="out"', html)
        assert re.search(r'href="\?variant=BLUE-S" data-state="missing"', html)

    def test_says_how_few_are_left(self, shirt):
        fill()

        assert "Only 3 left" in body("/product/linen-shirt/", variant="BLUE-S")

    def test_offers_to_tell_when_it_is_back(self, shirt):
        fill()

        html = body("/product/linen-shirt/", variant="RED-S")

        assert 'action="/product/linen-shirt/tell-me/"' in html
        assert "csrfmiddlewaretoken" not in html

    @pytest.mark.parametrize(
        ("tax_mode", "said"), [("inclusive", "Tax included"), ("exclusive", "Plus tax. You see the total before")]
    )
    def test_says_beside_the_price_what_people_ask_before_they_buy(self, shirt, india, tax_mode, said):
        shirt.store = StoreFactory(name="Khadi Bhandar", slug="khadi")
        shirt.save()
        india.tax_mode = tax_mode
        india.save()
        caching.forget()
        fill()

        html = body("/product/linen-shirt/")

        assert said in html
        assert "Delivered to India. You see the cost and the day before you pay." in html
        assert "Most things may be sent back." in html
        assert 'Sold by <a href="/search/?store=khadi">Khadi Bhandar</a>' in html

    def test_that_is_downloaded_is_not_said_to_travel(self, shirt):
        shirt.kind = "digital"
        shirt.save()
        fill()

        html = body("/product/linen-shirt/")

        assert "To download: nothing is sent by post." in html
        assert "Delivered to" not in html

    def test_has_its_specification_in_a_table(self, shirt):
        shirt.weight_grams = 240
        shirt.save()
        material = AttributeFactory(code="material", name="Material")
        linen = AttributeValueFactory(attribute=material, value="linen", label="Linen")
        shirt.attribute_values.create(attribute=material, value=linen)
        fill()

        rows = re.findall(r'<th scope="row">(.*?)</th><td[^>]*>(.*?)</td>', body("/product/linen-shirt/"))

        assert rows == [("Material", "Linen"), ("Weight", "240 g"), ("Article number", "RED-L")]

    def test_shows_the_pictures_of_a_colour_with_all_of_its_sizes(self, shirt):
        for sku in ("BLUE-S", "RED-S"):
            ProductMediaFactory(product=shirt, variant=shirt.variants.get(sku=sku), alt_text=f"As {sku}")
        for place in ("shelf", "hand"):
            ProductMediaFactory(product=shirt, alt_text=f"On a {place}")
        fill()

        html = body("/product/linen-shirt/", variant="RED-L")

        shown = re.findall(r'alt="((?:As|On) [^"]*)"', html)
        assert shown == ["As RED-S", "On a shelf", "On a hand"]

    def test_describes_itself_to_machines(self, shirt):
        fill()

        product, crumbs = linked_data(body("/product/linen-shirt/"))

        assert product["@type"] == "Product"
        assert {offer["sku"]: offer["availability"].rsplit("/")[-1] for offer in product["offers"]} == {
            "RED-S": "OutOfStock",
            "BLUE-S": "LimitedAvailability",
            "RED-L": "InStock",
        }
        assert [item["name"] for item in crumbs["itemListElement"]] == ["Home", "Clothing", "Linen Shirt"]

    def test_leads_to_itself_in_other_languages(self, shirt):
        fill()

        html = body("/product/linen-shirt/")

        assert '<link rel="canonical" href="http://testserver/product/linen-shirt/">' in html
        assert 'hreflang="hi" href="http://testserver/hi/product/linen-shirt/"' in html

    def test_shows_what_people_wrote_as_text(self, shirt):
        shirt.name = shirt.short_description = shirt.seo_title = CANARY
        shirt.tags = [CANARY[:50]]
        shirt.save()
        fill()

        for path in ("/product/linen-shirt/", "/category/clothing/", "/search/?q=alert", "/suggest/?q=alert", "/"):
            html = Client().get(path).content.decode()
            assert "<script>alert" not in html
            assert "<img src=x" not in html
        assert linked_data(body("/product/linen-shirt/"))[0]["name"] == CANARY

    @pytest.mark.parametrize(
        ("kind", "path"), [("product", "/product/{}/"), ("category", "/category/{}/"), ("brand", "/brand/{}/")]
    )
    def test_and_all_else_that_moved_is_one_hop_away(self, shirt, kind, path):
        target = {"product": shirt, "category": shirt.category, "brand": shirt.brand}[kind]
        SlugRedirect.objects.create(kind=kind, slug="former", **{kind: target})
        fill()

        response = Client().get(f"{path.format('former')}?variant=%E0%A4%95&page=1")

        assert (response.status_code, response["Location"]) == (
            301,
            f"{path.format(target.slug)}?variant=%E0%A4%95&page=1",
        )
        assert Client().get(response["Location"]).status_code == 200

    def test_takes_what_else_was_asked_from_its_id_to_its_name(self, shirt):
        fill()

        response = Client().get(f"/hi/product/{shirt.pk}/?variant=RED-S")

        assert (response.status_code, response["Location"]) == (301, "/hi/product/linen-shirt/?variant=RED-S")

    @pytest.mark.parametrize(("was", "said"), [(11_073, ["−9 %"]), (10_000, [])])
    def test_says_the_same_cut_as_its_card_and_none_below_one_percent(self, shirt, was, said):
        ProductVariant.objects.update(price_minor=9_999, compare_at_price_minor=was)
        fill()

        page, cards = body("/product/linen-shirt/"), body("/category/clothing/")

        assert [re.findall("−[0-9]+ %", html) for html in (page, cards)] == [said, said]

    def test_speaks_hindi(self, shirt):
        Translation.objects.create(kind="product", object_id=shirt.pk, language="hi", field="name", text="लिनन कमीज़")
        fill()

        html = body("/hi/product/linen-shirt/")
        assert "<h1>लिनन कमीज़" in html
        assert '<div class="prose product-description" lang="en">' in html
        assert '<div class="prose product-description">' in body("/product/linen-shirt/")
        assert "लिनन कमीज़" in body("/hi/category/clothing/")


class TestMoney:
    """Of ₹1,49,900, and of what the same costs where money has no decimals, or three."""

    @pytest.fixture(autouse=True)
    def sofa(self, india):
        variant = ProductFactory(slug="sofa", base_price_minor=14_990_000, variant=None)
        variant = VariantFactory(product=variant, price_minor=14_990_000)
        StockItemFactory(variant=variant)
        for code, currency, minor in (("jp", "JPY", 268_400), ("kw", "KWD", 548_950)):
            region = RegionFactory(code=code, currency=currency)
            VariantPrice.objects.create(variant=variant, region=region, price_minor=minor, currency=currency)
            ExchangeRateFactory(base="INR", quote=currency)
        fill()

    @pytest.mark.parametrize(
        ("region", "english", "hindi", "told", "currency"),
        [
            ("in", "₹1,49,900.00", "₹1,49,900.00", "149900.00", "INR"),
            ("jp", "¥268,400", "¥2,68,400", "268400", "JPY"),
            ("kw", "KWD\u00a0548.950", "KWD\u00a0548.950", "548.950", "KWD"),
        ],
    )
    @pytest.mark.parametrize("language", ["", "/hi"])
    def test_is_written_as_people_do_and_told_exactly(self, language, region, english, hindi, told, currency):
        visitor, shown = Client(), hindi if language else english
        visitor.cookies["region"] = region

        for path in ("/product/sofa/", "/search/?q=product"):
            assert shown in visitor.get(f"{language}{path}").content.decode(), path
        for answer in ("products/sofa", "products?q=product"):
            data = visitor.get(f"/api/v1/{answer}").json()["data"]
            one = data["variants"][0] | {"currency": data["currency"]} if "variants" in data else data[0]
            assert (one["price"], one["currency"]) == (told, currency)


class TestHidden:
    """What is for others is nowhere: not by its address or a former one, in a list, a search or a suggestion."""

    @pytest.fixture(params=["trade", "region"])
    def hidden(self, request, shirt, india):
        secret = ProductFactory(name="Secret Shirt", slug="secret-shirt", category=shirt.category, brand=shirt.brand)
        if request.param == "trade":
            secret.target_role = TargetRole.RETAILER
            secret.save()
        else:
            ProductRestriction.objects.create(region=india, product=secret, rule="blocked")
        SlugRedirect.objects.create(kind="product", slug="former-secret", product=secret)
        fill()
        return secret

    def test_from_every_page(self, hidden):
        for path in ("/", "/category/clothing/", "/search/?q=secret", "/suggest/?q=secret", "/product/linen-shirt/"):
            html = Client().get(path).content.decode()
            assert "Secret Shirt" not in html, path
            assert "secret-shirt" not in html, path
        html = body(f"/brand/{hidden.brand.slug}/")
        assert "Secret Shirt" not in html

    def test_from_its_own_addresses(self, hidden):
        for named in ("secret-shirt", str(hidden.pk), "former-secret"):
            assert Client().get(f"/product/{named}/").status_code == 404

    def test_from_what_somebody_claims_to_have_seen(self, hidden, shirt):
        html = body("/fragments/recently-viewed/", ids=f"{hidden.pk},{shirt.pk},nonsense")

        assert "Secret Shirt" not in html
        assert "Linen Shirt" in html


class TestNotSoldHere:
    """What another region is sold: its address tells that, and nothing of the product."""

    @pytest.fixture
    def secret(self, shirt, india):
        RegionFactory(code="us", name="United States")
        secret = ProductFactory(name="Secret Shirt", slug="secret-shirt", category=shirt.category)
        ProductRestriction.objects.create(region=india, product=secret, rule="blocked")
        SlugRedirect.objects.create(kind="product", slug="former-secret", product=secret)
        fill()
        return secret

    def test_says_so_and_shows_what_is_sold_here(self, secret):
        for named in ("secret-shirt", str(secret.pk), "former-secret"):
            response = Client().get(f"/product/{named}/")
            html = response.content.decode()

            assert (response.status_code, response["Cache-Control"]) == (404, "private, no-store")
            assert "This is not sold in India" in html
            assert 'href="#region-choice"' in html
            assert 'id="region-choice"' in html
            assert "Linen Shirt" in html
            assert "Secret Shirt" not in html

    def test_is_there_where_it_is_sold(self, secret):
        visitor = Client()
        visitor.cookies["region"] = "us"

        assert "Delivered to the United States." in visitor.get("/product/secret-shirt/").content.decode()

    @pytest.mark.parametrize(
        "change", [{"status": "draft"}, {"target_role": TargetRole.RETAILER}, {"deleted_at": timezone.now()}]
    )
    def test_tells_nothing_of_what_is_sold_to_nobody(self, secret, change):
        Product.objects.filter(pk=secret.pk).update(**change)

        for path in ("/product/secret-shirt/", "/product/former-secret/"):
            response = Client().get(path)

            assert response.status_code == 404
            assert "not sold in" not in response.content.decode()


class TestPublicPages:
    @pytest.mark.parametrize(
        "path", ["/", "/category/clothing/", "/product/linen-shirt/", "/search/?q=linen", "/brands/"]
    )
    def test_are_the_same_bytes_for_everyone(self, shirt, path):
        fill()

        first, second = Client().get(path), Client().get(path)

        assert first.content == second.content
        assert not first.cookies
        assert "csrfmiddlewaretoken" not in first.content.decode()
        assert "public" in first["Cache-Control"]
        assert Client().get(path, headers={"if-none-match": first["ETag"]}).status_code == 304


class TestSitemap:
    def test_names_everything_that_strangers_may_see_in_every_language(self, shirt):
        ProductFactory(slug="for-trade", category=shirt.category, target_role=TargetRole.RETAILER)
        fill()

        parts = re.findall(r"<loc>http://testserver(.*?)</loc>", body("/sitemap.xml"))
        told = "".join(b"".join(Client().get(part).streaming_content).decode() for part in parts)

        for path in ("/", "/product/linen-shirt/", "/category/clothing/", f"/brand/{shirt.brand.slug}/", "/about/"):
            assert f"<loc>http://testserver{path}</loc>" in told
            assert f"<loc>http://testserver/hi{path}</loc>" in told
        assert "for-trade" not in told

    def test_comes_in_parts_that_hold_every_product_once(self, clothes, monkeypatch):
        monkeypatch.setattr("catalog.selectors.addresses.ROWS_A_PART", 2)
        ProductFactory.create_batch(5, category=clothes)
        fill()

        parts = list(product_parts())
        slugs = [slug for part in parts for slug in product_slugs(part)]

        assert len(parts) == 3
        assert sorted(slugs) == sorted(Product.objects.values_list("slug", flat=True))

    def test_is_where_robots_look(self):
        assert "Sitemap: http://testserver/sitemap.xml" in body("/robots.txt")


class TestMenu:
    def test_is_there_when_the_database_is_not(self, clothes, monkeypatch):
        def gone():
            raise DatabaseError

        monkeypatch.setattr("catalog.templatetags.shop.whole_tree", gone)

        assert Client().get("/about/").status_code == 200
