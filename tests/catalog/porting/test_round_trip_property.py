"""Whatever a product is called and has: its file, read into an empty shop, makes the same products."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog import services
from catalog.enums import DataType, ProductStatus
from catalog.models import AttributeValue, Product
from inventory.models import StockItem, StockMovement
from tests.catalog.porting.files import bring_in, check, exported
from tests.factories.catalog import AttributeFactory, AttributeValueFactory, BrandFactory, CategoryFactory
from tests.factories.inventory import StockItemFactory
from tests.factories.regions import TaxClassFactory

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MANY = settings.get_profile("rows")

# What spreadsheets calculate, what parts cells, rows and lists, and what shields one of these.
TRICKY = "=+-@'\"\\|,;\t\n> [empty]0कéß😀"
words = st.text(st.sampled_from(TRICKY) | st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)
named = words.map(lambda text: f"{text}A pan")
money = st.integers(1, 99_999_999).map(lambda minor: f"{minor // 100}.{minor % 100:02}")
variants = st.fixed_dictionaries(
    {"price": money},
    optional={
        "barcode": words,
        "cost_price": money,
        "weight_grams": st.integers(1, 10_000),
        "stock": st.integers(0, 50),
        "is_active": st.booleans(),
    },
)
products = st.fixed_dictionaries(
    {
        "name": named,
        "short_description": words.map(lambda text: f"{text} is a pan for every day."),
        "description": words.map(lambda text: f"<p>{text}</p> It fries whatever you put in."),
        "status": st.sampled_from([ProductStatus.DRAFT, ProductStatus.ACTIVE]),
        "brand": st.booleans(),
        "material": st.lists(named, max_size=2, unique_by=lambda text: " ".join(text.split()).casefold()),
        "pictures": st.lists(words, max_size=3),
        "variants": st.lists(variants, min_size=1, max_size=3),
    },
    optional={"tags": st.lists(named, max_size=2), "seo_title": words, "weight_grams": st.integers(1, 10_000)},
)


@pytest.fixture
def shop():
    TaxClassFactory(is_default=True)
    colour = AttributeFactory(code="colour", is_variant_axis=True)
    for name in ("red", "blue", "green"):
        AttributeValueFactory(attribute=colour, value=name, label=name.title())
    AttributeFactory(code="material", data_type=DataType.STRING)
    return CategoryFactory(name="Pots", parent=CategoryFactory(name="Kitchen")), BrandFactory(name="O'Neil | Söhne")


def clear() -> None:
    StockMovement.objects.all().delete()
    StockItem.objects.all().delete()
    Product.objects.all().delete()
    AttributeValue.objects.filter(attribute__code="material").delete()


def make(number: int, said: dict, category, brand) -> None:
    rows, stock = [], []
    for colour, variant in zip(("red", "blue", "green"), said["variants"], strict=False):
        stock.append(variant.get("stock"))
        own = {name: value for name, value in variant.items() if name != "stock"}
        rows.append({"sku": f"PAN-{number}-{colour}", "attributes": {"colour": colour}, **own})
    apart = {"brand", "material", "pictures", "variants", "status"}
    fields = {name: value for name, value in said.items() if name not in apart}
    product = services.create_product(
        actor=None, category=category.pk, brand=brand.pk if said["brand"] else None, base_price="10.00",
        attributes={"material": said["material"]}, variants=rows, **fields,
    )  # fmt: skip
    if said["status"] == ProductStatus.ACTIVE and any(row.get("is_active", True) for row in rows):
        services.set_product_status(product=product, status=said["status"], actor=None)
    for at, text in enumerate(said["pictures"]):
        services.add_media(
            product=product, actor=None, url=f"https://images.example.com/{number}|{at}.webp", alt_text=text
        )
    for variant, on_hand in zip(product.variants.order_by("sku"), stock, strict=True):
        if on_hand is not None:
            StockItemFactory(variant=variant, on_hand=on_hand)


@MANY
@given(goods=st.lists(products, min_size=1, max_size=3), kind=st.sampled_from(["csv", "xlsx"]))
def test_of_goods_makes_the_same_goods_and_changes_none(shop, goods, kind):
    clear()
    for number, said in enumerate(goods):
        make(number, said, *shop)
    file, told = exported(kind), exported()

    again = check(file)
    assert (again.unchanged, again.errors) == (again.total, 0), list(again.rows.values("changes", "problems"))

    clear()
    bring_in(file)
    assert exported() == told
