"""Money: whole minor units of a currency. Rounding happens in one function, splitting in one other."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any, Self

from babel import Locale
from babel.numbers import format_currency, get_currency_precision
from django.utils.translation import get_language

MOST_MINOR = 10**15
BESIDE_FIGURES = re.compile(r"(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")


def exponent(currency: str) -> int:
    """Return how many decimals the currency has: 0 for JPY, 2 for INR, 3 for KWD."""
    return get_currency_precision(currency)


def round_half_up(value: Decimal) -> int:
    """Round to a whole number of minor units, halves away from zero."""
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def percent_off(now: int, before: int | None) -> int:
    """Return by how many percent a price was cut. Rounded down: nobody is promised more than they get."""
    return 100 * (before - now) // before if before and before > now else 0


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An exact amount. Arithmetic between two currencies is refused."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError("Money holds whole minor units.")

    @classmethod
    def zero(cls, currency: str) -> Self:
        return cls(0, currency)

    @classmethod
    def parse(cls, amount: str | int | Decimal, currency: str) -> Self:
        """Read "1499.00". Raises ValueError when it has more decimals than the currency, or is no finite number."""
        if isinstance(amount, float):
            raise TypeError("A float is not an amount of money.")
        try:
            scaled = Decimal(amount).scaleb(exponent(currency))
            minor = int(scaled)
        except (ArithmeticError, ValueError):
            raise ValueError(f"{amount!r} is not an amount.") from None
        if abs(minor) > MOST_MINOR:
            raise ValueError(f"{amount} is too much.")
        if minor != scaled:
            raise ValueError(f"{amount} has more decimals than {currency}.")
        return cls(minor, currency)

    @property
    def amount(self) -> Decimal:
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    def __str__(self) -> str:
        """The wire form: "1499.00"."""
        return f"{self.amount:.{exponent(self.currency)}f}"

    def display(self, language: str | None = None) -> str:
        """Return the amount as people of this language write it: ₹12,34,567.50."""
        return _written(self, language or get_language() or "en")

    def __add__(self, other: Self) -> Self:
        return type(self)(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Self) -> Self:
        return type(self)(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Self:
        return type(self)(-self.minor, self.currency)

    def __mul__(self, factor: int) -> Self:
        if type(factor) is not int:
            raise TypeError("Multiply by a whole number; use `share` for parts.")
        return type(self)(self.minor * factor, self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: Self) -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: Self) -> bool:
        return self.minor <= self._same(other)

    def __gt__(self, other: Self) -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: Self) -> bool:
        return self.minor >= self._same(other)

    def __bool__(self) -> bool:
        return self.minor != 0

    def share(self, millionths: int) -> Self:
        """Return this part of the amount, rounded once: 18 % is 180_000 millionths."""
        return type(self)(round_half_up(Decimal(self.minor) * millionths / 1_000_000), self.currency)

    def split(self, weights: Sequence[int]) -> list[Self]:
        """Divide by weight so that the parts add up: the largest remainders get the missing units.

        Ties go to the earlier part; callers order the weights by variant id. All weights zero: nothing is given
        unless the amount is zero. Raises ValueError for negative weights.
        """
        if any(weight < 0 for weight in weights):
            raise ValueError("Weights cannot be negative.")
        total = sum(weights)
        if not total:
            if self.minor:
                raise ValueError("There is nothing to divide the amount by.")
            return [type(self)(0, self.currency) for _ in weights]
        sign = -1 if self.minor < 0 else 1
        shares = [divmod(abs(self.minor) * weight, total) for weight in weights]
        missing = abs(self.minor) - sum(whole for whole, _ in shares)
        by_remainder = sorted(range(len(shares)), key=lambda index: -shares[index][1])
        bonus = set(by_remainder[:missing])
        return [
            type(self)(sign * (whole + (index in bonus)), self.currency) for index, (whole, _) in enumerate(shares)
        ]

    def _same(self, other: Any) -> int:
        if not isinstance(other, Money):
            raise TypeError("Money goes with money only.")
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not mix.")
        return other.minor


@lru_cache(maxsize=10_000)
def _written(money: Money, language: str) -> str:
    """Most prices of a shop are a few, and writing one takes longer than a row of a list."""
    tag = language.replace("-", "_")
    if tag == "en":
        tag = "en_IN" if money.currency == "INR" else "en_US"
    shown = format_currency(money.amount, money.currency, locale=Locale.parse(tag))
    # Letters stand apart from figures, on one line with them: KWD 9.350.
    return BESIDE_FIGURES.sub("\u00a0", shown)


class MoneyOf:
    """A model attribute that shows `<name>_minor` and `currency` as one Money."""

    def __init__(self, minor_field: str, currency_field: str = "currency") -> None:
        self.minor_field, self.currency_field = minor_field, currency_field

    def __get__(self, row: Any, owner: type | None = None) -> Any:
        if row is None:
            return self
        minor = getattr(row, self.minor_field)
        return None if minor is None else Money(minor, getattr(row, self.currency_field))

    def __set__(self, row: Any, money: Money | None) -> None:
        setattr(row, self.minor_field, None if money is None else money.minor)
        if money is not None:
            setattr(row, self.currency_field, money.currency)
