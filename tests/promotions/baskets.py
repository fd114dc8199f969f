"""Short words for baskets: ids that are small numbers, prices in minor units."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from promotions.pricing import (
    Basket,
    CouponKind,
    CouponTerms,
    Line,
    Quote,
    Reduction,
    ReductionKind,
    RuleKind,
    RuleTerms,
    ShippingCost,
    Target,
    TargetKind,
    price,
)
from regions.taxes import Rate

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
REGION = UUID(int=999)
GST = Rate("GST", 180_000)
PERCENT = 10_000


def line(number: int, unit_price: int, quantity: int = 1, **about: Any) -> Line:
    usual = {"id": UUID(int=number), "variant_id": UUID(int=number), "product_id": UUID(int=number)}
    return Line(**{**usual, "unit_price": unit_price, "quantity": quantity, **about})


def off(value: int, kind: ReductionKind = ReductionKind.PERCENT) -> Reduction:
    return Reduction(kind, value * PERCENT if kind == ReductionKind.PERCENT else value)


def at(kind: TargetKind, *numbers: int) -> Target:
    return Target(kind, frozenset(UUID(int=number) for number in numbers))


def rule(number: int = 500, kind: RuleKind = RuleKind.PERCENTAGE, **about: Any) -> RuleTerms:
    return RuleTerms(**{"id": UUID(int=number), "name": f"Rule {number}", "kind": kind, **about})


def coupon(kind: CouponKind = CouponKind.PERCENTAGE, value: int = 10 * PERCENT, **about: Any) -> CouponTerms:
    return CouponTerms(**{"id": UUID(int=700), "code": "SAVE", "kind": kind, "value": value, **about})


def basket(*lines: Line, **about: Any) -> Basket:
    usual = {"currency": "EUR", "tax_mode": "inclusive", "region_id": REGION, "now": NOW, "lines": lines}
    return Basket(**{**usual, **about})


def quoted(*lines: Line, **about: Any) -> Quote:
    return price(basket(*lines, **about))


def finals(quote: Quote) -> list[int]:
    return [one.final_price.minor for one in quote.lines]


Ship = Callable[[Mapping[UUID | None, int]], tuple[ShippingCost, ...]]


def sending(amount: int, free_from: int | None = None, rates: tuple[Rate, ...] = ()) -> Ship:
    """Return what sending the goods of each store costs: so much, and nothing from some value on."""

    def ship(values: Mapping[UUID | None, int]) -> tuple[ShippingCost, ...]:
        return tuple(
            ShippingCost(0 if free_from is not None and goods >= free_from else amount, rates, free_from, store_id)
            for store_id, goods in values.items()
        )

    return ship


def why(quote: Quote, number: int = 500) -> tuple[str | None, int]:
    found = next(one for one in quote.considered if one.source_id == UUID(int=number))
    return found.reason, found.missing
