"""A basket's price, reckoned slowly and by itself: in fractions, unit by unit, from what docs/pricing.md says.

Shares no line with the engine. It knows amounts, not reasons.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any

WHOLE = 1_000_000


@dataclass(frozen=True)
class Off:
    """A reduction."""

    kind: str
    value: int


@dataclass
class Answer:
    """What each line costs by its id, what each store's parcel costs and its discount, and the sums."""

    finals: dict
    parcels: dict
    tax: int
    total: int
    is_coupon_used: bool


def reckon(basket: Any) -> Answer:
    if basket.coupon is None:
        return _answer(basket, *_goods(basket, None, basket.rules))
    if basket.coupon.is_stackable:
        return _answer(basket, *_goods(basket, basket.coupon, basket.rules))
    usual = _answer(basket, *_goods(basket, None, basket.rules))
    prices = [rule for rule in basket.rules if rule.kind == "trade_price"]
    alone = _answer(basket, *_goods(basket, basket.coupon, prices))
    return alone if alone.is_coupon_used and _paid(alone) < _paid(usual) else usual


def _paid(answer: Answer) -> int:
    return sum(answer.finals.values()) + sum(cost - off for cost, off in answer.parcels.values())


def _goods(basket: Any, coupon: Any, rules: Any) -> tuple[list, list, list, Any]:
    """Return lines in the order of variants, what is left of each, the units' prices, and the coupon if it counts."""
    lines = sorted(basket.lines, key=lambda line: (line.variant_id, line.id))
    rules = sorted(rules, key=lambda rule: (-rule.priority, rule.id))
    value = sum(line.unit_price * line.quantity for line in lines)
    units = [line.unit_price for line in lines]
    for rule in rules:
        if rule.kind == "trade_price" and _is_met(rule, basket, lines, value):
            for at, line in enumerate(lines):
                if _is_meant(rule.target, line):
                    units[at] = min(units[at], max(line.unit_price - _off(rule.reduction, line.unit_price, 1), 0))
    left = [unit * line.quantity for unit, line in zip(units, lines, strict=True)]
    left = _after_rules(basket, lines, left, [rule for rule in rules if rule.kind != "trade_price"])
    if coupon is None or not _is_coupon_met(coupon, basket, lines, left):
        return lines, left, units, None
    taken = _coupon_takes(coupon, lines, left)
    if not sum(taken.values()) and coupon.kind != "free_shipping":
        return lines, left, units, None
    return lines, _without(left, taken), units, coupon


def _after_rules(basket: Any, lines: list, left: list, rules: list) -> list:
    value = sum(left)
    met = [rule for rule in rules if _is_met(rule, basket, lines, value)]
    alone, chosen = _standing_alone([rule for rule in met if rule.is_exclusive], lines, left)
    usual = [rule for rule in met if not rule.is_exclusive and not rule.is_stackable]
    for rule in usual:
        if not _needs_several(rule):
            for at, off in _takes(rule, lines, left, alone)[0].items():
                chosen[at] = max(chosen.get(at, 0), off)
    closed = set(alone)
    for rule in usual:
        if _needs_several(rule):
            taken, touched = _takes(rule, lines, left, closed)
            if sum(taken.values()) > sum(chosen.get(at, 0) for at in touched):
                chosen.update({at: taken.get(at, 0) for at in touched})
                closed |= touched
    left = _without(left, chosen)
    for rule in met:
        if rule.is_stackable and not rule.is_exclusive:
            left = _without(left, _takes(rule, lines, left, alone)[0])
    return left


def _standing_alone(rules: list, lines: list, left: list) -> tuple[set, dict]:
    alone, chosen = set(), {}
    for rule in rules:
        taken, touched = _takes(rule, lines, left, alone)
        if sum(taken.values()):
            alone |= touched
            chosen.update({at: taken.get(at, 0) for at in touched})
    return alone, chosen


def _needs_several(rule: Any) -> bool:
    return rule.kind in {"buy_x_get_y", "bundle"} or (rule.kind == "fixed" and rule.target.kind == "cart")


def _takes(rule: Any, lines: list, left: list, closed: set) -> tuple[dict, set]:
    """Return how much the rule takes off which lines, and which lines made it possible."""
    open_ = [at for at, line in enumerate(lines) if _is_meant(rule.target, line) and at not in closed]
    if rule.kind == "fixed" and rule.target.kind == "cart":
        return _shared(rule.reduction.value, {at: left[at] for at in open_}), set(open_)
    if rule.kind == "buy_x_get_y":
        return _bought_and_got(rule.buy, rule.get, rule.reduction, lines, left, open_), set(open_)
    if rule.kind == "bundle":
        return _in_sets(rule, lines, left, open_)
    together = sum(lines[at].quantity for at in open_)
    found = {}
    for at in open_:
        reduction = rule.reduction
        if rule.kind in {"bulk_tier", "quantity_break"}:
            count = together if rule.kind == "bulk_tier" else lines[at].quantity
            reached = [tier for tier in rule.tiers if tier.quantity <= count]
            reduction = sorted(reached, key=lambda tier: -tier.quantity)[0].reduction if reached else None
        off = min(_off(reduction, left[at], lines[at].quantity), left[at]) if reduction else 0
        if off > 0:
            found[at] = off
    return found, set(found)


def _bought_and_got(buy: int, get: int, reduction: Any, lines: list, left: list, open_: list) -> dict:
    units = sorted((left[at] // lines[at].quantity, at) for at in open_ for _ in range(lines[at].quantity))
    free = [at for _worth, at in units[: len(units) // (buy + get) * get]]
    return {at: _off(reduction, _worth(left, lines, at, free.count(at)), free.count(at)) for at in set(free)}


def _in_sets(rule: Any, lines: list, left: list, open_: list) -> tuple[dict, set]:
    stock = sorted((-(left[at] // lines[at].quantity), at) for at in open_ for _ in range(lines[at].quantity))
    used, sets = [], 0
    while True:
        rest, complete = list(stock), True
        for part in rule.parts:
            fitting = [unit for unit in rest if getattr(lines[unit[1]], f"{part.kind}_id") == part.id]
            complete &= len(fitting) >= part.quantity
            for unit in fitting[: part.quantity]:
                rest.remove(unit)
        if not complete or len(rest) == len(stock):
            break
        sets += 1
        used += [at for _, at in stock]
        for _, at in rest:
            used.remove(at)
        stock = rest
    worth = {at: _worth(left, lines, at, used.count(at)) for at in sorted(set(used))}
    off = min(_off(rule.reduction, sum(worth.values()), sets), sum(worth.values())) if sets else 0
    return (_shared(off, worth), set(worth)) if off > 0 else ({}, set())


def _worth(left: list, lines: list, at: int, units: int) -> int:
    return floor(Fraction(left[at] * units, lines[at].quantity))


def _off(reduction: Any, worth: int, units: int) -> int:
    if reduction.kind == "percent":
        return _half_up(Fraction(worth * reduction.value, WHOLE))
    if reduction.kind == "amount":
        return min(reduction.value * units, worth)
    return max(worth - reduction.value * units, 0)


def _shared(amount: int, weights: dict) -> dict:
    """Share in proportion: whole parts first, then a unit each to the largest remainders, the first of equals."""
    amount = min(amount, sum(weights.values()))
    if amount <= 0:
        return {}
    exact = {at: Fraction(amount * weight, sum(weights.values())) for at, weight in weights.items()}
    parts = {at: floor(share) for at, share in exact.items()}
    for at in sorted(exact, key=lambda at: (parts[at] - exact[at], at))[: amount - sum(parts.values())]:
        parts[at] += 1
    return parts


def _coupon_takes(coupon: Any, lines: list, left: list) -> dict:
    open_ = [at for at, line in enumerate(lines) if _is_meant(coupon.target, line)]
    weights = {at: left[at] for at in open_}
    most = sum(left) if coupon.max_discount is None else coupon.max_discount
    if coupon.kind == "percentage":
        return _shared(min(_half_up(Fraction(sum(weights.values()) * coupon.value, WHOLE)), most), weights)
    if coupon.kind == "fixed":
        return _shared(min(coupon.value, most), weights)
    if coupon.kind == "free_shipping":
        return {}
    everything = Off("percent", WHOLE)
    got = _bought_and_got(coupon.buy, coupon.get, everything, lines, left, open_)
    return got if sum(got.values()) <= most else _shared(most, {at: left[at] for at in sorted(got)})


def _is_met(rule: Any, basket: Any, lines: list, value: int) -> bool:
    meant = [line for line in lines if _is_meant(rule.target, line)]
    return (
        bool(meant)
        and _is_for(rule, basket)
        and sum(line.quantity for line in meant) >= rule.min_quantity
        and value >= rule.min_cart_value
    )


def _is_coupon_met(coupon: Any, basket: Any, lines: list, left: list) -> bool:
    is_meant = any(_is_meant(coupon.target, line) for line in lines)
    return is_meant and _is_for(coupon, basket) and sum(left) >= coupon.min_cart_value


def _is_for(terms: Any, basket: Any) -> bool:
    return terms.audience in {"both", basket.customer.audience} and terms.currency in {"", basket.currency}


def _is_meant(target: Any, line: Any) -> bool:
    if target.kind == "cart":
        return True
    if target.kind == "category":
        return any(one in target.ids for one in line.category_ids)
    return getattr(line, f"{target.kind}_id") in target.ids


def _without(left: list, taken: dict) -> list:
    return [minor - min(max(taken.get(at, 0), 0), minor) for at, minor in enumerate(left)]


def _answer(basket: Any, lines: list, left: list, units: list, coupon: Any) -> Answer:
    values: dict = {}
    for line, minor in zip(lines, left, strict=True):
        values[line.store_id] = values.get(line.store_id, 0) + minor
    costs = basket.ship(values) if basket.ship and lines else ()
    costs = sorted(costs, key=lambda cost: (cost.store_id is not None, cost.store_id or 0))
    offs: dict = {}
    if coupon is not None and coupon.kind == "free_shipping":
        most = sum(cost.amount for cost in costs)
        most = most if coupon.max_discount is None else min(most, coupon.max_discount)
        offs = _shared(most, {at: cost.amount for at, cost in enumerate(costs)})
    is_added = basket.tax_mode == "exclusive"
    taxes = [_tax(minor, line.rates, is_added) for line, minor in zip(lines, left, strict=True)]
    taxes += [_tax(cost.amount - offs.get(at, 0), cost.rates, is_added) for at, cost in enumerate(costs)]
    sent = sum(cost.amount for cost in costs) - sum(offs.values())
    return Answer(
        finals={line.id: minor for line, minor in zip(lines, left, strict=True)},
        parcels={cost.store_id: (cost.amount, offs.get(at, 0)) for at, cost in enumerate(costs)},
        tax=sum(taxes),
        total=sum(left) + sent + (sum(taxes) if is_added else 0),
        is_coupon_used=coupon is not None,
    )


def _tax(final: int, rates: Any, is_added: bool) -> int:
    """Work tax out in exact fractions, one rate after the other, as on paper."""
    shares, base = [], Fraction(1)
    for rate in rates:
        share = Fraction(rate.rate_millionths, WHOLE) * (base if rate.is_compound else 1)
        shares.append(share)
        base += share
    net = Fraction(final) if is_added else Fraction(final) / (1 + sum(shares))
    return sum(_half_up(net * share) for share in shares)


def _half_up(exact: Fraction) -> int:
    return floor(exact + Fraction(1, 2))
