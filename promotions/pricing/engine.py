"""The price of a basket: trade prices, automatic rules, one coupon, shipping, tax, in this order."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from core.money import Money
from promotions.pricing.choosing import Ledger, apply_rules, by_priority, set_trade_prices
from promotions.pricing.coupons import CODES, OTHERWISE, shipping_off, use_coupon
from promotions.pricing.goods import Goods, Taken, share_of
from promotions.pricing.quote import CouponRefusal, Given, LineQuote, Quote, Reason, ShippingPart, TaxSum
from promotions.pricing.terms import Basket, CouponTerms, Line, RuleKind, RuleTerms, ShippingCost
from regions.enums import TaxMode
from regions.taxes import TaxRow, tax_line


@dataclass
class _Priced:
    """The goods after discounts, with what sending them costs and what is taken off that."""

    goods: Goods
    ledger: Ledger
    shipping: tuple[ShippingCost, ...]
    # Off each of them.
    shipping_off: tuple[int, ...]
    refused: CouponRefusal | None

    @property
    def to_pay(self) -> int:
        return self.goods.value() + sum(cost.amount for cost in self.shipping) - sum(self.shipping_off)


def price(basket: Basket) -> Quote:
    """Return what everything costs and why. The same basket has the same price, whatever order its lines are in."""
    basket = replace(basket, rules=by_priority(basket.rules))
    priced = _priced(basket, basket.coupon)
    if basket.coupon and not basket.coupon.is_stackable:
        priced = _better_alone(basket, basket.coupon)
    return _quote(basket, priced)


def _better_alone(basket: Basket, coupon: CouponTerms) -> _Priced:
    """A coupon that does not go with automatic discounts takes their place where that is cheaper."""
    without = _priced(basket, None)
    alone = _priced(replace(basket, rules=_prices_only(basket)), coupon)
    if alone.refused is None and alone.to_pay < without.to_pay:
        for rule in basket.rules:
            if rule.id not in alone.ledger.entries:
                alone.ledger.refused(rule.id, rule.name, Reason.EXCLUDED)
        return alone
    without.refused = alone.refused or CouponRefusal(OTHERWISE, Reason.BEATEN)
    missing = without.refused.missing
    without.ledger.refused(coupon.id, coupon.code, without.refused.reason, missing.minor if missing else 0)
    return without


def _prices_only(basket: Basket) -> tuple[RuleTerms, ...]:
    return tuple(rule for rule in basket.rules if rule.kind == RuleKind.TRADE_PRICE)


def _priced(basket: Basket, coupon: CouponTerms | None) -> _Priced:
    goods, ledger = Goods(basket), Ledger(basket.currency)
    set_trade_prices(basket, goods, ledger)
    apply_rules(basket, goods, ledger)
    refused = None
    before = goods.value()
    if coupon and (why := use_coupon(coupon, basket, goods)):
        refused = _refusal(*why, basket.currency)
    shipping = _shipping(basket, goods)
    off = shipping_off(None if refused else coupon, [cost.amount for cost in shipping], basket.currency)
    if coupon:
        if refused:
            ledger.refused(coupon.id, coupon.code, refused.reason, refused.missing.minor if refused.missing else 0)
        else:
            ledger.counted(coupon.id, coupon.code, before - goods.value() + sum(off))
    return _Priced(goods, ledger, shipping, off, refused)


def _shipping(basket: Basket, goods: Goods) -> tuple[ShippingCost, ...]:
    costs = basket.ship(goods.value_by_store()) if basket.ship and goods.lines else ()
    return tuple(sorted(costs, key=lambda cost: cost.store_id.int if cost.store_id else -1))


def _refusal(reason: Reason, missing: int, currency: str) -> CouponRefusal:
    return CouponRefusal(CODES.get(reason, OTHERWISE), reason, Money(missing, currency) if missing else None)


def _quote(basket: Basket, priced: _Priced) -> Quote:
    goods, currency = priced.goods, basket.currency
    zero = Money.zero(currency)
    lines = {
        line.id: _line(line, unit_price, left, taken, basket)
        for line, unit_price, left, taken in zip(goods.lines, goods.unit_prices, goods.left, goods.taken, strict=True)
    }
    # As they were given.
    shown = tuple(lines[line.id] for line in basket.lines)
    parts = tuple(_part(*one, basket) for one in zip(priced.shipping, priced.shipping_off, strict=True))
    shipping = sum((part.amount for part in parts), zero)
    shipping_off = sum((part.discount_amount for part in parts), zero)
    shipping_tax = sum((part.tax_amount for part in parts), zero)
    shipping_rows = [row for part in parts for row in part.taxes]
    shipping_given: tuple[Given, ...] = ()
    if shipping_off and basket.coupon:
        shipping_given = (Given(basket.coupon.id, basket.coupon.code, shipping_off, zero),)
    goods_off = sum((line.discount_amount for line in shown), zero)
    subtotal = sum((line.unit_price * line.quantity for line in shown), zero)
    tax = sum((line.tax_amount for line in shown), shipping_tax)
    is_included = basket.tax_mode == TaxMode.INCLUSIVE
    total = subtotal - goods_off - shipping_off + shipping
    return Quote(
        currency=currency,
        tax_included=is_included,
        lines=shown,
        subtotal=subtotal,
        discounts=_by_source((given for line in shown for given in line.discounts), shipping_given),
        discount_amount=goods_off + shipping_off,
        shipping_amount=shipping,
        shipping_discount_amount=shipping_off,
        shipping_tax_amount=shipping_tax,
        shipping_discounts=shipping_given,
        shipping_taxes=_by_rate(shipping_rows),
        shipping_parts=parts,
        free_shipping_remaining=_remaining(priced, currency),
        taxes=_by_rate([*(row for line in shown for row in line.taxes), *shipping_rows]),
        tax_amount=tax,
        total_amount=total if is_included else total + tax,
        coupon_refusal=priced.refused,
        considered=tuple(sorted(priced.ledger.entries.values(), key=lambda one: one.source_id)),
    )


def _line(line: Line, unit_price: int, left: int, taken: Iterable[Taken], basket: Basket) -> LineQuote:
    currency = basket.currency
    taxed = tax_line(Money(left, currency), line.rates, basket.tax_mode)
    return LineQuote(
        item=line.id,
        quantity=line.quantity,
        list_price=Money(line.unit_price, currency),
        unit_price=Money(unit_price, currency),
        discounts=tuple(_given(one, line, currency) for one in taken),
        discount_amount=Money(unit_price * line.quantity - left, currency),
        final_price=Money(left, currency),
        tax_amount=taxed.tax,
        taxes=taxed.rows,
    )


def _part(cost: ShippingCost, off: int, basket: Basket) -> ShippingPart:
    amount, discount = Money(cost.amount, basket.currency), Money(off, basket.currency)
    taxed = tax_line(amount - discount, cost.rates, basket.tax_mode)
    return ShippingPart(cost.store_id, amount, discount, taxed.tax, taxed.rows)


def _given(taken: Taken, line: Line, currency: str) -> Given:
    by_seller = share_of(taken.amount, taken.seller_pays) if line.store_id else 0
    return Given(taken.source_id, taken.name, Money(taken.amount, currency), Money(by_seller, currency))


def _remaining(priced: _Priced, currency: str) -> Money | None:
    """Return what is missing until sending is free, first of the shop's own goods; nothing where no value makes it so,
    or a coupon has.
    """
    values = priced.goods.value_by_store()
    for cost, off in zip(priced.shipping, priced.shipping_off, strict=True):
        if cost.free_from is not None:
            is_given = off and off == cost.amount
            missing = cost.free_from - values.get(cost.store_id, 0)
            return None if is_given else Money(max(missing, 0), currency)
    return None


def _by_source(*several: Iterable[Given]) -> tuple[Given, ...]:
    """Add up what each rule or coupon gave."""
    found: dict = {}
    for given in (one for each in several for one in each):
        sum_so_far = found.get(given.source_id)
        if sum_so_far:
            given = replace(
                given, amount=sum_so_far.amount + given.amount, by_seller=sum_so_far.by_seller + given.by_seller
            )
        found[given.source_id] = given
    return tuple(sorted(found.values(), key=lambda given: given.source_id))


def _by_rate(rows: Iterable[TaxRow]) -> tuple[TaxSum, ...]:
    found: dict[tuple[str, int], Money] = {}
    for row in rows:
        key = row.name, row.rate_millionths
        found[key] = found[key] + row.amount if key in found else row.amount
    return tuple(TaxSum(name, rate, amount) for (name, rate), amount in sorted(found.items(), key=lambda one: one[0]))
