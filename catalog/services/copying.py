"""Another product like this one: a draft with everything that is not its history."""

from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from accounts.models import User
from catalog.constants import NAME_MOST_CHARACTERS
from catalog.enums import ProductStatus
from catalog.events import ProductChanged
from catalog.models import (
    Product,
    ProductMedia,
    ProductMediaURL,
    ProductVariant,
    Translation,
    VariantAttributeValue,
    VariantPrice,
)
from catalog.services import slugs
from catalog.services.editing import Problems, record
from catalog.services.locks import lock_product
from catalog.services.product_fields import clean_product
from catalog.services.variant_fields import free_skus
from core.ids import uuid7
from core.outbox import publish

Row = TypeVar("Row", bound=Model)
OWN = {"id", "created_at", "updated_at"}
HISTORY = {
    "status": ProductStatus.DRAFT, "published_at": None, "rating_sum": 0, "rating_count": 0, "view_count": 0,
    "sold_count": 0,
}  # fmt: skip


@transaction.atomic
def duplicate_product(*, product: Product, actor: User | None, name: str = "") -> Product:
    """Copy a product with its variants, prices, texts, media and restrictions, under new SKUs and a new address.

    Raises InvalidInput for the name, or InvalidTransition for a deleted product.
    """
    source = lock_product(product)
    problems = Problems()
    name = name or f"{source.name[: NAME_MOST_CHARACTERS - 7]} (copy)"
    name = clean_product(problems, {"name": name}, currency=source.currency)["name"]
    problems.refuse()
    copy = _another(source, name=name, **HISTORY)
    slugs.save_new(copy, slug="")
    _copy_below(source.attribute_values, product=copy)
    _copy_below(source.restrictions, product=copy)
    _copy_texts(source.pk, copy.pk)
    variants = _copy_variants(source, copy)
    _copy_media(source, copy, variants)
    record(actor, "duplicated", copy, after={"of": source.pk, "name": copy.name, "slug": copy.slug})
    publish(ProductChanged(product_id=copy.pk))
    return copy


def _copy_variants(source: Product, copy: Product) -> dict[UUID, UUID]:
    """Copy the living variants with what is theirs, and return the new id of each."""
    variants = list(ProductVariant.objects.alive().filter(product=source))
    skus = free_skus([f"{variant.sku[:80]}-COPY" for variant in variants])
    made = {}
    for variant, sku in zip(variants, skus, strict=True):
        made[variant.pk] = _another(variant, product=copy, sku=sku, barcode="")
    ProductVariant.objects.bulk_create(made.values())
    values = VariantAttributeValue.objects.filter(variant__in=made)
    VariantAttributeValue.objects.bulk_create(_another(row, variant=made[row.variant_id]) for row in values)
    prices = VariantPrice.objects.filter(variant__in=made)
    VariantPrice.objects.bulk_create(_another(row, variant=made[row.variant_id]) for row in prices)
    return {former: variant.pk for former, variant in made.items()}


def _copy_media(source: Product, copy: Product, variants: dict[UUID, UUID]) -> None:
    made = {
        row.pk: _another(row, product=copy, variant_id=variants.get(row.variant_id) if row.variant_id else None)
        for row in ProductMedia.objects.filter(product=source)
    }
    ProductMedia.objects.bulk_create(made.values())
    ProductMediaURL.objects.bulk_create(
        _another(row, media=made[row.media_id]) for row in ProductMediaURL.objects.filter(media__in=made)
    )


def _copy_below(rows: Any, **owner: Model) -> None:
    rows.model._default_manager.bulk_create(_another(row, **owner) for row in rows.all())


def _copy_texts(source: UUID, copy: UUID) -> None:
    texts = Translation.objects.filter(object_id=source)
    Translation.objects.bulk_create(_another(text, object_id=copy) for text in texts)


def _another(row: Row, **differing: Any) -> Row:
    """Return a new row with the same values, but for those given."""
    columns = [column.attname for column in row._meta.concrete_fields if column.attname not in OWN]
    copied = type(row)(**{column: getattr(row, column) for column in columns}, pk=uuid7())
    for name, value in differing.items():
        setattr(copied, name, value)
    return copied
