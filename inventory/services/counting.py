"""Stock-take: what was counted against what the books say, and putting the books right."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from catalog.models import ProductVariant
from catalog.services import normal_sku
from core import actions
from core.errors import VersionConflict
from inventory.enums import MovementKind
from inventory.models import Location, StockItem
from inventory.services import levels


@dataclass(frozen=True, slots=True)
class CountedLine:
    """One variant on the shelf: how many the books say, and how many were counted."""

    variant: ProductVariant
    on_hand: int
    reserved: int
    counted: int
    version: int
    # More of it is held for orders than was counted: that is refused.
    is_held: bool = False
    # The books moved after the counts were compared with them.
    is_changed: bool = False

    @property
    def difference(self) -> int:
        return self.counted - self.on_hand


@dataclass(frozen=True, slots=True)
class Count:
    """`unknown` codes are nobody's; `ambiguous` ones stand for several variants, and count for none."""

    lines: list[CountedLine]
    unknown: list[str]
    ambiguous: list[str]

    @property
    def changed(self) -> list[CountedLine]:
        return [line for line in self.lines if line.is_changed]

    @property
    def held(self) -> list[CountedLine]:
        return [line for line in self.lines if line.is_held]


def compare_count(*, location: Location, counted: Mapping[str, int]) -> Count:
    """Set what was counted, by SKU in any spelling or by barcode, beside the books. Nothing is written."""
    wanted = Q(sku__in={normal_sku(code) for code in counted}) | Q(barcode__in=counted)
    variants = list(ProductVariant.objects.alive().filter(wanted).select_related("product").order_by("sku"))
    meant = defaultdict(set)
    for variant in variants:
        meant[variant.sku].add(variant.pk)
        meant[variant.barcode].add(variant.pk)
    sums: Counter[UUID] = Counter()
    unknown: list[str] = []
    ambiguous: list[str] = []
    for code, number in counted.items():
        found = meant.get(code, set()) | meant.get(normal_sku(code), set())
        if len(found) == 1:
            sums[found.pop()] += number
        else:
            (ambiguous if found else unknown).append(code)
    return Count(_beside_the_books(location, variants, sums), unknown, ambiguous)


def compare_count_again(*, location: Location, counted: Mapping[UUID, tuple[int, int]]) -> Count:
    """Set what was counted beside the books of now, marking what moved since, or cannot be written.

    `counted` is that of `apply_count`.
    """
    variants = ProductVariant.objects.filter(pk__in=counted).select_related("product").order_by("sku")
    lines = _beside_the_books(location, variants, {pk: number for pk, (number, _version) in counted.items()})
    return Count(
        [replace(line, is_changed=line.version != counted[line.variant.pk][1]) for line in lines],
        unknown=[],
        ambiguous=[],
    )


def _beside_the_books(
    location: Location, variants: Iterable[ProductVariant], sums: Mapping[UUID, int]
) -> list[CountedLine]:
    items = {item.variant_id: item for item in StockItem.objects.filter(location=location, variant__in=sums)}
    return [
        _line(variant, items.get(variant.pk) or StockItem(variant=variant, location=location), sums[variant.pk])
        for variant in variants
        if variant.pk in sums
    ]


def _line(variant: ProductVariant, item: StockItem, counted: int) -> CountedLine:
    return CountedLine(
        variant=variant,
        on_hand=item.on_hand,
        reserved=item.reserved,
        counted=counted,
        version=item.version,
        is_held=counted < min(item.reserved, item.on_hand) and not item.allow_backorder,
    )


@transaction.atomic
def apply_count(*, location: Location, counted: Mapping[UUID, tuple[int, int]], actor: User, reason: str = "") -> int:
    """Write the differences as corrections; `counted` is {variant: (how many, the version that was compared)}.

    Returns how many rows changed. Raises VersionConflict when stock moved since it was compared, or StockHeld;
    then nothing is written.
    """
    made = [StockItem(variant_id=variant_id, location=location) for variant_id in counted]
    StockItem.objects.bulk_create(made, ignore_conflicts=True)
    item_ids = StockItem.objects.filter(location=location, variant__in=counted).values_list("pk", flat=True)
    ledger = levels.lock_items(list(item_ids), actor=actor)
    changed = []
    for item in ledger.items.values():
        number, version = counted[item.variant_id]
        if item.version != version:
            raise VersionConflict
        if number != item.on_hand:
            changed.append((item, item.on_hand))
            ledger.move(item, number - item.on_hand, MovementKind.CORRECTION, reason=reason)
    ledger.serve_backorders()
    ledger.write()
    for item, before in changed:
        actions.record(
            actor=actor,
            action="inventory.stock.count",
            target=item,
            before={"on_hand": before},
            after={"on_hand": counted[item.variant_id][0]},
            reason=reason,
        )
    return len(changed)
