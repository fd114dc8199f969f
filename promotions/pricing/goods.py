"""The lines while they are being priced. They stand in the order of their variants, whatever order they came in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from promotions.pricing.terms import WHOLE, Basket, Line, Target, TargetKind

# A line by its place among the goods.
Place = int


@dataclass(frozen=True, slots=True)
class Taken:
    """What a rule or coupon takes off a line."""

    source_id: UUID
    name: str
    amount: int
    seller_pays: int


class Goods:
    """What is left of each line's price, and what was taken off so far."""

    def __init__(self, basket: Basket) -> None:
        self.currency = basket.currency
        self.lines: list[Line] = sorted(basket.lines, key=lambda line: (line.variant_id, line.id))
        self.unit_prices = [line.unit_price for line in self.lines]
        self.left = [line.unit_price * line.quantity for line in self.lines]
        self.taken: list[list[Taken]] = [[] for _ in self.lines]
        self._everything = list(range(len(self.lines)))
        self._by_target: dict[tuple[TargetKind, UUID], list[Place]] = {}
        for place, line in enumerate(self.lines):
            for key in _targets_of(line):
                self._by_target.setdefault(key, []).append(place)

    def aimed_at(self, target: Target) -> list[Place]:
        """Return the places of the lines that the target means."""
        if target.kind == TargetKind.CART:
            return self._everything
        if len(target.ids) == 1:
            (only,) = target.ids
            return self._by_target.get((target.kind, only), [])
        found = (self._by_target.get((target.kind, one), ()) for one in target.ids)
        return sorted({place for places in found for place in places})

    def quantity(self, places: Iterable[Place]) -> int:
        return sum(self.lines[place].quantity for place in places)

    def value(self, places: Iterable[Place] | None = None) -> int:
        """Return what is left to pay, of all lines or of these."""
        return sum(self.left) if places is None else sum(self.left[place] for place in places)

    def value_by_store(self) -> dict[UUID | None, int]:
        """Return what is left to pay for the goods of each store; without a store are the shop's own."""
        found: dict[UUID | None, int] = {}
        for line, left in zip(self.lines, self.left, strict=True):
            found[line.store_id] = found.get(line.store_id, 0) + left
        return found

    def worth(self, place: Place, units: int) -> int:
        """Return what is left to pay for some units of a line."""
        return self.left[place] * units // self.lines[place].quantity

    def set_unit_price(self, place: Place, minor: int) -> None:
        self.unit_prices[place] = minor
        self.left[place] = minor * self.lines[place].quantity

    def take(self, amounts: Mapping[Place, int], *, source_id: UUID, name: str, seller_pays: int) -> int:
        """Take these amounts off, never more than is left; return how much that was."""
        total = 0
        for place, amount in amounts.items():
            amount = min(amount, self.left[place])
            if amount > 0:
                self.left[place] -= amount
                self.taken[place].append(Taken(source_id, name, amount, seller_pays))
                total += amount
        return total


def _targets_of(line: Line) -> Iterable[tuple[TargetKind, UUID]]:
    yield TargetKind.PRODUCT, line.product_id
    yield TargetKind.VARIANT, line.variant_id
    for category_id in line.category_ids:
        yield TargetKind.CATEGORY, category_id
    if line.brand_id:
        yield TargetKind.BRAND, line.brand_id
    if line.store_id:
        yield TargetKind.STORE, line.store_id


def share_of(minor: int, millionths: int) -> int:
    """Return this part of an amount, rounded half up to a whole minor unit."""
    return (2 * minor * millionths + WHOLE) // (2 * WHOLE)
