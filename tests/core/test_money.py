"""Money adds up, whatever is divided by whatever."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import Money

amounts = st.integers(min_value=-(10**12), max_value=10**12)
weights = st.lists(st.integers(min_value=0, max_value=10**9), min_size=1, max_size=30).filter(any)


class TestSplit:
    @given(amounts, weights)
    def test_parts_add_up_to_the_whole(self, minor, weights):
        parts = Money(minor, "INR").split(weights)

        assert sum(part.minor for part in parts) == minor

    @given(amounts, weights)
    def test_no_part_is_further_than_one_unit_from_its_exact_share(self, minor, weights):
        parts = Money(minor, "INR").split(weights)

        for part, weight in zip(parts, weights, strict=True):
            assert abs(part.minor - Decimal(minor) * weight / sum(weights)) < 1

    @given(st.integers(min_value=0, max_value=10**12), weights)
    def test_a_weight_of_zero_gets_nothing(self, minor, weights):
        parts = Money(minor, "INR").split(weights)

        assert all(part.minor == 0 for part, weight in zip(parts, weights, strict=True) if not weight)

    def test_three_equal_lines_share_ten_as_334_333_333(self):
        assert [part.minor for part in Money(1000, "USD").split([1000, 1000, 1000])] == [334, 333, 333]

    def test_refuses_to_divide_by_nothing(self):
        with pytest.raises(ValueError, match="nothing to divide"):
            Money(1, "USD").split([0, 0])

    def test_refuses_negative_weights(self):
        with pytest.raises(ValueError, match="negative"):
            Money(1, "USD").split([2, -1])

    def test_splits_zero_by_zero_weights(self):
        assert Money(0, "USD").split([0, 0]) == [Money(0, "USD"), Money(0, "USD")]


class TestWire:
    @pytest.mark.parametrize(
        ("minor", "currency", "text"),
        [(149900, "INR", "1499.00"), (500, "JPY", "500"), (1234, "KWD", "1.234"), (-5, "USD", "-0.05")],
    )
    def test_shows_the_decimals_of_its_currency(self, minor, currency, text):
        assert str(Money(minor, currency)) == text

    @given(amounts, st.sampled_from(["INR", "JPY", "KWD"]))
    def test_reads_back_what_it_wrote(self, minor, currency):
        money = Money(minor, currency)

        assert Money.parse(str(money), currency) == money

    @pytest.mark.parametrize("text", ["1.001", "abc", "", "NaN", "Infinity", "1e400"])
    def test_refuses_what_is_no_amount(self, text):
        with pytest.raises(ValueError, match=r"\S"):
            Money.parse(text, "USD")

    def test_refuses_floats(self):
        with pytest.raises(TypeError):
            Money.parse(1.5, "USD")
        with pytest.raises(TypeError):
            Money(1.0, "USD")


class TestDisplay:
    @pytest.mark.parametrize(
        ("money", "shown"),
        [(Money(123456750, "INR"), "₹12,34,567.50"), (Money(1500, "JPY"), "¥1,500")],
    )
    def test_writes_amounts_as_people_do(self, money, shown):
        assert money.display("en") == shown

    def test_shows_three_decimals_where_the_currency_has_them(self):
        assert "1,234.500" in Money(1234500, "KWD").display("en")


class TestArithmetic:
    def test_adds_and_subtracts_one_currency(self):
        assert Money(5, "USD") + Money(7, "USD") - Money(2, "USD") == Money(10, "USD")

    def test_refuses_to_mix_currencies(self):
        with pytest.raises(ValueError, match="do not mix"):
            Money(5, "USD") + Money(5, "INR")
        with pytest.raises(ValueError, match="do not mix"):
            _ = Money(5, "USD") < Money(5, "INR")

    def test_takes_a_share_rounded_half_away_from_zero(self):
        assert Money(50, "USD").share(10_000) == Money(1, "USD")
        assert Money(-50, "USD").share(10_000) == Money(-1, "USD")
