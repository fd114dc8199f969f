"""Writing what the rows of a step come to: a few statements per table, however many rows."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.utils import timezone

from catalog.events import ProductsImported
from catalog.models import (
    AttributeValue,
    Brand,
    Category,
    Product,
    ProductAttributeValue,
    ProductVariant,
    SlugRedirect,
    VariantAttributeValue,
)
from catalog.porting.pictures import write_pictures
from catalog.porting.planning import Writes
from catalog.porting.present import Present
from core.outbox import publish
from core.rows import update_rows


class Moved(Exception):
    """What a row names is gone since it was planned: plan anew."""


def write(writes: Writes, present: Present, *, actor: Any, reference: UUID) -> None:
    """Write, inside the caller's transaction. Raises Moved, or IntegrityError when somebody else was first."""
    if not writes.touched:
        return
    _hold_places(writes)
    AttributeValue.objects.bulk_create(writes.new_values)
    Product.objects.bulk_create(writes.new_products)
    SlugRedirect.objects.filter(kind="product", slug__in=[product.slug for product in writes.new_products]).delete()
    _update(writes.products.values())
    ProductVariant.objects.filter(product__in=writes.defaults, is_default=True).update(is_default=False)
    _free_combinations(writes)
    _update(writes.variants.values())
    ProductVariant.objects.bulk_create(writes.new_variants)
    ProductVariant.objects.filter(pk__in=[variant.pk for variant in writes.defaults.values()]).update(is_default=True)
    _write_axes(writes)
    _write_said(writes)
    if not write_pictures(writes.pictures):
        raise Moved
    for name, values in writes.extras.items():
        present.extras[name].write(values, actor=actor, reference=reference)
    publish(ProductsImported(product_ids=sorted(str(pk) for pk in writes.touched)))


def _hold_places(writes: Writes) -> None:
    """Keep categories and brands from going away before the products are there."""
    products = [*writes.new_products, *(product for product, _changed in writes.products.values())]
    for model, ids in (
        (Category, {product.category_id for product in products}),
        (Brand, {product.brand_id for product in products if product.brand_id}),
    ):
        held = model._default_manager.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",))
        if len(held.values_list("pk", flat=True)) != len(ids):
            raise Moved


def _update(changed: Iterable[tuple[Any, set[str]]]) -> None:
    rows = list(changed)
    columns = sorted({name for _row, names in rows for name in names})
    if not rows:
        return
    now = timezone.now()
    for row, _names in rows:
        row.updated_at = now
    update_rows([row for row, _names in rows], [*columns, "updated_at"])


def _free_combinations(writes: Writes) -> None:
    """A variant may take the combination that its sister gives up in the same statement."""
    changed = [pk for pk, (_variant, names) in writes.variants.items() if "combination" in names]
    ProductVariant.objects.filter(pk__in=changed).update(combination=Cast("pk", CharField(max_length=64)))


def _write_axes(writes: Writes) -> None:
    if not writes.axes:
        return
    new = {variant.pk for variant in writes.new_variants}
    gone = Q()
    for variant_id, attribute_id in writes.axes:
        if variant_id not in new:
            gone |= Q(variant_id=variant_id, attribute_id=attribute_id)
    if gone:
        VariantAttributeValue.objects.filter(gone).delete()
    VariantAttributeValue.objects.bulk_create(
        VariantAttributeValue(variant_id=variant_id, attribute_id=attribute_id, value=value)
        for (variant_id, attribute_id), value in writes.axes.items()
        if value
    )


def _write_said(writes: Writes) -> None:
    new = {product.pk for product in writes.new_products}
    gone = Q()
    for product_id, attribute_id in writes.said:
        if product_id not in new:
            gone |= Q(product_id=product_id, attribute_id=attribute_id)
    if gone:
        ProductAttributeValue.objects.filter(gone).delete()
    ProductAttributeValue.objects.bulk_create(
        ProductAttributeValue(product_id=product_id, attribute_id=attribute_id, value=value)
        for (product_id, attribute_id), values in writes.said.items()
        for value in {one.pk: one for one in values}.values()
    )
