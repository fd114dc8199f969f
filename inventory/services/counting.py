"""Stock-take: what was counted against what the books say, and putting the books right."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
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

    @property
    def difference(self) -> int:
        return self.counted - self.on_hand


@dataclass(frozen=True, slots=True)
class Count:
    """`unknown` codes are nobody's; `ambiguous` ones stand for several variants, and count for none."""

    lines: list[CountedLine]
    unknown: list[str]
    ambiguous: list[str]


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
    items = {item.variant_id: item for item in StockItem.objects.filter(location=location, variant__in=sums)}
    lines = []
    for variant in variants:
        if variant.pk in sums:
            item = items.get(variant.pk)
            lines.append(
                CountedLine(
                    variant=variant,
                    on_hand=item.on_hand if item else 0,
                    reserved=item.reserved if item else 0,
                    counted=sums[variant.pk],
                    version=item.version if item else 1,
                )
            )
    return Count(lines, unknown, ambiguous)


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
