"""Typing into the search of a real browser, and looking closely at what was found."""

import pytest
from playwright.sync_api import expect

from catalog.models import VariantAttributeValue
from core import caching
from core.models import Picture
from tests.catalog.listing import fill
from tests.catalog.searched import FIRST, put_up
from tests.factories.catalog import AttributeFactory, AttributeValueFactory, ProductFactory, VariantFactory
from tests.factories.inventory import StockItemFactory
from tests.factories.media import ProductMediaFactory
from tests.factories.regions import RegionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# By name, part, plural, typo, brand, category, synonym, SKU, accent and in Hindi.
TYPED = (
    "headphones", "headphone", "hedphones", "headpho", "blutooth speeker", "sonare", "runing shoes", "sneakers",
    "footwear", "sarees cotton", "shrit", "womens kurta", "knives", "cafe creme", "battery", "usbc", "KM-4002",
    "notebook bag", "साड़ियाँ", "हेडफोन",
)  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_kept(transactional_db):
    caching.forget()
    yield
    caching.forget()


@pytest.fixture
def cup():
    RegionFactory(india=True)
    colour = AttributeFactory(code="colour", name="Colour", is_variant_axis=True)
    cup = ProductFactory(name="Cup", slug="cup", variant=None)
    for name, price in (("red", 10_000), ("blue", 20_000)):
        variant = VariantFactory(
            product=cup, sku=f"CUP-{name}", combination=name, price_minor=price, is_default=name == "red"
        )
        value = AttributeValueFactory(attribute=colour, value=name, label=name.title())
        VariantAttributeValue.objects.create(variant=variant, attribute=colour, value=value)
        StockItemFactory(variant=variant)
        ProductMediaFactory(product=cup, variant=variant, alt_text=f"Cup in {name}")
    for place in ("on a shelf", "in a hand"):
        ProductMediaFactory(product=cup, alt_text=f"Cup {place}")
    fill()


class TestSearch:
    @pytest.mark.slow
    def test_finds_what_was_meant_by_twenty_queries(self, visitor):
        put_up()
        page = visitor.open("/")
        found = {}

        for query in TYPED:
            page.locator("#search-words").fill(query)
            page.locator("#search-words").press("Enter")
            expect(page.locator("h1")).to_contain_text(query)
            expect(page.locator("#search-words")).to_have_value(query)
            found[query] = page.locator(".results .product-card-name").first.inner_text()

        wanted = dict(FIRST)
        assert found == {query: wanted[query] for query in TYPED}

    def test_suggests_what_was_meant(self, visitor):
        put_up()
        page = visitor.open("/")

        for query, wanted in (
            ("headp", "Wireless Headphones"),
            ("hedphones", "Wireless Headphones"),
            ("chef", "Chef"),
        ):
            page.locator("#search-words").fill("")
            page.locator("#search-words").press_sequentially(query)
            page.locator("[role=option]", has_text=wanted).first.wait_for()


class TestGallery:
    def test_shows_pictures_large_and_those_of_the_chosen_variant_first(self, visitor, cup):
        page = visitor.open("/product/cup/")
        pictures = page.locator(".gallery-track img")
        assert [one.get_attribute("alt") for one in pictures.all()] == [
            "Cup in red",
            "Cup on a shelf",
            "Cup in a hand",
        ]

        page.locator("#thumb-2").click()
        expect(page.locator("#thumb-2")).to_have_attribute("aria-current", "true")
        page.locator("#picture-2 a").press("Enter")
        expect(page.locator("dialog.zoom img")).to_have_attribute("alt", "Cup on a shelf")
        page.keyboard.press("Escape")
        expect(page.locator("dialog.zoom")).to_have_count(0)
        assert page.evaluate("document.activeElement.closest('li').id") == "picture-2"

        page.locator("a.axis-value", has_text="Blue").click()
        page.wait_for_url("**/?variant=CUP-blue")
        page.get_by_text("₹200.00").wait_for()
        expect(pictures.first).to_have_attribute("alt", "Cup in blue")
        expect(page.locator("#article-number")).to_have_text("CUP-blue", use_inner_text=True)

    def test_enlarges_no_picture_beyond_what_it_is(self, visitor, cup):
        Picture.objects.update(width=320, height=320)
        page = visitor.browse()
        drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="320"/>'
        page.route("**/media/**", lambda route: route.fulfill(body=drawing, content_type="image/svg+xml"))
        page.goto("/product/cup/")

        page.locator("#picture-1 a").press("Enter")

        page.wait_for_function("document.querySelector('dialog.zoom img').complete")
        assert page.locator("dialog.zoom img").bounding_box()["width"] == 320
