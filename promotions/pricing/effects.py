"""How much each kind of discount takes off which lines, before it is decided which of them count."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.money import Money
from promotions.pricing.goods import Goods, Place, share_of
from promotions.pricing.terms import (
    BundlePart,
    Reduction,
    ReductionKind,
    RuleKind,
    RuleTerms,
    Target,
    TargetKind,
    Tier,
)


@dataclass(frozen=True, slots=True)
class Effect:
    """What would be taken off, by line. `touched` are the lines whose units made it possible."""

    amounts: dict[Place, int]
    touched: frozenset[Place]

    @property
    def total(self) -> int:
        return sum(self.amounts.values())


NOTHING = Effect({}, frozenset())


def works_on_sets(rule: RuleTerms) -> bool:
    """Whether the rule needs several lines together, so that it counts as a whole or not at all."""
    if rule.kind == RuleKind.FIXED:
        return rule.target.kind == TargetKind.CART
    return rule.kind in {RuleKind.BUY_X_GET_Y, RuleKind.BUNDLE}


def effect_of(rule: RuleTerms, goods: Goods, places: Sequence[Place]) -> Effect:
    """Return what the rule takes off these lines, which it is aimed at."""
    match rule.kind:
        case RuleKind.FIXED if rule.target.kind == TargetKind.CART:
            return amount_off(goods, places, rule.reduction.value)
        case RuleKind.BUY_X_GET_Y:
            return buy_and_get(goods, places, buy=rule.buy, get=rule.get, reduction=rule.reduction)
        case RuleKind.BUNDLE:
            return bundled(goods, places, rule.parts, rule.reduction)
        case RuleKind.BULK_TIER:
            tier = reached(rule.tiers, goods.quantity(places))
            return _each(goods, ((place, tier) for place in places))
        case RuleKind.QUANTITY_BREAK:
            return _each(goods, ((place, reached(rule.tiers, goods.lines[place].quantity)) for place in places))
        case _:
            return _each(goods, ((place, rule.reduction) for place in places))


def reached(tiers: Iterable[Tier], quantity: int) -> Reduction | None:
    """Return the reduction of the highest tier that so many units reach."""
    found = [tier for tier in tiers if tier.quantity <= quantity]
    return max(found, key=lambda tier: tier.quantity).reduction if found else None


def amount_off(goods: Goods, places: Sequence[Place], minor: int) -> Effect:
    """Take an amount off several lines, in proportion to what is left of them, to the minor unit."""
    weights = [goods.left[place] for place in places]
    minor = min(minor, sum(weights))
    if minor <= 0:
        return NOTHING
    shares = Money(minor, goods.currency).split(weights)
    amounts = {place: share.minor for place, share in zip(places, shares, strict=True) if share}
    return Effect(amounts, frozenset(places))


def buy_and_get(goods: Goods, places: Sequence[Place], *, buy: int, get: int, reduction: Reduction) -> Effect:
    """Of every `buy + get` units, the cheapest `get` are reduced; the cheapest of all the units first."""
    if buy < 1 or get < 1:
        return NOTHING
    reduced = goods.quantity(places) // (buy + get) * get
    if not reduced:
        return NOTHING
    amounts: dict[Place, int] = {}
    for place in sorted(places, key=lambda place: (goods.worth(place, 1), place)):
        units = min(reduced, goods.lines[place].quantity)
        reduced -= units
        if units:
            amounts[place] = _off(reduction, goods.worth(place, units), units)
    return Effect(amounts, frozenset(places))


def bundled(goods: Goods, places: Sequence[Place], parts: Sequence[BundlePart], reduction: Reduction) -> Effect:
    """Price every complete set anew: `reduction` says what a set costs, or how much is off it."""
    free = {place: goods.lines[place].quantity for place in places}
    chosen: dict[Place, int] = {}
    sets = 0
    while (units := _one_set(goods, free, parts)) is not None:
        sets += 1
        for place, count in units.items():
            free[place] -= count
            chosen[place] = chosen.get(place, 0) + count
    if not sets:
        return NOTHING
    worth = {place: goods.worth(place, units) for place, units in sorted(chosen.items())}
    off = min(_off(reduction, sum(worth.values()), sets), sum(worth.values()))
    if off <= 0:
        return NOTHING
    shares = Money(off, goods.currency).split(list(worth.values()))
    amounts = {place: share.minor for place, share in zip(worth, shares, strict=True) if share}
    return Effect(amounts, frozenset(worth))


def _one_set(goods: Goods, free: dict[Place, int], parts: Sequence[BundlePart]) -> dict[Place, int] | None:
    """Return the units of one complete set, the dearest that fit; None when there is no other set."""
    chosen: dict[Place, int] = {}
    for part in parts:
        wanted = part.quantity
        fitting = goods.aimed_at(Target(part.kind, frozenset({part.id})))
        for place in sorted(fitting, key=lambda place: (-goods.worth(place, 1), place)):
            units = min(wanted, free.get(place, 0) - chosen.get(place, 0))
            if units > 0:
                chosen[place] = chosen.get(place, 0) + units
                wanted -= units
        if wanted:
            return None
    return chosen or None


def _each(goods: Goods, reductions: Iterable[tuple[Place, Reduction | None]]) -> Effect:
    amounts = {}
    for place, reduction in reductions:
        if reduction:
            off = min(_off(reduction, goods.left[place], goods.lines[place].quantity), goods.left[place])
            if off > 0:
                amounts[place] = off
    return Effect(amounts, frozenset(amounts))


def _off(reduction: Reduction, worth: int, units: int) -> int:
    """Return what is taken off so many units of this worth."""
    match reduction.kind:
        case ReductionKind.PERCENT:
            return share_of(worth, reduction.value)
        case ReductionKind.AMOUNT:
            return min(reduction.value * units, worth)
        case _:
            return max(worth - reduction.value * units, 0)
