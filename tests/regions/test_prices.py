"""Prices from region to region, in `regions.prices`."""

from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import Money, exponent
from regions.enums import TaxMode
from regions.prices import PriceRule, Terms, conversion, convert

INDIA = Terms("INR", TaxMode.INCLUSIVE, Fraction(18, 100))
USA = Terms("USD", TaxMode.EXCLUSIVE)
JAPAN = Terms("JPY", TaxMode.INCLUSIVE, Fraction(1, 10))
KUWAIT = Terms("KWD", TaxMode.INCLUSIVE)

terms = st.builds(
    Terms,
    currency=st.sampled_from(["INR", "USD", "JPY", "KWD"]),
    tax_mode=st.sampled_from(TaxMode.values),
    tax_rate=st.integers(0, 1_000_000).map(lambda millionths: Fraction(millionths, 1_000_000)),
)
rules = st.integers(1, 1000).flatmap(lambda step: st.builds(PriceRule, st.just(step), st.integers(0, step - 1)))


@pytest.mark.parametrize(
    ("region", "rate_nanos", "rule", "price"),
    [
        # 1,180.00 with 18 % is 1,000.00 without: 12.00 dollars.
        (USA, 12_000_000, PriceRule(), Money(12_00, "USD")),
        (USA, 12_000_000, PriceRule(100, 1), Money(11_99, "USD")),
        (USA, 12_010_000, PriceRule(100, 1), Money(12_99, "USD")),
        # 1,790 yen and a tenth.
        (JAPAN, 1_790_000_000, PriceRule(), Money(1_969, "JPY")),
        (JAPAN, 1_790_000_000, PriceRule(10, 0), Money(1_970, "JPY")),
        (KUWAIT, 3_650_000, PriceRule(), Money(3_650, "KWD")),
        (KUWAIT, 3_650_000, PriceRule(250, 0), Money(3_750, "KWD")),
    ],
)
def test_a_price_is_stripped_of_its_tax_converted_taxed_and_rounded(region, rate_nanos, rule, price):
    assert convert(Money(1_180_00, "INR"), base=INDIA, region=region, rate_nanos=rate_nanos, rule=rule) == price


def test_what_costs_something_costs_at_least_one_unit():
    to_yen = conversion(base=INDIA, region=JAPAN, rate_nanos=1_000, rule=PriceRule())

    assert (to_yen.minor(1), to_yen.minor(0)) == (1, 0)


def test_a_price_in_another_currency_is_refused():
    to_yen = conversion(base=INDIA, region=JAPAN, rate_nanos=1, rule=PriceRule())

    with pytest.raises(ValueError, match="USD"):
        to_yen(Money(1, "USD"))


@given(minor=st.integers(1, 10**11), base=terms, region=terms, rate_nanos=st.integers(1, 10**13), rule=rules)
def test_it_agrees_with_slow_arithmetic(minor, base, region, rate_nanos, rule):
    price = convert(Money(minor, base.currency), base=base, region=region, rate_nanos=rate_nanos, rule=rule)

    assert price == Money(slow_price(minor, base, region, rate_nanos, rule), region.currency)


@given(low=st.integers(1, 10**9), more=st.integers(0, 10**9), rate_nanos=st.integers(1, 10**12), rule=rules)
def test_what_costs_more_never_becomes_cheaper(low, more, rate_nanos, rule):
    to_dollars = conversion(base=INDIA, region=USA, rate_nanos=rate_nanos, rule=rule)

    assert 1 <= to_dollars.minor(low) <= to_dollars.minor(low + more)


def slow_price(minor: int, base: Terms, region: Terms, rate_nanos: int, rule: PriceRule) -> int:
    with localcontext(prec=80):
        amount = Decimal(minor).scaleb(-exponent(base.currency))
        if base.tax_mode == TaxMode.INCLUSIVE:
            amount /= 1 + as_decimal(base.tax_rate)
        amount *= Decimal(rate_nanos).scaleb(-9)
        if region.tax_mode == TaxMode.INCLUSIVE:
            amount *= 1 + as_decimal(region.tax_rate)
        # Decimals end; thirds do not: what is a half in truth may be a hair less of one here.
        exact = amount.scaleb(exponent(region.currency)) + Decimal("1e-45")
        whole = max(int(exact.quantize(Decimal(1), ROUND_HALF_UP)), 1)
        steps = (Decimal(whole) / rule.step_minor).quantize(Decimal(1), ROUND_CEILING)
        return int(steps) * rule.step_minor - rule.ending_minor


def as_decimal(rate: Fraction) -> Decimal:
    return Decimal(rate.numerator) / rate.denominator
