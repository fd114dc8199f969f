"""Finding something to buy: by category, by filters, by words, with and without scripts, by keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from catalog.models import VariantAttributeValue
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
from tests.factories.regions import RegionFactory
from tests.journeys.visitor import DESK, PHONE, barriers_in_every_look, overflow
from tests.tiers import a_few

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = [
    "/", "/category/clothing/", "/category/clothing/?attr.size=s&on_sale=1", "/search/?q=shirt", "/search/?q=zzzzqq",
    "/product/linen-shirt/", "/product/linen-shirt/?variant=SHIRT-L", "/brands/", "/brand/khadi/",
    "/hi/category/clothing/",
]  # fmt: skip


@pytest.fixture(autouse=True)
def shop(transactional_db):
    caching.forget()
    RegionFactory(india=True)
    clothing = CategoryFactory(name="Clothing", slug="clothing")
    for name in ("Garden", "Books", "Toys", "Food", "Care", "Bags"):
        CategoryFactory(name=name, slug=name.lower())
    size = AttributeFactory(code="size", name="Size", is_variant_axis=True, is_filterable=True)
    shirt = ProductFactory(
        name="Linen Shirt", slug="linen-shirt", category=clothing, brand=BrandFactory(name="Khadi", slug="khadi"),
        variant=None,
    )  # fmt: skip
    for letter, on_hand in (("s", 30), ("m", 3), ("l", 0)):
        variant = VariantFactory(
            product=shirt, sku=f"SHIRT-{letter.upper()}", combination=letter, is_default=letter == "s"
        )
        value = AttributeValueFactory(attribute=size, value=letter, label=letter.upper())
        VariantAttributeValue.objects.create(variant=variant, attribute=size, value=value)
        StockItemFactory(variant=variant, on_hand=on_hand)
    for product in ProductFactory.create_batch(25, category=clothing):
        StockItemFactory(variant=product.variants.get())
    fill()
    yield
    caching.forget()


class TestPages:
    @pytest.mark.parametrize("path", a_few(PAGES, "/category/clothing/", "/product/linen-shirt/"))
    def test_can_be_read_by_everyone_on_everything(self, visitor, path):
        page = visitor.open(path, width=320)
        assert overflow(page) == 0

        assert barriers_in_every_look(page) == []

    def test_have_no_small_targets_where_words_are_short(self, visitor):
        page = visitor.open("/hi/brands/", width=320)

        links = page.locator(".category-menu a, .footer a").all()

        assert links
        assert min(box[side] for link in links if (box := link.bounding_box()) for side in ("width", "height")) >= 24

    def test_of_the_shop_begin_with_what_is_sold(self, visitor):
        page = visitor.open("/", width=PHONE)

        seen = [
            box["y"] + box["height"] for box in (one.bounding_box() for one in page.locator(".stalls a").all()) if box
        ]

        assert sum(bottom <= page.viewport_size["height"] for bottom in seen) >= 6


class TestFilters:
    def test_change_the_list_in_place_and_the_address(self, visitor):
        page = visitor.open("/category/clothing/")

        page.get_by_label("Khadi").check()
        page.wait_for_url("**/?brand=khadi")

        expect(page.locator("[data-count-told]")).to_have_text("1 product")
        expect(page.locator(".product-card")).to_have_count(1)
        assert page.evaluate("document.activeElement.name") == "brand"

    def test_stay_beside_the_results_however_far_down_they_were_chosen(self, visitor):
        page = visitor.open("/category/clothing/")
        page.evaluate("scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
        in_stock = page.locator("[name=in_stock][value='1']")
        expect(in_stock).to_be_in_viewport()

        in_stock.check()
        page.wait_for_url("**/?in_stock=1")

        expect(page.locator(".product-card").first).to_be_in_viewport()
        expect(in_stock).to_be_in_viewport()
        assert page.evaluate("document.activeElement.name") == "in_stock"

    def test_are_undone_by_the_way_back(self, visitor):
        page = visitor.open("/category/clothing/")
        page.get_by_label("Khadi").check()
        page.wait_for_url("**/?brand=khadi")

        page.go_back()

        expect(page.locator("[data-count]")).to_have_text("26 products")
        expect(page.get_by_label("Khadi")).not_to_be_checked()

    def test_work_without_scripts(self, visitor):
        page = visitor.open("/category/clothing/", javascript=False)

        page.get_by_label("Khadi").check()
        page.get_by_role("button", name="Show products").click()

        assert "brand=khadi" in page.url
        expect(page.locator(".product-card")).to_have_count(1)

    def test_and_the_place_are_there_again_on_the_way_back(self, visitor):
        page = visitor.open("/category/clothing/", width=PHONE)
        page.goto("/category/clothing/?in_stock=1&sort=newest")
        card = page.locator(".product-card a").nth(18)
        card.click()
        page.wait_for_url("**/product/**")

        page.go_back()

        expect(page).to_have_url(re.compile(r"\?in_stock=1&sort=newest$"))
        expect(card).to_be_in_viewport()
        expect(page.locator("h1")).not_to_be_in_viewport()

    def test_are_a_panel_on_a_phone(self, visitor):
        page = visitor.open("/category/clothing/", width=PHONE)
        expect(page.locator("#filters")).not_to_be_visible()

        page.get_by_role("button", name="Filters").click()
        page.get_by_label("Khadi").check()
        page.wait_for_url("**/?brand=khadi")
        page.get_by_role("button", name="Show products").click()

        expect(page.locator("#filters")).not_to_be_visible()
        expect(page.locator(".product-card")).to_have_count(1)


class TestSuggestions:
    def test_are_chosen_by_keyboard(self, visitor):
        page = visitor.open("/")

        page.locator("#search-words").press_sequentially("li")
        expect(page.get_by_role("status").filter(has_text="1 suggestion. Choose")).to_be_attached()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")

        page.wait_for_url("**/product/linen-shirt/")

    def test_go_away_with_escape(self, visitor):
        page = visitor.open("/")
        page.locator("#search-words").press_sequentially("li")
        page.wait_for_selector("[role=option]")

        page.keyboard.press("Escape")

        expect(page.locator("[role=option]:visible")).to_have_count(0)
        expect(page.locator("#search-words")).to_have_value("li")


class TestWords:
    @pytest.mark.parametrize("javascript", a_few([True, False], False))
    def test_that_nothing_has_lead_on(self, visitor, javascript):
        page = visitor.open("/", javascript=javascript, width=PHONE)

        page.locator("#search-words").fill("qqxzz")
        page.locator("#search-words").press("Enter")

        expect(page.get_by_role("heading", name="Nothing found for “qqxzz”")).to_be_visible()
        expect(page.locator("#search-words")).to_have_value("qqxzz")
        expect(page.get_by_role("link", name="Ask us for it")).to_be_visible()
        expect(page.get_by_role("region", name="What others buy").get_by_role("article").first).to_be_visible()
        page.get_by_role("region", name="All categories").get_by_role("link", name="Clothing").click()
        expect(page.get_by_role("heading", level=1, name="Clothing")).to_be_visible()


class TestVariants:
    @pytest.mark.parametrize("javascript", a_few([True, False], True))
    def test_are_chosen_by_links(self, visitor, javascript):
        page = visitor.open("/product/linen-shirt/", javascript=javascript)

        page.locator("a.axis-value", has_text=re.compile("^M")).click()
        page.wait_for_url("**/?variant=SHIRT-M")

        page.get_by_text("Only 3 left").wait_for()

    def test_that_were_seen_are_remembered_here(self, visitor):
        page = visitor.open("/product/linen-shirt/")

        page.goto("/")

        card = page.locator("[data-recently] .product-card")
        card.wait_for()
        assert card.bounding_box()["width"] < DESK / 4
        assert page.context.cookies() == []
