"""Money adds up, whatever is divided by whatever."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import MOST_MINOR, Money, MoneyOf, percent_off, round_half_up

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

    def test_divides_a_debt_like_an_amount(self):
        assert [part.minor for part in Money(-1000, "USD").split([1, 1, 1])] == [-334, -333, -333]

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

    def test_takes_up_to_ten_to_the_fifteenth(self):
        assert MOST_MINOR == 1_000_000_000_000_000
        for most in (MOST_MINOR, -MOST_MINOR):
            assert Money.parse(most, "JPY") == Money(most, "JPY")
            with pytest.raises(ValueError, match="too much"):
                Money.parse(most + (1 if most > 0 else -1), "JPY")

    def test_refuses_floats(self):
        with pytest.raises(TypeError):
            Money.parse(1.5, "USD")
        with pytest.raises(TypeError):
            Money(1.0, "USD")


class TestDisplay:
    @pytest.mark.parametrize(
        ("money", "shown"),
        [
            (Money(123456750, "INR"), "₹12,34,567.50"),
            (Money(1500, "JPY"), "¥1,500"),
            (Money(1234500, "KWD"), "KWD\u00a01,234.500"),
        ],
    )
    @pytest.mark.parametrize("language", ["en", "hi"])
    def test_writes_amounts_as_people_do(self, money, shown, language):
        assert money.display(language).replace("JP¥", "¥") == shown


class TestArithmetic:
    def test_adds_and_subtracts_one_currency(self):
        assert Money(5, "USD") + Money(7, "USD") - Money(2, "USD") == Money(10, "USD")

    def test_refuses_to_mix_currencies(self):
        with pytest.raises(ValueError, match="do not mix"):
            Money(5, "USD") + Money(5, "INR")
        with pytest.raises(ValueError, match="do not mix"):
            _ = Money(5, "USD") < Money(5, "INR")

    def test_zero_is_nothing_owed(self):
        assert Money.zero("USD") == Money(0, "USD")
        assert not Money(0, "USD")
        assert Money(1, "USD")
        assert Money(-1, "USD")

    def test_changes_its_sign(self):
        assert -Money(5, "USD") == Money(-5, "USD")

    def test_multiplies_by_whole_numbers_from_both_sides(self):
        assert Money(5, "USD") * 3 == 3 * Money(5, "USD") == Money(15, "USD")
        with pytest.raises(TypeError, match="whole number"):
            _ = Money(5, "USD") * 1.5

    def test_goes_with_money_only(self):
        with pytest.raises(TypeError, match="money only"):
            _ = Money(5, "USD") + 5

    @pytest.mark.parametrize(
        ("one", "other", "order"), [(4, 5, "<"), (5, 5, "="), (6, 5, ">")],
    )  # fmt: skip
    def test_is_ordered(self, one, other, order):
        left, right = Money(one, "USD"), Money(other, "USD")

        assert (left < right) is (order == "<")
        assert (left <= right) is (order in "<=")
        assert (left > right) is (order == ">")
        assert (left >= right) is (order in ">=")

    def test_takes_a_share_rounded_half_away_from_zero(self):
        assert Money(50, "USD").share(10_000) == Money(1, "USD")
        assert Money(-50, "USD").share(10_000) == Money(-1, "USD")

    @pytest.mark.parametrize(("value", "whole"), [("0.5", 1), ("1.5", 2), ("2.5", 3), ("2.49", 2), ("-2.5", -3)])
    def test_rounds_halves_away_from_zero(self, value, whole):
        assert round_half_up(Decimal(value)) == whole


class Ticket:
    price = MoneyOf("price_minor")

    def __init__(self, price_minor: int | None, currency: str) -> None:
        self.price_minor, self.currency = price_minor, currency


class TestAModelAttribute:
    def test_reads_two_fields_as_one(self):
        assert Ticket(500, "USD").price == Money(500, "USD")
        assert Ticket(0, "USD").price == Money(0, "USD")
        assert Ticket(None, "USD").price is None

    def test_writes_both(self):
        ticket = Ticket(500, "USD")

        ticket.price = Money(700, "INR")

        assert (ticket.price_minor, ticket.currency) == (700, "INR")

    def test_keeps_the_currency_of_no_amount(self):
        ticket = Ticket(500, "USD")

        ticket.price = None

        assert (ticket.price_minor, ticket.currency) == (None, "USD")

    def test_is_itself_on_the_class(self):
        assert isinstance(Ticket.price, MoneyOf)


@pytest.mark.parametrize(
    ("now", "before", "percent"),
    [
        (75, 100, 25),
        (1, 1000, 99),
        (999, 1000, 0),
        (0, 5, 100),
        (100, 100, 0),
        (120, 100, 0),
        (100, None, 0),
        (5, 0, 0),
    ],
)
def test_a_cut_is_told_in_whole_percents_rounded_down(now, before, percent):
    assert percent_off(now, before) == percent
