"""Taxes of a line, in `regions.taxes`."""

from decimal import ROUND_HALF_UP, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import Money
from regions.enums import Applies, TaxMode
from regions.taxes import Place, Rate, normal, rates_for, tax_line

GST = [
    Rate("CGST", 90_000, applies=Applies.WITHIN_STATE),
    Rate("SGST", 90_000, applies=Applies.WITHIN_STATE, position=1),
    Rate("IGST", 180_000, applies=Applies.ACROSS_STATES),
]
KARNATAKA, KERALA = Place("IN", "Karnataka"), Place("IN", "Kerala")

currencies = st.sampled_from(["INR", "JPY", "KWD"])
rates = st.lists(
    st.builds(
        Rate,
        name=st.uuids().map(str),
        rate_millionths=st.integers(0, 1_000_000),
        is_compound=st.booleans(),
        position=st.integers(0, 5),
    ),
    max_size=4,
)


def names(found: list[Rate]) -> list[str]:
    return [rate.name for rate in found]


def due(given: list[Rate], to: Place) -> list[int]:
    return [rate.rate_millionths for rate in rates_for([normal(rate) for rate in given], destination=to)]


class TestRatesFor:
    def test_splits_gst_within_a_state(self):
        assert names(rates_for(GST, origin=KARNATAKA, destination=KARNATAKA)) == ["CGST", "SGST"]

    def test_takes_one_gst_across_states(self):
        assert names(rates_for(GST, origin=KARNATAKA, destination=KERALA)) == ["IGST"]

    @pytest.mark.parametrize("state", ["karnataka", " Karnataka ", "KARNATAKA"])
    def test_does_not_mind_how_a_state_is_written(self, state):
        assert names(rates_for(GST, origin=KARNATAKA, destination=Place("in", state))) == ["CGST", "SGST"]

    def test_takes_a_buyer_without_a_state_to_be_in_the_sellers(self):
        assert names(rates_for(GST, origin=KARNATAKA, destination=Place("IN"))) == ["CGST", "SGST"]

    def test_is_across_states_when_the_goods_come_from_another_country(self):
        assert names(rates_for(GST, origin=Place("US", "Karnataka"), destination=KARNATAKA)) == ["IGST"]

    def test_lets_the_most_exact_place_win_for_each_name(self):
        given = [
            Rate("Sales tax", 10_000),
            Rate("Sales tax", 40_000, country="US"),
            Rate("Sales tax", 72_500, country="US", state="CA"),
            Rate("Sales tax", 85_000, country="US", state="CA", postal_pattern="941*"),
            Rate("Sales tax", 86_250, country="US", state="CA", postal_pattern="94107*"),
            Rate("Sales tax", 90_000, country="US", state="CA", postal_pattern="94107"),
        ]

        assert due(given, Place("DE")) == [10_000]
        assert due(given, Place("US", "TX")) == [40_000]
        assert due(given, Place("US", "ca", "90001")) == [72_500]
        assert due(given, Place("US", "CA", "94110")) == [85_000]
        assert due(given, Place("US", "CA", "94107-1234")) == [86_250]
        assert due(given, Place("US", "CA", "94107")) == [90_000]

    def test_adds_up_different_names(self):
        given = [Rate("State", 62_500, country="US"), Rate("City", 10_000, country="US", postal_pattern="10001")]

        assert due(given, Place("US", "NY", "10001")) == [10_000, 62_500]
        assert due(given, Place("US", "NY", "10002")) == [62_500]

    def test_reads_a_postal_code_with_or_without_its_space(self):
        assert due([Rate("Levy", 1, country="GB", postal_pattern="SW1A 1*")], Place("GB", "", "sw1a1aa")) == [1]


class TestTaxLine:
    def test_takes_the_tax_out_of_an_inclusive_price(self):
        line = tax_line(Money(1_180_00, "INR"), GST[:2], TaxMode.INCLUSIVE)

        assert (line.net, line.tax, line.gross) == (
            Money(1_000_00, "INR"),
            Money(180_00, "INR"),
            Money(1_180_00, "INR"),
        )
        assert [(row.name, row.amount) for row in line.rows] == [
            ("CGST", Money(90_00, "INR")),
            ("SGST", Money(90_00, "INR")),
        ]

    def test_adds_the_tax_to_an_exclusive_price(self):
        line = tax_line(Money(19_99, "USD"), [Rate("Sales tax", 72_500)], TaxMode.EXCLUSIVE)

        assert (line.tax, line.gross) == (Money(1_45, "USD"), Money(21_44, "USD"))

    def test_takes_a_compound_tax_on_top_of_the_others(self):
        line = tax_line(
            Money(100_00, "CAD"), [Rate("GST", 50_000), Rate("QST", 95_000, is_compound=True)], "exclusive"
        )

        assert [row.amount.minor for row in line.rows] == [5_00, 9_98]

    def test_gives_equal_rates_equal_amounts(self):
        line = tax_line(Money(999_00, "INR"), GST[:2], TaxMode.INCLUSIVE)

        assert line.rows[0].amount == line.rows[1].amount == Money(76_19, "INR")

    @pytest.mark.parametrize(("currency", "amount", "tax"), [("JPY", 1499, 136), ("KWD", 1_499, 136)])
    def test_is_exact_in_currencies_of_0_and_3_decimals(self, currency, amount, tax):
        assert tax_line(Money(amount, currency), [Rate("Tax", 100_000)], TaxMode.INCLUSIVE).tax == Money(tax, currency)

    @given(minor=st.integers(0, 10**11), currency=currencies, given_rates=rates, mode=st.sampled_from(TaxMode.values))
    def test_agrees_with_slow_arithmetic_and_adds_up(self, minor, currency, given_rates, mode):
        ordered = rates_for(given_rates, destination=Place())

        line = tax_line(Money(minor, currency), ordered, mode)

        assert [row.amount.minor for row in line.rows] == slow_taxes(minor, ordered, mode)
        assert line.net + sum((row.amount for row in line.rows), Money.zero(currency)) == line.gross
        assert Money(minor, currency) == (line.gross if mode == TaxMode.INCLUSIVE else line.net)


def slow_taxes(minor: int, ordered: list[Rate], mode: str) -> list[int]:
    with localcontext(prec=60):
        shares: list[Decimal] = []
        for rate in ordered:
            before = sum(shares, Decimal(0)) if rate.is_compound else Decimal(0)
            shares.append((1 + before) * Decimal(rate.rate_millionths) / 1_000_000)
        net = Decimal(minor) / (1 + sum(shares)) if mode == "inclusive" else Decimal(minor)
        # Decimals end; thirds do not: what is a half in truth may be a hair less of one here.
        return [int((net * share + Decimal("1e-40")).quantize(Decimal(1), ROUND_HALF_UP)) for share in shares]
