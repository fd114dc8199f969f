"""Variants by the dozen: every combination of the values of some axes, those that exist left as they are."""

import re
from collections.abc import Mapping, Sequence
from itertools import product as every_combination
from math import prod
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from catalog import constants as most
from catalog import references
from catalog.errors import CombinationTaken
from catalog.events import ProductChanged
from catalog.models import Attribute, AttributeValue, Product, ProductVariant, VariantAttributeValue
from catalog.services.attributes import find_values
from catalog.services.editing import Problems, Values, record
from catalog.services.locks import lock_product
from catalog.services.variant_fields import clean_sku, clean_variant, default_sku, free_skus, normal_sku
from catalog.services.variants import combination_of, refuse_taken
from core.outbox import publish
from core.slugs import slug_of

Chosen = dict[Attribute, AttributeValue]
PLACE = re.compile(r"\{([^{}]*)\}")
PRODUCT = "product"
SHARED = ("price", "compare_at_price", "cost_price", "weight_grams")


@transaction.atomic
def generate_variants(
    *, product: Product, axes: Mapping[str, Sequence[Any]], actor: User | None, sku_pattern: str = "", **fields: Any
) -> list[ProductVariant]:
    """Add a variant for each combination of `{code: [values]}` that the product does not have, and return those.

    The SKU follows the pattern, `{product}-{colour}-{size}`, with a number where another has it. A variant that
    differs by nothing takes the first combination. Raises InvalidInput, also for more than a product may have.
    """
    product = lock_product(product)
    problems = Problems()
    _refuse_too_many(problems, axes)
    found = find_values(problems, "axes", axes, axes_only=True)
    values = clean_variant(problems, {"price": product.base_price, **_shared(fields)}, product=product)
    pattern = _clean_pattern(problems, sku_pattern, found)
    problems.refuse()
    living = list(ProductVariant.objects.alive().filter(product=product))
    present = {variant.combination for variant in living}
    missing = [chosen for chosen in combine(found) if combination_of(chosen.values()) not in present]
    if len(living) + len(missing) > most.VARIANTS_MOST_PER_PRODUCT:
        problems.add("axes", _("A product has at most %(most)d variants.") % {"most": most.VARIANTS_MOST_PER_PRODUCT})
    skus = free_skus([_sku(pattern, product, chosen) for chosen in missing])
    for sku in skus:
        clean_sku(problems, sku)
    problems.refuse()
    made = [
        ProductVariant(product=product, currency=product.currency, sku=sku, position=len(living) + number, **values)
        for number, sku in enumerate(skus)
    ]
    if missing and "" in present:
        _fill_in(made, next(variant for variant in living if not variant.combination))
    _store(made, missing)
    if made:
        record(actor, "variants_generated", product, after={"skus": [variant.sku for variant in made]})
        publish(ProductChanged(product_id=product.pk))
    return made


def combine(axes: Mapping[Attribute, Sequence[AttributeValue]]) -> list[Chosen]:
    """Return every combination of one value of each axis, the last axis changing fastest; none without an axis."""
    if not axes:
        return []
    return [dict(zip(axes, chosen, strict=True)) for chosen in every_combination(*axes.values())]


def _shared(fields: Values) -> Values:
    """What all of them may have in common."""
    return {name: fields[name] for name in SHARED if name in fields}


def _refuse_too_many(problems: Problems, axes: Mapping[str, Sequence[Any]]) -> None:
    """Counted before anything is looked up: a few long lists multiply to more than any shop holds."""
    are_listed = all(isinstance(values, list | tuple) and values for values in axes.values())
    if not are_listed or not 1 <= len(axes) <= most.AXES_MOST:
        problems.add("axes", _("Name one to %(most)d axes, each with its values.") % {"most": most.AXES_MOST})
    elif prod(len(values) for values in axes.values()) > most.VARIANTS_MOST_PER_PRODUCT:
        problems.add("axes", _("A product has at most %(most)d variants.") % {"most": most.VARIANTS_MOST_PER_PRODUCT})
    problems.refuse()


def _clean_pattern(problems: Problems, pattern: str, axes: Mapping[Attribute, Any]) -> str:
    known = [PRODUCT, *(axis.code for axis in axes)]
    pattern = normal_pattern(pattern) or "-".join(f"{{{name}}}" for name in known)
    unknown = [name for name in PLACE.findall(pattern) if name not in known]
    if unknown:
        problems.add("sku_pattern", _("Choose one of: %(known)s.") % {"known": ", ".join(f"{{{n}}}" for n in known)})
    return pattern


def normal_pattern(pattern: str) -> str:
    """Return the pattern with its words as SKUs have them, and the names of its places as they are."""
    parts = PLACE.split(pattern)
    return "".join(f"{{{part.strip()}}}" if number % 2 else part.upper() for number, part in enumerate(parts)).strip()


def _sku(pattern: str, product: Product, chosen: Chosen) -> str:
    words = {axis.code: slug_of(value.label, most=30) or str(value.position + 1) for axis, value in chosen.items()}
    words[PRODUCT] = default_sku(product)
    return normal_sku(PLACE.sub(lambda place: words[place[1]], pattern))


def _fill_in(made: list[ProductVariant], plain: ProductVariant) -> None:
    """Let the variant that differs by nothing be the first of them: nobody could choose it among the others."""
    first = made[0]
    if references.count([plain.product_id], [plain.pk]):
        first.sku = plain.sku
    plain.sku, plain.combination = first.sku, first.combination
    made[0] = plain


def _store(made: Sequence[ProductVariant], chosen: Sequence[Chosen]) -> None:
    for variant, values in zip(made, chosen, strict=True):
        variant.combination = combination_of(values.values())
    try:
        with transaction.atomic():
            for variant in made:
                if not variant._state.adding:
                    variant.save(update_fields=["sku", "combination", "updated_at"])
            ProductVariant.objects.bulk_create(variant for variant in made if variant._state.adding)
    except IntegrityError:
        refuse_taken([variant.sku for variant in made])
        raise CombinationTaken from None
    VariantAttributeValue.objects.bulk_create(
        VariantAttributeValue(variant=variant, attribute=axis, value=value)
        for variant, values in zip(made, chosen, strict=True)
        for axis, value in values.items()
    )
