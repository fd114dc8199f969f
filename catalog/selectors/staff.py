"""The catalogue as staff see it: everything, hidden and deleted rows included."""

from typing import NoReturn
from uuid import UUID

from django.db.models import Count, F, Func, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from catalog.models import (
    Attribute,
    AttributeValue,
    Brand,
    Category,
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
from catalog.services.variant_fields import normal_sku
from core.errors import NotFound
from regions.models import Region

# Whoever types the beginning of more codes than this has not typed enough.
CODES_MOST = 500

Texts = dict[str, dict[str, str]]


class _BranchCount(Func):
    """Walks down from the category: how deep a tree is, nobody knows beforehand."""

    template = (
        "(WITH RECURSIVE branch (id) AS (SELECT %(expressions)s UNION ALL"
        " SELECT below.id FROM catalog_category below JOIN branch ON below.parent_id = branch.id)"
        " SELECT COUNT(*) FROM catalog_product filed WHERE filed.category_id IN (SELECT id FROM branch))"
    )
    output_field = IntegerField()


def list_categories() -> QuerySet[Category]:
    """Every category in its place, with how many products are filed under it or anything below it."""
    return (
        Category.objects.annotate(product_count=_BranchCount(F("pk")))
        .select_related("picture")
        .order_by("position", "name", "pk")
    )


def get_category(*, category_id: UUID) -> Category:
    return list_categories().filter(pk=category_id).first() or _missing()


def list_brands() -> QuerySet[Brand]:
    return Brand.objects.annotate(product_count=_count(Product, "brand")).select_related("picture")


def get_brand(*, brand_id: UUID) -> Brand:
    return list_brands().filter(pk=brand_id).first() or _missing()


def list_attributes() -> QuerySet[Attribute]:
    return Attribute.objects.annotate(value_count=_count(AttributeValue, "attribute")).order_by(
        "position", "name", "pk"
    )


def get_attribute(*, attribute_id: UUID) -> Attribute:
    return list_attributes().filter(pk=attribute_id).first() or _missing()


def list_values(*, attribute: Attribute) -> QuerySet[AttributeValue]:
    return attribute.values.order_by("position", "label", "pk")


def get_value(*, attribute_id: UUID, value_id: UUID) -> AttributeValue:
    values = AttributeValue.objects.filter(pk=value_id, attribute_id=attribute_id).select_related("attribute")
    return values.first() or _missing()


def list_products(*, is_deleted: bool | None = False) -> QuerySet[Product]:
    """Products of every status; `None` shows deleted ones among the others."""
    products = Product.objects.select_related("category", "brand", "store", "tax_class").annotate(
        variant_count=_count(ProductVariant.objects.alive(), "product")
    )
    if is_deleted is None:
        return products
    return products.filter(deleted_at__isnull=not is_deleted)


def search_products(products: QuerySet[Product], words: str) -> QuerySet[Product]:
    """Those with all the words in their name, or with a SKU or a barcode that begins with them."""
    # As a list: a subquery beside the words of the name would have every product looked at.
    coded = list(_coded(words).values_list("product_id", flat=True)[:CODES_MOST])
    return products.filter(Q(name__has_words=words) | Q(slug=words.lower()) | Q(pk__in=coded))


def get_product(*, product_id: UUID) -> Product:
    """Return a product, deleted ones included, with everything that its form shows. Raises NotFound."""
    return _for_form(list_products(is_deleted=None)).filter(pk=product_id).first() or _missing()


def list_variants(*, is_deleted: bool | None = False) -> QuerySet[ProductVariant]:
    variants = ProductVariant.objects.select_related("product").prefetch_related(_axes()).order_by("sku")
    if is_deleted is None:
        return variants
    return variants.filter(deleted_at__isnull=not is_deleted)


def search_variants(variants: QuerySet[ProductVariant], words: str) -> QuerySet[ProductVariant]:
    return variants.filter(pk__in=find_variants(words))


def find_variants(words: str) -> QuerySet[ProductVariant]:
    """Those whose SKU or barcode begins with the words; where there are none, those of products of that name."""
    coded = _coded(words)
    if coded.exists():
        return coded
    return ProductVariant.objects.filter(product__in=Product.objects.filter(name__has_words=words))


def get_variant(*, variant_id: UUID) -> ProductVariant:
    """Return a living variant. Raises NotFound."""
    return list_variants().filter(pk=variant_id).first() or _missing()


def list_region_prices(*, variant: ProductVariant) -> QuerySet[VariantPrice]:
    return VariantPrice.objects.filter(variant=variant).select_related("region").order_by("region__code")


def list_restrictions(*, region: Region) -> QuerySet[ProductRestriction]:
    return ProductRestriction.objects.filter(region=region).order_by("created_at", "pk")


def get_region(*, region_id: UUID) -> Region:
    return Region.objects.filter(pk=region_id).first() or _missing()


def translations_of(*object_ids: UUID) -> dict[UUID, Texts]:
    """Return the texts of these rows in other languages, in one query: `{id: {language: {field: text}}}`."""
    texts: dict[UUID, Texts] = {pk: {} for pk in object_ids}
    for row in Translation.objects.filter(object_id__in=object_ids).order_by("language", "field"):
        texts[row.object_id].setdefault(row.language, {})[row.field] = row.text
    return texts


def _coded(words: str) -> QuerySet[ProductVariant]:
    code = normal_sku(words)
    return ProductVariant.objects.filter(Q(sku__startswith=code) | Q(barcode=words)).order_by()


def _for_form(products: QuerySet[Product]) -> QuerySet[Product]:
    said = ProductAttributeValue.objects.select_related("attribute", "value").order_by(
        "attribute__position", "attribute__name", "value__position"
    )
    variants = ProductVariant.objects.alive().select_related("product").prefetch_related(_axes())
    return products.prefetch_related(
        Prefetch("attribute_values", said), Prefetch("variants", variants, to_attr="living_variants")
    )


def _axes() -> Prefetch:
    said = VariantAttributeValue.objects.select_related("attribute", "value").order_by(
        "attribute__position", "attribute__name"
    )
    return Prefetch("attribute_values", said)


def _count(rows: object, owner: str) -> Coalesce:
    """Counted row by row of the page: a join would count the whole table before the first is shown."""
    queryset = rows if isinstance(rows, QuerySet) else rows._default_manager.all()  # type: ignore[attr-defined]
    counted = queryset.filter(**{owner: OuterRef("pk")}).order_by().values(owner).annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number"), output_field=IntegerField()), 0)


def _missing() -> NoReturn:
    raise NotFound


def list_media(*, product: Product) -> QuerySet[ProductMedia]:
    return _media().filter(product=product)


def get_media(*, media_id: UUID, product_id: UUID | None = None) -> ProductMedia:
    """Return what a product shows; with a product, only if it is that one's. Raises NotFound."""
    found = _media().filter(pk=media_id)
    return (found if product_id is None else found.filter(product_id=product_id)).first() or _missing()


def get_media_url(*, media_id: UUID, url_id: UUID) -> ProductMediaURL:
    return ProductMediaURL.objects.select_related("media").filter(pk=url_id, media_id=media_id).first() or _missing()


def _media() -> QuerySet[ProductMedia]:
    return ProductMedia.objects.select_related("picture").prefetch_related("urls")
