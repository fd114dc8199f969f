"""Whatever is in a basket, its price adds up, is the same in any order of lines, and what a slow reckoning says."""

from dataclasses import replace
from fractions import Fraction
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from core.money import Money
from promotions.pricing import (
    Basket,
    BundlePart,
    CouponKind,
    Customer,
    Quote,
    Reduction,
    ReductionKind,
    RuleKind,
    RuleTerms,
    Target,
    TargetKind,
    Tier,
    price,
)
from regions.enums import TaxMode
from regions.taxes import Rate
from tests.promotions.baskets import NOW, REGION, coupon, line, sending

small = st.integers(1, 6).map(lambda number: UUID(int=number))
percents = st.integers(0, 1_000_000).map(lambda value: Reduction(ReductionKind.PERCENT, value))
amounts = st.builds(Reduction, st.sampled_from([ReductionKind.AMOUNT, ReductionKind.PRICE]), st.integers(0, 20_000))
reductions = percents | amounts
targets = st.just(Target()) | st.builds(
    Target, st.sampled_from(list(TargetKind)[1:]), st.frozensets(small, min_size=1, max_size=3)
)
tiers = st.lists(st.builds(Tier, st.integers(1, 8), reductions), max_size=3).map(tuple)
parts = st.lists(
    st.builds(BundlePart, st.sampled_from([TargetKind.PRODUCT, TargetKind.VARIANT]), small, st.integers(1, 2)),
    min_size=1,
    max_size=3,
).map(tuple)
rates = st.lists(
    st.builds(Rate, st.sampled_from(["GST", "VAT", "CESS"]), st.integers(0, 400_000), is_compound=st.booleans()),
    max_size=2,
    unique_by=lambda rate: rate.name,
).map(tuple)


@st.composite
def rule_lists(draw):
    kinds = draw(st.lists(st.sampled_from(list(RuleKind)), max_size=6))
    return tuple(
        RuleTerms(
            id=UUID(int=500 + number),
            name=f"Rule {number}",
            kind=kind,
            target=draw(targets),
            reduction=draw(reductions),
            tiers=draw(tiers),
            parts=draw(parts),
            buy=draw(st.integers(1, 3)),
            get=draw(st.integers(1, 2)),
            min_quantity=draw(st.integers(0, 4)),
            min_cart_value=draw(st.sampled_from([0, 0, 5_000])),
            audience=draw(st.sampled_from(["both", "both", "retailer"])),
            priority=draw(st.integers(0, 2)),
            is_exclusive=draw(st.booleans()),
            is_stackable=draw(st.booleans()),
            seller_pays=draw(st.sampled_from([0, 333_333, 1_000_000])),
        )
        for number, kind in enumerate(kinds)
    )


@st.composite
def baskets(draw):
    lines = tuple(
        line(
            number,
            draw(st.integers(0, 30_000)),
            draw(st.integers(1, 7)),
            product_id=draw(small),
            category_ids=frozenset(draw(st.sets(small, max_size=2))),
            brand_id=draw(st.none() | small),
            store_id=draw(st.none() | small),
            rates=draw(rates),
        )
        for number in range(1, draw(st.integers(0, 6)) + 1)
    )
    with_coupon = coupon(
        draw(st.sampled_from(list(CouponKind))),
        draw(st.integers(0, 1_000_000)),
        target=draw(targets),
        max_discount=draw(st.none() | st.integers(0, 10_000)),
        buy=1,
        get=1,
        is_stackable=draw(st.booleans()),
        min_cart_value=draw(st.sampled_from([0, 10_000])),
    )
    return Basket(
        currency=draw(st.sampled_from(["INR", "JPY", "KWD"])),
        tax_mode=draw(st.sampled_from(TaxMode.values)),
        region_id=REGION,
        now=NOW,
        lines=lines,
        customer=Customer(draw(st.sampled_from(["customer", "retailer"]))),
        rules=draw(rule_lists()),
        coupon=draw(st.none() | st.just(with_coupon)),
        ship=draw(st.none() | st.just(sending(999, 20_000, draw(rates)))),
    )


@given(baskets())
def test_everything_adds_up_and_nothing_is_negative(basket):
    quote = price(basket)

    zero = Money.zero(basket.currency)
    for shown in quote.lines:
        assert shown.unit_price * shown.quantity - shown.discount_amount == shown.final_price >= zero
        assert sum((one.amount for one in shown.discounts), zero) == shown.discount_amount
        assert sum((row.amount for row in shown.taxes), zero) == shown.tax_amount >= zero
        assert all(zero <= one.by_seller <= one.amount and one.amount > zero for one in shown.discounts)
    assert quote.subtotal == sum((one.unit_price * one.quantity for one in quote.lines), zero)
    assert quote.discount_amount == sum((one.amount for one in quote.discounts), zero)
    assert quote.discount_amount == quote.shipping_discount_amount + sum(
        (one.discount_amount for one in quote.lines), zero
    )
    assert zero <= quote.shipping_discount_amount <= quote.shipping_amount
    parts = quote.shipping_parts
    assert all(zero <= part.discount_amount <= part.amount and part.tax_amount >= zero for part in parts)
    assert sum((part.amount for part in parts), zero) == quote.shipping_amount
    assert sum((part.discount_amount for part in parts), zero) == quote.shipping_discount_amount
    assert sum((part.tax_amount for part in parts), zero) == quote.shipping_tax_amount
    assert sum((row.amount for row in quote.shipping_taxes), zero) == quote.shipping_tax_amount
    assert quote.tax_amount == sum((one.amount for one in quote.taxes), zero)
    added = zero if quote.tax_included else quote.tax_amount
    assert quote.total_amount == quote.subtotal - quote.discount_amount + quote.shipping_amount + added >= zero


@given(baskets(), st.randoms())
def test_the_order_of_lines_and_rules_changes_nothing(basket, random):
    lines, rules = list(basket.lines), list(basket.rules)
    random.shuffle(lines)
    random.shuffle(rules)

    shuffled = price(replace(basket, lines=tuple(lines), rules=tuple(rules)))

    quote = price(basket)
    assert {one.item: one for one in shuffled.lines} == {one.item: one for one in quote.lines}
    assert replace(shuffled, lines=()) == replace(quote, lines=())


@given(baskets())
def test_it_is_the_same_when_asked_again(basket):
    assert price(basket) == price(basket)


@given(baskets())
def test_taxes_are_what_a_slow_reckoning_says(basket):
    quote = price(basket)

    for priced, shown in zip(basket.lines, quote.lines, strict=True):
        assert shown.tax_amount.minor == reckoned_tax(shown.final_price.minor, priced.rates, quote.tax_included)


@given(baskets())
def test_a_line_gets_at_least_what_its_best_rule_gives(basket):
    """Reckoned one rule at a time: together they never give less, except where one stands alone."""
    basket = replace(basket, coupon=None, rules=tuple(one for one in basket.rules if not one.is_exclusive))
    together = price(basket)

    for one in basket.rules:
        if one.kind in {RuleKind.PERCENTAGE, RuleKind.QUANTITY_BREAK} and one.min_cart_value == 0:
            prices = tuple(rule for rule in basket.rules if rule.kind == RuleKind.TRADE_PRICE)
            by_itself = price(replace(basket, rules=(*prices, one)))
            assert goods(together) <= goods(by_itself)


def goods(quote: Quote) -> int:
    return sum(one.final_price.minor for one in quote.lines)


def reckoned_tax(final: int, rates: tuple[Rate, ...], is_included: bool) -> int:
    """Work tax out in exact fractions, one rate after the other, as on paper."""
    taken, compound_base = [], Fraction(1)
    for rate in rates:
        share = Fraction(rate.rate_millionths, 1_000_000) * (compound_base if rate.is_compound else 1)
        taken.append(share)
        compound_base += share
    net = Fraction(final) / (1 + sum(taken)) if is_included else Fraction(final)
    return sum(int(net * share + Fraction(1, 2)) for share in taken)
