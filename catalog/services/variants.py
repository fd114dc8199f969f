"""Variants: what is bought. Each change queues on the product's row, so that there is always exactly one default."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from catalog import constants as most
from catalog.errors import CombinationTaken, LastVariant, SkuTaken
from catalog.events import ProductChanged
from catalog.models import Attribute, AttributeValue, Product, ProductVariant, VariantAttributeValue
from catalog.services.attributes import find_values
from catalog.services.editing import Problems, Values, record, refuse_stale, set_values, stored_values
from catalog.services.locks import lock_product, lock_variant
from catalog.services.variant_fields import clean_variant
from core.errors import InvalidInput, NotFound
from core.failpoints import failpoint
from core.outbox import publish

Axes = dict[Attribute, AttributeValue]


@transaction.atomic
def add_variant(
    *, product: Product, actor: User | None, attributes: Mapping[str, Any] | None = None, **fields: Any
) -> ProductVariant:
    """Add a variant; one of this product that was deleted comes back under its SKU.

    Raises InvalidInput, SkuTaken, CombinationTaken, or InvalidTransition for a deleted product.
    """
    product = lock_product(product)
    living = ProductVariant.objects.alive().filter(product=product).count()
    if living >= most.VARIANTS_MOST_PER_PRODUCT:
        raise InvalidInput(
            non_field_errors=[_("A product has at most %(most)d variants.") % {"most": most.VARIANTS_MOST_PER_PRODUCT}]
        )
    problems = Problems()
    values = clean_variant(problems, {"sku": "", "price": product.base_price, **fields}, product=product)
    axes = _one_each(problems, attributes)
    problems.refuse()
    wants_default = values.pop("is_default", False)
    values.setdefault("position", living)
    variant = _revived(product, values["sku"]) or ProductVariant(product=product, currency=product.currency)
    set_values(variant, values)
    _save_with_axes(variant, axes)
    if wants_default:
        make_default(variant)
    record(actor, "added", variant, after=stored_values(variant) | _shown(axes))
    publish(ProductChanged(product_id=product.pk))
    return variant


@transaction.atomic
def update_variant(
    *, variant: ProductVariant, actor: User | None, version: datetime | None = None,
    attributes: Mapping[str, Any] | None = None, **fields: Any,
) -> ProductVariant:  # fmt: skip
    """Change what is given; `attributes` replaces all of its axis values. `is_default` makes it the only default.

    Raises InvalidInput, SkuTaken, CombinationTaken, VersionConflict or NotFound.
    """
    variant = lock_variant(variant)
    refuse_stale(variant, version)
    problems = Problems()
    values = clean_variant(problems, fields, product=variant.product, present=variant)
    present = axes_of(variant)
    axes = present if attributes is None else _one_each(problems, attributes)
    if values.get("is_default") is False and variant.is_default:
        problems.add("is_default", _("Make another variant the default instead."))
    problems.refuse()
    wants_default = values.pop("is_default", False) and not variant.is_default
    before, after = set_values(variant, values)
    _save_with_axes(variant, axes, present)
    if wants_default:
        make_default(variant)
        before, after = before | {"is_default": False}, after | {"is_default": True}
    if after or axes != present:
        record(actor, "changed", variant, before | _shown(present), after | _shown(axes))
        publish(ProductChanged(product_id=variant.product_id))
    return variant


@transaction.atomic
def delete_variant(*, variant: ProductVariant, actor: User | None, reason: str = "") -> None:
    """Take a variant out of the shop; orders keep it. The next one becomes the default. Raises LastVariant."""
    variant = lock_variant(variant)
    others = ProductVariant.objects.alive().filter(product_id=variant.product_id).exclude(pk=variant.pk)
    heir = others.order_by("-is_active", "position", "sku").first()
    if heir is None:
        raise LastVariant
    was_default, variant.is_default = variant.is_default, False
    variant.hide(timezone.now())
    variant.save(update_fields=["is_default", "deleted_at", "updated_at"])
    if was_default:
        make_default(heir)
    record(
        actor, "deleted", variant, before={"deleted_at": None}, after={"deleted_at": variant.deleted_at}, reason=reason
    )
    publish(ProductChanged(product_id=variant.product_id))


@transaction.atomic
def set_variant_attribute(*, variant: ProductVariant, code: str, value: Any, actor: User | None) -> ProductVariant:
    """Say of a variant by what it differs. Raises InvalidInput or CombinationTaken."""
    variant = lock_variant(variant)
    problems = Problems()
    axes = _one_each(problems, {code: value})
    problems.refuse()
    return _change_axes(variant, lambda present: present | axes, actor)


@transaction.atomic
def remove_variant_attribute(*, variant: ProductVariant, value_id: UUID, actor: User | None) -> ProductVariant:
    """Take back by what a variant differs. Raises NotFound or CombinationTaken."""
    variant = lock_variant(variant)
    if all(value.pk != value_id for value in axes_of(variant).values()):
        raise NotFound
    return _change_axes(
        variant, lambda present: {axis: value for axis, value in present.items() if value.pk != value_id}, actor
    )


def add_first_variants(product: Product, variants: Sequence[Values]) -> list[ProductVariant]:
    """Give a new product its variants: those described, or one at its base price. One of them is the default."""
    problems = Problems()
    if len(variants) > most.VARIANTS_MOST_PER_PRODUCT:
        problems.add(
            "variants", _("A product has at most %(most)d variants.") % {"most": most.VARIANTS_MOST_PER_PRODUCT}
        )
    defaults = [number for number, described in enumerate(variants) if described.get("is_default")]
    if len(defaults) > 1:
        problems.add("variants", _("Only one variant can be the default."))
    problems.refuse()
    chosen = defaults[0] if defaults else 0
    made = []
    for number, described in enumerate(variants or [{}]):
        own = Problems()
        fields = {"sku": "", "price": product.base_price, "position": number, **described}
        values = clean_variant(own, fields, product=product)
        axes = _one_each(own, fields.get("attributes"))
        for field, messages in own.items():
            problems.setdefault(f"variants.{number}.{field}", []).extend(messages)
        problems.refuse()
        variant = ProductVariant(product=product, currency=product.currency, **values)
        variant.is_default = number == chosen
        _save_with_axes(variant, axes)
        made.append(variant)
    return made


def combination_of(values: Iterable[AttributeValue]) -> str:
    """Return the digest under which a combination of values is unique among a product's living variants."""
    ids = sorted(value.pk.bytes for value in values)
    return hashlib.blake2b(b"".join(ids), digest_size=32).hexdigest() if ids else ""


def axes_of(variant: ProductVariant) -> Axes:
    rows = variant.attribute_values.select_related("attribute", "value")
    return {row.attribute: row.value for row in rows}


def make_default(variant: ProductVariant) -> None:
    """Make it the only default. The caller holds the product's lock."""
    ProductVariant.objects.filter(product_id=variant.product_id, is_default=True).update(is_default=False)
    failpoint("catalog.default_taken")
    ProductVariant.objects.filter(pk=variant.pk).update(is_default=True)
    variant.is_default = True


def refuse_taken(skus: Collection[str], *, but: UUID | None = None) -> None:
    """Raise SkuTaken for the first that some variant has, deleted ones included."""
    taken = ProductVariant.objects.filter(sku__in=skus).exclude(pk=but).values_list("sku", flat=True).first()
    if taken:
        raise SkuTaken(taken)


def _change_axes(variant: ProductVariant, change: Any, actor: User | None) -> ProductVariant:
    present = axes_of(variant)
    axes = change(present)
    if axes != present:
        _save_with_axes(variant, axes, present)
        record(actor, "changed", variant, _shown(present), _shown(axes))
        publish(ProductChanged(product_id=variant.product_id))
    return variant


def _one_each(problems: Problems, attributes: Mapping[str, Any] | None) -> Axes:
    """Return the one value per axis that is meant by `{code: value}`."""
    found = find_values(problems, "attributes", attributes or {}, axes_only=True)
    for axis, values in found.items():
        if len(values) != 1 and f"attributes.{axis.code}" not in problems:
            problems.add(f"attributes.{axis.code}", _("A variant has one value of each."))
    return {axis: values[0] for axis, values in found.items() if values}


def _revived(product: Product, sku: str) -> ProductVariant | None:
    variant = ProductVariant.objects.filter(product=product, sku=sku, deleted_at__isnull=False).first()
    if variant:
        variant.deleted_at = None
        variant.attribute_values.all().delete()
    return variant


def _save_with_axes(variant: ProductVariant, axes: Axes, present: Axes | None = None) -> None:
    variant.combination = combination_of(axes.values())
    try:
        with transaction.atomic():
            variant.save()
    except IntegrityError:
        refuse_taken([variant.sku], but=variant.pk)
        raise CombinationTaken from None
    if present:
        gone = [axis.pk for axis, value in present.items() if axes.get(axis) != value]
        variant.attribute_values.filter(attribute__in=gone).delete()
    VariantAttributeValue.objects.bulk_create(
        VariantAttributeValue(variant=variant, attribute=axis, value=value)
        for axis, value in axes.items()
        if not present or present.get(axis) != value
    )


def _shown(axes: Axes) -> Values:
    return {axis.code: value.value for axis, value in axes.items()}
