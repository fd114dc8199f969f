"""What to send to each writing path of the staff's API of the catalogue."""

from collections.abc import Callable

from django.core.files.base import ContentFile

from catalog import services
from catalog.models import ImportBatch
from tests.factories.catalog import (
    AttributeFactory,
    AttributeValueFactory,
    BrandFactory,
    CategoryFactory,
    ProductFactory,
)
from tests.factories.media import PictureFactory, ProductMediaFactory, ProductMediaURLFactory
from tests.factories.regions import RegionFactory, TaxClassFactory

Call = Callable[[], tuple[dict, dict]]
CATEGORY = "api/v1/admin/categories/<uuid:category_id>"
BRAND = "api/v1/admin/brands/<uuid:brand_id>"
ATTRIBUTE = "api/v1/admin/attributes/<uuid:attribute_id>"
VALUE = f"{ATTRIBUTE}/values/<uuid:value_id>"
PRODUCT = "api/v1/admin/products/<uuid:product_id>"
MEDIA = "api/v1/admin/media/<uuid:media_id>"
ELSEWHERE = "https://images.example.com/lamp.webp"
IMPORT = "api/v1/admin/products/imports/<uuid:batch_id>"
VARIANT = "api/v1/admin/variants/<uuid:variant_id>"


def new_product(**changes) -> dict:
    """The body that makes a product."""
    TaxClassFactory()
    return {
        "name": "Brass Lamp",
        "category": str(CategoryFactory().pk),
        "short_description": "A lamp of brass, made by hand.",
        "description": "<p>Cast in Moradabad, polished by hand.</p>",
        "base_price": "1499.00",
        **changes,
    }


def an_axis(code: str = "colour", *values: str):
    axis = AttributeFactory(code=code, is_variant_axis=True)
    for position, value in enumerate(values or ("red", "blue")):
        AttributeValueFactory(attribute=axis, value=value, label=value.title(), position=position)
    return axis


def two_sisters() -> tuple[dict, dict]:
    CategoryFactory(position=0)
    return {}, {"order": [str(CategoryFactory(position=1).pk)]}


def a_value() -> dict:
    value = AttributeValueFactory()
    return {"attribute_id": value.attribute_id, "value_id": value.pk}


def a_variant(count: int = 1) -> dict:
    product = ProductFactory()
    if count > 1:
        product.variants.create(sku="SECOND", combination="x", price_minor=100, currency="INR")
    return {"variant_id": product.variants.order_by("-is_default").first().pk}


def a_variant_with_axis() -> dict:
    axis, variant = an_axis(), ProductFactory().variants.get()
    services.set_variant_attribute(variant=variant, code=axis.code, value="red", actor=None)
    return {"variant_id": variant.pk, "value_id": axis.values.get(value="red").pk}


def deleted_product() -> dict:
    return {"product_id": ProductFactory(deleted_at="2026-01-01T00:00:00Z").pk}


def region_price() -> tuple[dict, dict]:
    return a_variant(), {"prices": [{"region": str(RegionFactory(currency="USD").pk), "price": "19.99"}]}


def media_elsewhere() -> tuple[dict, dict]:
    media = ProductMediaURLFactory().media
    return {"product_id": media.product_id, "media_id": media.pk}, {"purpose": "card", "url": ELSEWHERE}


def one_of_two_addresses() -> dict:
    first = ProductMediaURLFactory()
    ProductMediaURLFactory(media=first.media, purpose="card")
    return {"media_id": first.media_id, "url_id": first.pk}


def a_file() -> dict:
    return {"file": ContentFile(b"sku,price\nA-1,10.00\n", name="goods.csv")}


def an_import(status: str) -> dict:
    return {"batch_id": ImportBatch.objects.create(name="goods.csv", status=status).pk}


WRITES: dict[str, Call] = {
    "post api/v1/admin/products/import": lambda: ({}, a_file()),
    f"post {IMPORT}/apply": lambda: (an_import("checked"), {}),
    f"post {IMPORT}/rollback": lambda: (an_import("applied"), {}),
    f"post {PRODUCT}/media": lambda: (
        {"product_id": ProductFactory().pk},
        {"picture": str(PictureFactory().pk)},
    ),
    f"put {MEDIA}": lambda: ({"media_id": ProductMediaFactory().pk}, {"alt_text": "Lit"}),
    f"delete {MEDIA}": lambda: ({"media_id": ProductMediaFactory().pk}, {}),
    f"post {PRODUCT}/media/<uuid:media_id>/urls": media_elsewhere,
    f"put {MEDIA}/urls/<uuid:url_id>": lambda: (one_of_two_addresses(), {"width": 400}),
    f"delete {MEDIA}/urls/<uuid:url_id>": lambda: (one_of_two_addresses(), {}),
    "post api/v1/admin/categories": lambda: ({}, {"name": "Lamps"}),
    "put api/v1/admin/categories/order": two_sisters,
    f"put {CATEGORY}": lambda: ({"category_id": CategoryFactory().pk}, {"name": "Lights"}),
    f"delete {CATEGORY}": lambda: ({"category_id": CategoryFactory().pk}, {}),
    "post api/v1/admin/brands": lambda: ({}, {"name": "Rao"}),
    f"put {BRAND}": lambda: ({"brand_id": BrandFactory().pk}, {"name": "Rao"}),
    f"delete {BRAND}": lambda: ({"brand_id": BrandFactory().pk}, {}),
    "post api/v1/admin/attributes": lambda: ({}, {"name": "Size", "data_type": "enum"}),
    f"put {ATTRIBUTE}": lambda: ({"attribute_id": AttributeFactory().pk}, {"name": "Size"}),
    f"delete {ATTRIBUTE}": lambda: ({"attribute_id": AttributeFactory().pk}, {}),
    f"post {ATTRIBUTE}/values": lambda: ({"attribute_id": AttributeFactory().pk}, {"label": "Large"}),
    f"put {VALUE}": lambda: (a_value(), {"label": "Large"}),
    f"delete {VALUE}": lambda: (a_value(), {}),
    "post api/v1/admin/products": lambda: ({}, new_product()),
    f"put {PRODUCT}": lambda: ({"product_id": ProductFactory().pk}, {"name": "Lamp"}),
    f"delete {PRODUCT}": lambda: ({"product_id": ProductFactory().pk}, {}),
    f"put {PRODUCT}/toggle-status": lambda: ({"product_id": ProductFactory().pk}, {}),
    f"post {PRODUCT}/restore": lambda: (deleted_product(), {}),
    f"post {PRODUCT}/duplicate": lambda: ({"product_id": ProductFactory().pk}, {}),
    f"post {PRODUCT}/variants": lambda: (
        {"product_id": ProductFactory().pk},
        {"sku": "NEW-1", "attributes": {an_axis().code: "red"}},
    ),
    f"post {PRODUCT}/variants/generate": lambda: (
        {"product_id": ProductFactory().pk},
        {"axes": {an_axis().code: ["red", "blue"]}},
    ),
    f"put {VARIANT}": lambda: (a_variant(), {"price": "99.00"}),
    f"delete {VARIANT}": lambda: (a_variant(2), {}),
    f"post {VARIANT}/attributes": lambda: (a_variant(), {"attribute": an_axis().code, "value": "red"}),
    f"delete {VARIANT}/attributes/<uuid:value_id>": lambda: (a_variant_with_axis(), {}),
    f"put {VARIANT}/prices": region_price,
}
