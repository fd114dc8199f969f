"""The engine and a slow reckoning of its own agree on every basket, to the minor unit: with --full on 10,000."""

from dataclasses import replace

from hypothesis import given, settings

from promotions.pricing import Basket, price
from regions.enums import TaxMode
from tests import tiers
from tests.promotions.oracle import reckon
from tests.promotions.test_pricing_properties import baskets

CARTS = 10_000 if tiers.is_full else 300


@settings(max_examples=CARTS)
@given(baskets())
def test_every_basket_costs_what_a_slow_reckoning_says(basket):
    assert_agree(basket)


@settings(max_examples=CARTS // 10)
@given(baskets())
def test_prices_with_tax_and_without_agree_with_it_alike(basket):
    for mode in TaxMode.values:
        assert_agree(replace(basket, tax_mode=mode))


def assert_agree(basket: Basket) -> None:
    quote, slow = price(basket), reckon(basket)

    assert {line.item: line.final_price.minor for line in quote.lines} == slow.finals
    parts = {part.store_id: (part.amount.minor, part.discount_amount.minor) for part in quote.shipping_parts}
    assert parts == slow.parcels
    assert (quote.tax_amount.minor, quote.total_amount.minor) == (slow.tax, slow.total)
    assert (quote.coupon_refusal is None) == (slow.is_coupon_used or basket.coupon is None)
