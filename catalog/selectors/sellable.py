"""Goods as they are this moment, for carts and orders: the listing may be some seconds old."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models.functions import Upper
from django.utils.translation import get_language

from catalog.enums import Audience, ProductKind, RestrictionRule, TargetRole
from catalog.listing import sellable_sql
from catalog.listing.cards import CardImage, Named
from catalog.listing.details import Value
from catalog.listing.facts import allows
from catalog.listing.rows import CARD_WIDTH
from catalog.models import ProductRestriction, ProductVariant
from catalog.selectors.detail import A_UUID
from catalog.tree import Node, whole_tree
from core import caching
from core.models import Picture
from core.money import Money
from core.prepared import prepared_cursor
from regions.selectors import ShownRegion, get_conversion
from regions.taxes import Place
from stores.enums import StoreStatus

RESTRICTIONS = "restrictions"
Rules = Mapping[str, set[UUID]]


class Unsellable(StrEnum):
    """Why something cannot be bought."""

    GONE = "gone"
    NOT_HERE = "not_here"
    NOT_FOR_YOU = "not_for_you"
    STORE_CLOSED = "store_closed"


@dataclass(frozen=True, slots=True)
class Sellable:
    """A variant as it is now, in the money of a region. `refusal` says why it is not for sale, if it is not."""

    variant_id: UUID
    sku: str
    product_id: UUID
    slug: str
    name: str
    kind: str
    attributes: tuple[Value, ...]
    image: CardImage | None
    store: Named | None
    # Where it is sent from, as far as that is known.
    origin: Place
    # Its category and those above.
    category_ids: frozenset[UUID]
    brand_id: UUID | None
    tax_class_id: UUID
    weight_grams: int
    price: Money | None
    compare_at_price: Money | None
    refusal: Unsellable | None

    @property
    def choice(self) -> str:
        """By what it differs from its sisters, as people read it."""
        return " · ".join(value.label for value in self.attributes)

    @property
    def is_sent(self) -> bool:
        return self.kind == ProductKind.PHYSICAL


def list_sellable(variant_ids: Collection[UUID], region: ShownRegion, audience: Audience) -> dict[UUID, Sellable]:
    """Return what is known of these variants now, whether or not they are for sale. One statement, however many."""
    if not variant_ids:
        return {}
    language = get_language() or settings.LANGUAGE_CODE
    ids = list(dict.fromkeys(variant_ids))
    with prepared_cursor(connection) as cursor:
        cursor.execute(
            sellable_sql.statement(len(ids)),
            sellable_sql.parameters(ids, region_id=region.id, language=language),
        )
        rows = cursor.fetchall()
    found = (_sellable(row, region, audience) for row in rows)
    return {one.variant_id: one for one in found}


def find_default_variant(named: str) -> UUID | None:
    """Return the variant that is meant when only a product is named, by its id or slug."""
    by_name = {"product_id": named} if A_UUID.fullmatch(named) else {"product__slug": named}
    rows = ProductVariant.objects.alive().filter(is_active=True, product__deleted_at=None, **by_name)
    return rows.order_by("-is_default", "position", "sku").values_list("pk", flat=True).first()


def find_variants_by_number(numbers: Iterable[str]) -> dict[str, UUID]:
    """Return the variants with these article numbers, by the number in capitals."""
    wanted = {number.upper() for number in numbers}
    rows = ProductVariant.objects.alive().annotate(number=Upper("sku")).filter(number__in=wanted)
    return dict(rows.values_list("number", "pk"))


def _sellable(row: tuple[Any, ...], region: ShownRegion, audience: Audience) -> Sellable:
    (
        variant_id, sku, own_price, own_compare_at, weight, product_id, slug, name, kind, category_id, brand_id,
        tax_class_id, target_role, store_id, store_slug, store_name, store_status, country, state, price, compare_at,
        is_alive, said, picture, restrictions,
    ) = row  # fmt: skip
    path = whole_tree().path(_uuid(category_id))
    if price is None:
        convert = get_conversion(region, tax_class_id=_uuid(tax_class_id))
        price = convert.minor(own_price) if convert else None
        compare_at = convert.minor(own_compare_at) if convert and own_compare_at else None
    things = [_uuid(product_id), *(_uuid(one) for one in (brand_id, store_id) if one)]
    refusal = None
    if not is_alive or kind == ProductKind.SUBSCRIPTION or not path:
        refusal = Unsellable.GONE
    elif not _is_for(audience, target_role, path[-1]):
        refusal = Unsellable.NOT_FOR_YOU
    elif price is None or not _is_allowed(region.id, things, path, _loaded(restrictions)):
        refusal = Unsellable.NOT_HERE
    elif store_status == StoreStatus.VACATION:
        refusal = Unsellable.STORE_CLOSED
    return Sellable(
        variant_id=_uuid(variant_id),
        sku=sku,
        product_id=things[0],
        slug=slug,
        name=name,
        kind=kind,
        attributes=tuple(_value(*one[1:]) for one in sorted(_loaded(said), key=lambda one: (one[0], one[1]))),
        image=_image(_loaded(picture), name),
        store=Named(_uuid(store_id), store_slug, store_name) if store_id else None,
        origin=Place(country or "", state or ""),
        category_ids=frozenset(node.id for node in path),
        brand_id=_uuid(brand_id) if brand_id else None,
        tax_class_id=_uuid(tax_class_id),
        weight_grams=weight,
        price=None if price is None else Money(price, region.currency),
        compare_at_price=Money(compare_at, region.currency) if compare_at and price and compare_at > price else None,
        refusal=refusal,
    )


def _is_for(audience: Audience, target_role: str, category: Node) -> bool:
    """What is said of the product itself goes before what its categories are for."""
    tree = whole_tree()
    if target_role:
        return target_role in {TargetRole.BOTH, audience.value} and tree.is_active(category.id)
    return tree.is_visible(category.id, audience)


def _is_allowed(region_id: UUID, things: Iterable[UUID], path: tuple[Node, ...], rows: list[list[str]]) -> bool:
    own: dict[UUID, dict[str, set[UUID]]] = {}
    for thing, region, rule in rows:
        own.setdefault(UUID(thing), {}).setdefault(rule, set()).add(UUID(region))
    of_categories = caching.remember(RESTRICTIONS, _read_restricted_categories)
    rules: list[Rules] = [own.get(thing, {}) for thing in things]
    rules += [of_categories.get(node.id, {}) for node in path]
    return all(allows(region_id, one) for one in rules)


def _read_restricted_categories() -> dict[UUID, dict[str, set[UUID]]]:
    found: dict[UUID, dict[str, set[UUID]]] = {}
    rows = ProductRestriction.objects.exclude(category=None).values_list("category_id", "rule", "region_id")
    for category_id, rule, region_id in rows:
        found.setdefault(category_id, {}).setdefault(RestrictionRule(rule).value, set()).add(region_id)
    return found


def _value(name: str, code: str, label: str, unit: str, value: str, colour: str) -> Value:
    return Value(code, name, value, f"{label} {unit}".strip(), colour)


def _image(row: list[Any], name: str) -> CardImage | None:
    if not row:
        return None
    alt, file, width, height, renditions, urls = row
    if file:
        kept = Picture(file=file, width=width, height=height, renditions=_loaded(renditions))
        return CardImage(kept.url(CARD_WIDTH), kept.srcset(), width, height, alt or name)
    sizes = sorted((one for one in _loaded(urls)), key=lambda one: one[1] or 0)
    if not sizes:
        return None
    url, width, height = sizes[0]
    return CardImage(url, ", ".join(f"{one[0]} {one[1]}w" for one in sizes if one[1]), width, height, alt or name)


def _loaded(part: Any) -> Any:
    """Return a JSON part as values, whichever way the database gives it."""
    if part is None:
        return []
    return json.loads(part) if isinstance(part, str) else part


def _uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)
