"""A catalogue manager at work: from an empty form to goods in the shop, and every page readable by everyone."""

import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from catalog.models import Product, ProductRestriction
from core import caching
from inventory.models import StockItem
from tests.architecture.back_office import staff
from tests.catalog.listing import fill
from tests.factories.catalog import (
    AttributeFactory,
    AttributeValueFactory,
    BrandFactory,
    CategoryFactory,
    ProductFactory,
    VariantFactory,
)
from tests.factories.inventory import LocationFactory, StockItemFactory
from tests.factories.media import ProductMediaFactory
from tests.factories.regions import RegionFactory, TaxClassFactory
from tests.journeys.visitor import enter, troubles

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def shop(transactional_db, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    caching.forget()
    RegionFactory(india=True)
    TaxClassFactory(is_default=True)
    LocationFactory()
    CategoryFactory(name="Lamps", slug="lamps")
    size = AttributeFactory(code="size", name="Size", is_variant_axis=True)
    for letter in "sm":
        AttributeValueFactory(attribute=size, value=letter, label=letter.upper())
    yield
    caching.forget()


@pytest.fixture
def page(visitor):
    page = visitor.browse()
    enter(page, staff("catalogue").email)
    return page


def a_picture(folder) -> str:
    file = folder / "lamp.png"
    Image.new("RGB", (900, 900), "orange").save(file)
    return str(file)


def test_goods_come_into_the_shop(page, tmp_path):
    page.goto("/admin/catalog/product/add/")
    page.locator("#id_name").fill("Brass Lamp")
    page.locator("#id_category").select_option(label="Lamps")
    page.locator("#id_base_price").fill("1499")
    page.locator("#id_short_description").fill("A lamp for every evening.")
    page.locator("#id_description").fill("<p>Spun of <b>one sheet</b> of brass.</p>")
    page.frame_locator(".back-office-described").get_by_text("one sheet").wait_for()
    page.get_by_role("button", name="Save and continue editing").click()

    page.get_by_text("Make combinations").click()
    page.get_by_label("S", exact=True).check()
    page.get_by_label("M", exact=True).check()
    page.get_by_role("button", name="Show what will be made").click()
    page.get_by_role("button", name="Make them").click()
    page.locator("[data-media-drop] input").set_input_files(a_picture(tmp_path))
    expect(page.locator("[data-media-preview] img")).to_have_count(1)
    page.get_by_role("button", name="Save pictures").click()
    page.locator("[data-media-item]").wait_for()
    product = Product.objects.get()
    assert product.variants.alive().filter(combination__gt="").count() == 2

    page.goto(f"/admin/catalog/product/{product.pk}/publish/")
    page.get_by_role("button", name="Publish").click()
    page.wait_for_url("**/change/")

    page.goto("/admin/catalog/product/?q=bras")
    page.locator(f"#price-{product.pk}").click()
    page.locator("[data-quick] input[name=quick-0-price]").fill("999")
    page.locator("[data-quick] input[name=quick-0-stock]").fill("7")
    page.get_by_label("Reason for the new stock").fill("First delivery")
    page.keyboard.press("Enter")
    page.locator(f"#stock-{product.pk}[data-saved]").wait_for()
    expect(page.locator("[data-quick]")).to_have_count(0)
    assert StockItem.objects.get().movements.get().reason == "First delivery"

    fill()
    page.goto("/product/brass-lamp/")
    page.get_by_role("heading", name="Brass Lamp").wait_for()
    expect(page.locator("main")).to_contain_text("₹999.00", use_inner_text=True)


def test_nothing_typed_in_another_part_of_the_page_is_lost(page):
    product = ProductFactory(name="Brass Lamp")
    variant = product.variants.get()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(f"/admin/catalog/product/{product.pk}/change/")
    price = page.locator("#id_variants-0-price")
    price.fill("1234.00")
    page.locator("#id_name").fill("Copper Lamp")

    page.get_by_role("button", name="Save", exact=True).click()
    question = page.get_by_role("dialog", name="Other parts are not saved yet")
    expect(question.get_by_role("listitem")).to_have_text(["Variants"])
    assert troubles(page) == []
    question.get_by_role("button", name="Do not save yet").click()
    expect(question).to_be_hidden()
    expect(price).to_have_value("1234.00")
    product.refresh_from_db()
    assert product.name == "Brass Lamp"

    page.get_by_role("button", name="Save: Variants").click()
    expect(question.get_by_role("listitem")).to_have_text(["Product"])
    question.get_by_role("button", name="Save this part, keep the others open").click()
    expect(page.get_by_text("Saved: Variants.")).to_be_in_viewport()
    variant.refresh_from_db()
    assert str(variant.price) == "1234.00"
    expect(page.get_by_text("Not saved yet: Product")).to_be_in_viewport()
    assert asked == []
    expect(page.locator("#id_name")).to_have_value("Copper Lamp")
    product.refresh_from_db()
    assert product.name == "Brass Lamp"

    page.locator("#id_variants-0-price").fill("77.00")
    page.get_by_role("button", name="Save", exact=True).click()
    question.get_by_role("button", name="Save this part, keep the others open").click()
    expect(page.get_by_text("Not saved yet: Variants")).to_be_visible()
    product.refresh_from_db()
    assert product.name == "Copper Lamp"
    expect(page.locator("#id_variants-0-price")).to_have_value("77.00")
    page.get_by_role("button", name="Save: Variants").click()
    expect(page.get_by_text("Saved: Variants.")).to_be_visible()
    variant.refresh_from_db()
    assert str(variant.price) == "77.00"

    page.reload()
    assert asked == []
    page.locator("#id_variants-0-price").fill("99.00")
    page.reload()
    assert asked == ["beforeunload"]


@pytest.mark.slow
def test_what_was_refused_is_not_lost_either(page):
    product = ProductFactory(name="Brass Lamp")
    page.goto(f"/admin/catalog/product/{product.pk}/change/")
    page.locator("#id_name").fill("")
    page.locator("#id_short_description").fill("A lamp for every morning.")
    page.get_by_role("button", name="Save", exact=True).click()

    page.get_by_role("button", name="Save: Variants").click()
    question = page.get_by_role("dialog", name="Other parts are not saved yet")
    expect(question.get_by_role("listitem")).to_have_text(["Product"])
    question.get_by_role("button", name="Do not save yet").click()
    page.locator("#id_name").fill("Copper Lamp")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page).to_have_url(re.compile(r"/admin/catalog/product/$"))
    product.refresh_from_db()
    assert product.short_description == "A lamp for every morning."

    page.goto(f"/admin/catalog/product/{product.pk}/change/")
    page.locator("#id_variants-0-price").fill("-5")
    page.get_by_role("button", name="Save: Variants").click()
    expect(page.get_by_text("A price cannot be negative.")).to_be_visible()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_role("link", name="Back to the page").click()
    expect(page.locator("#id_variants-0-price")).not_to_have_value("-5")
    assert asked == ["beforeunload"]


def test_many_variants_are_all_in_sight_where_they_are_changed_quickly(page):
    product = ProductFactory()
    for number in range(12):
        VariantFactory(product=product, combination=str(number))
    page.goto("/admin/catalog/product/")
    page.locator(f"#price-{product.pk}").click()

    grid = page.locator("[data-quick] .back-office-grid")
    expect(grid.locator("tbody tr")).to_have_count(13)
    assert grid.evaluate("grid => grid.scrollHeight - grid.clientHeight") == 0


def test_numbers_of_a_stock_take_stand_below_their_headings(page):
    item = StockItemFactory(on_hand=20)
    page.goto("/admin/inventory/stockitem/count/")
    page.get_by_label("Location").select_option(label=item.location.name)
    page.get_by_label("Counted").fill(f"{item.variant.sku}, 18")
    page.get_by_role("button", name="Compare with the books").click()

    headings, cells = page.get_by_role("columnheader"), page.get_by_role("row").nth(1).get_by_role("cell")
    expect(cells.last).to_have_text("-2")
    for place, side in enumerate(("start", "start", "end", "end", "end")):
        expect(headings.nth(place)).to_have_css("text-align", side)
        expect(cells.nth(place)).to_have_css("text-align", side)
    assert troubles(page) == []


@pytest.mark.slow
def test_categories_and_pictures_are_put_in_order_by_dragging(page):
    first, second = CategoryFactory(name="Bulbs"), CategoryFactory(name="Candles")
    product = ProductFactory(category=second)
    for alt in ("Front", "Back", "Box"):
        ProductMediaFactory(product=product, alt_text=alt, position=["Front", "Back", "Box"].index(alt))

    page.goto("/admin/catalog/category/tree/")
    row = page.locator("[data-tree-row]")
    row.filter(has_text="Candles").drag_to(row.filter(has_text="Bulbs"), target_position={"x": 200, "y": 4})
    expect(page.get_by_text("Moved: Candles, ")).to_be_visible()
    row.filter(has_text="Bulbs").drag_to(row.filter(has_text="Lamps"), target_position={"x": 200, "y": 34})
    expect(page.get_by_text("Moved: Bulbs, into Lamps")).to_be_visible()

    page.goto(f"/admin/catalog/product/{product.pk}/change/")
    pictures = page.locator("[data-media-item]")
    pictures.nth(2).locator("img").drag_to(pictures.nth(0).locator("img"))
    page.get_by_role("button", name="Save pictures").click()
    expect(page.get_by_text("Saved: Pictures.")).to_be_visible()

    first.refresh_from_db()
    assert first.parent.name == "Lamps"
    assert [media.alt_text for media in product.media.order_by("position")] == ["Box", "Front", "Back"]


PAGES = [
    "catalog/product/", "catalog/product/{product}/change/", "catalog/productrestriction/add/",
    "catalog/category/tree/", "catalog/brand/{brand}/delete/",
]  # fmt: skip


@pytest.mark.slow
def test_pages_can_be_read_by_everyone(page):
    item = StockItemFactory()
    product = item.variant.product
    Product.objects.update(brand=BrandFactory())
    ProductRestriction.objects.create(region=RegionFactory(), rule="blocked", product=product)

    found = []
    for path in PAGES:
        page.goto("/admin/" + path.format(product=product.pk, brand=Product.objects.get().brand_id))
        if path == PAGES[0]:
            page.locator("[data-quick-open]").first.click()
            page.locator("[data-quick]").wait_for()
        found += troubles(page)
    assert found == [], "\n".join(found)
