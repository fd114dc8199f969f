"""The column `stock` in files of goods: what is on hand in the place where goods are when nobody says where."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from catalog.porting.columns import whole
from catalog.services.editing import Problems
from inventory.constants import MOST_UNITS
from inventory.enums import MovementKind
from inventory.models import Reservation, StockItem, StockMovement
from inventory.services import levels
from inventory.services.stock import default_location

NAME = "stock"


class StockColumn:
    name = NAME

    def __init__(self) -> None:
        self._items: dict[UUID, StockItem] = {}

    def read(self, problems: Problems, text: str) -> int | None:
        number = whole(problems, NAME, text)
        if number is not None and number > MOST_UNITS:
            most = number_format(MOST_UNITS, force_grouping=True)
            problems.add(NAME, _("Give a whole number up to %(most)s.") % {"most": most})
            return None
        return number

    def present(self, variant_ids: Collection[UUID], *, for_writing: bool) -> Mapping[UUID, int]:
        items = StockItem.objects.filter(variant__in=variant_ids, location__is_default=True).order_by("pk")
        if for_writing:
            items = items.select_for_update(of=("self",))
        self._items = {item.variant_id: item for item in items}
        return {variant_id: item.on_hand for variant_id, item in self._items.items()}

    def refuse(self, problems: Problems, variant_id: UUID, value: int) -> None:
        item = self._items.get(variant_id)
        if item and value < item.reserved and value < item.on_hand and not item.allow_backorder:
            problems.add(NAME, _("Orders hold %(held)d of them.") % {"held": item.reserved})

    def write(self, values: Mapping[UUID, int], *, actor: Any, reference: UUID) -> None:
        place = default_location()
        missing = [StockItem(variant_id=pk, location=place) for pk in values if pk not in self._items]
        StockItem.objects.bulk_create(missing, ignore_conflicts=True)
        ids = StockItem.objects.filter(location=place, variant__in=values).values_list("pk", flat=True)
        ledger = levels.lock_items(list(ids), actor=actor)
        for item in ledger.items.values():
            ledger.move(item, values[item.variant_id] - item.on_hand, MovementKind.CORRECTION, reference=reference)
        ledger.serve_backorders()
        ledger.write()

    def forget(self, variant_ids: Collection[UUID], *, reference: UUID) -> set[UUID]:
        items = StockItem.objects.filter(variant__in=variant_ids)
        others = StockMovement.objects.filter(item__in=items).exclude(reference=reference)
        needed = set(others.values_list("item__variant_id", flat=True))
        needed |= set(Reservation.objects.filter(item__in=items).values_list("item__variant_id", flat=True))
        goes = items.exclude(variant__in=needed)
        # Goods that never were have no history of stock.
        StockMovement.objects.filter(item__in=goes).delete()
        goes.delete()
        return needed
