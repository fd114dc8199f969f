"""What the listing has to know of products, read a few hundred at a time in a constant number of statements."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from catalog import contributors
from catalog.enums import DataType, MediaKind, ProductStatus, RestrictionRule
from catalog.models import (
    Product,
    ProductAttributeValue,
    ProductMedia,
    ProductMediaURL,
    ProductRestriction,
    ProductVariant,
    Translation,
    VariantAttributeValue,
    VariantPrice,
)
from catalog.tree import Tree, read_tree
from stores.enums import StoreStatus
from stores.models import Store


class Variant(NamedTuple):
    id: UUID
    product_id: UUID
    sku: str
    barcode: str
    price_minor: int
    compare_at_price_minor: int | None
    currency: str


class Picture(NamedTuple):
    """The first picture of a product, with what is known of its sizes."""

    media_id: UUID
    alt: str
    file: str | None
    width: int | None
    height: int | None
    renditions: list[dict]


class Address(NamedTuple):
    """Where one size of a picture lies that was not uploaded here."""

    media_id: UUID
    url: str
    width: int | None
    height: int | None


class Stated(NamedTuple):
    """A value of an attribute that is offered as a filter."""

    code: str
    value: str
    value_id: UUID


@dataclass(slots=True)
class Facts:
    """A product, as far as lists and searches go."""

    id: UUID
    category_id: UUID
    brand_id: UUID | None
    store_id: UUID | None
    name: str
    slug: str
    short_description: str
    kind: str
    tags: list[str]
    target_role: str
    tax_class_id: UUID
    rating_sum: int
    rating_count: int
    view_count: int
    sold_count: int
    published_at: datetime
    brand_name: str | None
    brand_slug: str | None
    store_is_open: bool
    variants: list[Variant] = field(default_factory=list)
    prices: dict[tuple[UUID, UUID], tuple[int, int | None]] = field(default_factory=dict)
    picture: Picture | None = None
    addresses: list[Address] = field(default_factory=list)
    attributes: set[Stated] = field(default_factory=set)
    # What is said of it and of its variants, as shoppers read it.
    labels: dict[UUID, str] = field(default_factory=dict)
    # By language, then by field.
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    stock: Mapping[UUID, contributors.VariantStock] = field(default_factory=dict)
    sale: contributors.Sale | None = None
    # The words that find it, found out for the first shelf: they are those of all.
    lexemes: dict[str, str] | None = None


@dataclass(slots=True)
class Batch:
    """Some products with what concerns all of them."""

    products: dict[UUID, Facts]
    tree: Tree
    restrictions: dict[tuple[str, UUID], dict[str, set[UUID]]]
    # Of brands and of values, by language.
    names: dict[UUID, dict[str, str]]


SAID_COLUMNS = (
    "attribute__code", "value__value", "value_id", "value__label", "attribute__unit", "attribute__data_type",
    "attribute__is_filterable",
)  # fmt: skip
PRODUCT_COLUMNS = (
    "id", "category_id", "brand_id", "store_id", "name", "slug", "short_description", "kind", "tags", "target_role",
    "tax_class_id", "rating_sum", "rating_count", "view_count", "sold_count",
)  # fmt: skip


def read(product_ids: Collection[UUID], *, tree: Tree | None = None) -> Batch:
    """Read the facts of those of these products that anybody may see."""
    products = _products(product_ids)
    ids = list(products)
    _add_variants(products, ids)
    _add_pictures(products, ids)
    _add_attributes(products, ids)
    for product_id, stock in contributors.ask(contributors.STOCK, ids).items():
        products[product_id].stock = stock
    for product_id, sale in contributors.ask(contributors.SALE, ids).items():
        products[product_id].sale = sale
    names: dict[UUID, dict[str, str]] = defaultdict(dict)
    _add_texts(products, names)
    return Batch(products, tree or read_tree(), _restrictions(ids), names)


def _products(product_ids: Collection[UUID]) -> dict[UUID, Facts]:
    rows = (
        Product.objects.alive()
        .filter(pk__in=among(product_ids), status=ProductStatus.ACTIVE)
        .order_by("pk")
        .filter(Q(store=None) | Q(store__in=Store.objects.seen().values("pk")))
        .values_list(
            *PRODUCT_COLUMNS, "published_at", "created_at", "brand__name", "brand__slug", "brand__is_active",
            "store__status",
        )
    )  # fmt: skip
    found = {}
    for row in rows:
        columns, (published_at, created_at, brand_name, brand_slug, has_brand, store_status) = row[:-6], row[-6:]
        found[row[0]] = Facts(
            *columns,
            published_at=published_at or created_at,
            brand_name=brand_name if has_brand else None,
            brand_slug=brand_slug if has_brand else None,
            store_is_open=store_status in {None, StoreStatus.ACTIVE},
        )
    return found


def _add_variants(products: dict[UUID, Facts], ids: list[UUID]) -> None:
    rows = ProductVariant.objects.alive().filter(product_id__in=among(ids), is_active=True).order_by("position", "sku")
    for row in rows.values_list(*Variant._fields):
        products[row[1]].variants.append(Variant(*row))
    owners = _owners(products)
    prices = VariantPrice.objects.filter(variant_id__in=among(owners)).values_list(
        "variant_id", "region_id", "price_minor", "compare_at_price_minor"
    )
    for variant_id, region_id, price, compare_at in prices:
        owners[variant_id].prices[variant_id, region_id] = price, compare_at


def _owners(products: dict[UUID, Facts]) -> dict[UUID, Facts]:
    return {variant.id: product for product in products.values() for variant in product.variants}


def _add_pictures(products: dict[UUID, Facts], ids: list[UUID]) -> None:
    rows = (
        ProductMedia.objects.filter(product_id__in=among(ids), kind=MediaKind.IMAGE)
        .order_by("position", "id")
        .values_list(
            "product_id", "id", "alt_text", "picture__file", "picture__width", "picture__height",
            "picture__renditions",
        )
    )  # fmt: skip
    elsewhere: dict[UUID, UUID] = {}
    for product_id, *about in rows:
        if products[product_id].picture is None:
            picture = products[product_id].picture = Picture(*about)
            if picture.file is None:
                elsewhere[picture.media_id] = product_id
    if elsewhere:
        urls = ProductMediaURL.objects.filter(media_id__in=among(elsewhere)).order_by("width", "format")
        for row in urls.values_list(*Address._fields):
            products[elsewhere[row[0]]].addresses.append(Address(*row))


def _add_attributes(products: dict[UUID, Facts], ids: list[UUID]) -> None:
    of_products = ProductAttributeValue.objects.filter(product_id__in=among(ids))
    for product_id, *said in of_products.values_list("product_id", *SAID_COLUMNS):
        _add_said(products[product_id], *said)
    owners = _owners(products)
    of_variants = VariantAttributeValue.objects.filter(variant_id__in=among(owners))
    for variant_id, *said in of_variants.values_list("variant_id", *SAID_COLUMNS):
        _add_said(owners[variant_id], *said)


def _add_said(
    product: Facts, code: str, value: str, value_id: UUID, label: str, unit: str, data_type: str, is_filter: bool
) -> None:
    if is_filter:
        product.attributes.add(Stated(code, value, value_id))
    # Nobody looks for yes or no.
    if data_type != DataType.BOOL:
        product.labels[value_id] = f"{label} {unit}"


def _add_texts(products: dict[UUID, Facts], names: dict[UUID, dict[str, str]]) -> None:
    brands = {product.brand_id for product in products.values() if product.brand_id}
    values = {value_id for product in products.values() for value_id in product.labels}
    rows = Translation.objects.filter(object_id__in=among([*products, *brands, *values])).filter(
        Q(field="name") | Q(field="short_description") | Q(field="label")
    )
    for object_id, language, name, text in rows.values_list("object_id", "language", "field", "text"):
        if object_id in products:
            products[object_id].texts.setdefault(language, {})[name] = text
        elif name in {"name", "label"}:
            names[object_id][language] = text


def _restrictions(ids: list[UUID]) -> dict[tuple[str, UUID], dict[str, set[UUID]]]:
    """Return {(what is restricted, its id): {rule: regions}}."""
    found: dict[tuple[str, UUID], dict[str, set[UUID]]] = {}
    rows = ProductRestriction.objects.filter(Q(product=None) | Q(product_id__in=among(ids))).values_list(
        "region_id", "rule", "product_id", "category_id", "brand_id", "store_id"
    )
    for region_id, rule, *things in rows:
        for kind, thing_id in zip(("product", "category", "brand", "store"), things, strict=True):
            if thing_id:
                found.setdefault((kind, thing_id), {}).setdefault(rule, set()).add(region_id)
    return found


def among(ids: Collection[UUID]) -> Any:
    """Return the ids for `__in`: PostgreSQL takes them as one value, which is read faster than a thousand."""
    if connection.vendor != "postgresql":
        return list(ids)
    # One text is put together in a tenth of the time of a list.
    return RawSQL("SELECT unnest(%s::uuid[])", [f"{{{','.join(one.hex for one in ids)}}}"])


def is_sold_in(region_id: UUID, product: Facts, batch: Batch) -> bool:
    """Whether nothing that is said of the product, its categories, brand or store keeps it out of the region."""
    if not batch.restrictions:
        return True
    things = [("product", product.id), ("brand", product.brand_id), ("store", product.store_id)]
    things += [("category", node.id) for node in batch.tree.path(product.category_id)]
    for kind, thing_id in things:
        if thing_id and not allows(region_id, batch.restrictions.get((kind, thing_id), {})):
            return False
    return True


def allows(region_id: UUID, rules: Mapping[str, set[UUID]]) -> bool:
    """Whether what is said of one thing, `{rule: regions}`, lets it be sold in the region."""
    if region_id in rules.get(RestrictionRule.BLOCKED, ()):
        return False
    return RestrictionRule.ALLOWED_ONLY not in rules or region_id in rules[RestrictionRule.ALLOWED_ONLY]
