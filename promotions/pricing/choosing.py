"""Which of the automatic rules count on which line.

1. Trade prices come first: they are prices, and everything after starts from them.
2. A line gets the one rule that takes most off it; of equals, the one of higher priority. A rule that needs several
   lines together (a bundle, buy and get, an amount off the cart) gets all of them, if it takes more off them than they
   would get otherwise, or none.
3. An exclusive rule stands alone on its lines; of several, the one of highest priority.
4. Stackable rules come on top, by priority, each of what is left.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from core.money import Money
from promotions.pricing.conditions import why_not_rule
from promotions.pricing.effects import NOTHING, Effect, effect_of, works_on_sets
from promotions.pricing.goods import Goods, Place, share_of
from promotions.pricing.quote import Considered, Reason
from promotions.pricing.terms import Basket, ReductionKind, RuleKind, RuleTerms


@dataclass
class Ledger:
    """What was looked at, and what became of it."""

    currency: str
    entries: dict[UUID, Considered] = field(default_factory=dict)

    def refused(self, source_id: UUID, name: str, reason: Reason, missing: int = 0) -> None:
        self.entries[source_id] = Considered(source_id, name, Money.zero(self.currency), reason, missing)

    def counted(self, source_id: UUID, name: str, minor: int) -> None:
        self.entries[source_id] = Considered(source_id, name, Money(minor, self.currency))


def by_priority(rules: Iterable[RuleTerms]) -> tuple[RuleTerms, ...]:
    return tuple(sorted(rules, key=lambda rule: (-rule.priority, rule.id.int)))


def set_trade_prices(basket: Basket, goods: Goods, ledger: Ledger) -> None:
    """Give every line the lowest trade price that is meant for this customer."""
    before = goods.value()
    lowest: dict[Place, tuple[int, RuleTerms]] = {}
    met = []
    for rule in basket.rules:
        if rule.kind != RuleKind.TRADE_PRICE:
            continue
        places = goods.aimed_at(rule.target)
        if refused := why_not_rule(rule, basket, goods, places, before):
            ledger.refused(rule.id, rule.name, *refused)
            continue
        met.append(rule)
        for place in places:
            unit_price = _trade_price(rule, goods.lines[place].unit_price)
            if unit_price < lowest.get(place, (goods.lines[place].unit_price, rule))[0]:
                lowest[place] = unit_price, rule
    gains: dict[UUID, int] = {}
    for place, (unit_price, rule) in lowest.items():
        line = goods.lines[place]
        gains[rule.id] = gains.get(rule.id, 0) + (line.unit_price - unit_price) * line.quantity
        goods.set_unit_price(place, unit_price)
    for rule in met:
        _write_down(rule, gains.get(rule.id, 0), Reason.BEATEN, ledger)


def apply_rules(basket: Basket, goods: Goods, ledger: Ledger) -> None:
    """Take off what the rules that count take off."""
    subtotal = goods.value()
    aims: dict[UUID, list[Place]] = {}
    met: list[RuleTerms] = []
    for rule in basket.rules:
        if rule.kind == RuleKind.TRADE_PRICE:
            continue
        places = goods.aimed_at(rule.target)
        if refused := why_not_rule(rule, basket, goods, places, subtotal):
            ledger.refused(rule.id, rule.name, *refused)
            continue
        met.append(rule)
        aims[rule.id] = places
    choice = _Choice(goods, aims)
    choice.let_exclusive_stand_alone(rule for rule in met if rule.is_exclusive)
    usual = [rule for rule in met if not rule.is_exclusive and not rule.is_stackable]
    choice.find_best_of_each_line(rule for rule in usual if not works_on_sets(rule))
    choice.let_sets_outbid(rule for rule in usual if works_on_sets(rule))
    gains = choice.take()
    for rule in met:
        if rule.is_stackable and not rule.is_exclusive:
            gains[rule.id] = _take(rule, choice.effect(rule, choice.alone), goods)
    for rule in met:
        _write_down(rule, gains.get(rule.id, 0), choice.why_lost(rule), ledger)


class _Choice:
    """Which rule has which line, so far."""

    def __init__(self, goods: Goods, aims: dict[UUID, list[Place]]) -> None:
        self.goods, self.aims = goods, aims
        self.best: dict[Place, tuple[RuleTerms, int]] = {}
        self.alone: set[Place] = set()
        self.could: dict[UUID, int] = {}

    def effect(self, rule: RuleTerms, closed: set[Place]) -> Effect:
        """Return what the rule takes off the lines that are open to it, and remember how much that would be."""
        places = self.aims[rule.id]
        free = [place for place in places if place not in closed] if closed else places
        effect = effect_of(rule, self.goods, free) if free else NOTHING
        self.could[rule.id] = effect.total
        return effect

    def let_exclusive_stand_alone(self, rules: Iterable[RuleTerms]) -> None:
        for rule in rules:
            effect = self.effect(rule, self.alone)
            if effect.total:
                self._claim(rule, effect)
                self.alone |= effect.touched

    def find_best_of_each_line(self, rules: Iterable[RuleTerms]) -> None:
        for rule in rules:
            for place, amount in self.effect(rule, self.alone).amounts.items():
                if amount > self._standing(place):
                    self.best[place] = rule, amount

    def let_sets_outbid(self, rules: Iterable[RuleTerms]) -> None:
        closed = set(self.alone)
        for rule in rules:
            effect = self.effect(rule, closed)
            if effect.total > sum(self._standing(place) for place in effect.touched):
                self._claim(rule, effect)
                closed |= effect.touched

    def take(self) -> dict[UUID, int]:
        """Take the best off every line; return how much each rule took."""
        gains: dict[UUID, int] = {}
        for place, (rule, amount) in sorted(self.best.items(), key=lambda one: one[0]):
            gains[rule.id] = gains.get(rule.id, 0) + _take(rule, Effect({place: amount}, frozenset()), self.goods)
        return gains

    def why_lost(self, rule: RuleTerms) -> Reason:
        if self.alone.issuperset(self.aims[rule.id]):
            return Reason.EXCLUDED
        return Reason.BEATEN if self.could[rule.id] else Reason.NO_EFFECT

    def _claim(self, rule: RuleTerms, effect: Effect) -> None:
        self.best |= {place: (rule, effect.amounts.get(place, 0)) for place in effect.touched}

    def _standing(self, place: Place) -> int:
        return self.best[place][1] if place in self.best else 0


def _take(rule: RuleTerms, effect: Effect, goods: Goods) -> int:
    return goods.take(effect.amounts, source_id=rule.id, name=rule.name, seller_pays=rule.seller_pays)


def _trade_price(rule: RuleTerms, unit_price: int) -> int:
    value = rule.reduction.value
    match rule.reduction.kind:
        case ReductionKind.PERCENT:
            return unit_price - min(share_of(unit_price, value), unit_price)
        case ReductionKind.AMOUNT:
            return max(unit_price - value, 0)
        case _:
            return value


def _write_down(rule: RuleTerms, minor: int, lost: Reason, ledger: Ledger) -> None:
    if minor:
        ledger.counted(rule.id, rule.name, minor)
    else:
        ledger.refused(rule.id, rule.name, lost)
