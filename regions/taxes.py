"""What tax a line bears: a pure function of the rates, the place and the amount.

Of the rates with the same name the most exact place wins: postal code, then state, then country, then the whole
region; among postal patterns the longest. Where goods come from matters to rates that say so (`applies`): India's CGST
and SGST are due within a state, IGST across states. A destination without a state counts as being in the state of
origin, as Indian law has it for buyers whose address is not known.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from core.money import Money
from regions.enums import Applies, TaxMode

WHOLE = 1_000_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where goods come from or go to, as far as it is known."""

    country: str = ""
    state: str = ""
    postal_code: str = ""


@dataclass(frozen=True, slots=True)
class Rate:
    """One tax on a class of goods, somewhere."""

    name: str
    rate_millionths: int
    country: str = ""
    state: str = ""
    postal_pattern: str = ""
    is_compound: bool = False
    applies: str = Applies.ALWAYS
    position: int = 0


@dataclass(frozen=True, slots=True)
class TaxRow:
    """One tax of a line, as an invoice shows it."""

    name: str
    rate_millionths: int
    amount: Money


@dataclass(frozen=True, slots=True)
class TaxedAmount:
    """An amount with its tax: net and the rows' amounts add up to gross, to the minor unit."""

    net: Money
    gross: Money
    rows: tuple[TaxRow, ...]

    @property
    def tax(self) -> Money:
        return self.gross - self.net


def rates_for(rates: Iterable[Rate], *, destination: Place, origin: Place | None = None) -> list[Rate]:
    """Return the rates that are due there, one of each name, simple ones first."""
    is_within = _is_within(origin or destination, destination)
    excluded = Applies.ACROSS_STATES if is_within else Applies.WITHIN_STATE
    best: dict[str, Rate] = {}
    for rate in rates:
        if rate.applies == excluded or not _covers(rate, destination):
            continue
        if rate.name not in best or _exactness(rate) > _exactness(best[rate.name]):
            best[rate.name] = rate
    return sorted(best.values(), key=lambda rate: (rate.is_compound, rate.position, rate.name))


def effective_rates(rates: Sequence[Rate]) -> list[Fraction]:
    """Return what each rate takes of the net amount; a compound one is due on the taxes before it too."""
    taken: list[Fraction] = []
    for rate in rates:
        base = 1 + sum(taken) if rate.is_compound else Fraction(1)
        taken.append(base * Fraction(rate.rate_millionths, WHOLE))
    return taken


def total_rate(rates: Sequence[Rate]) -> Fraction:
    """Return what all the rates together take of the net amount."""
    return sum(effective_rates(rates), Fraction(0))


def tax_line(amount: Money, rates: Sequence[Rate], mode: str) -> TaxedAmount:
    """Tax the amount of a whole line: it is the gross where prices include tax, the net where tax is added.

    Each row is rounded by itself, half away from zero, so that equal rates (CGST and SGST) are equal amounts.
    """
    shares = effective_rates(rates)
    net = Fraction(amount.minor)
    if mode == TaxMode.INCLUSIVE:
        net /= 1 + sum(shares)
    rows = tuple(
        TaxRow(rate.name, rate.rate_millionths, Money(rounded(net * share), amount.currency))
        for rate, share in zip(rates, shares, strict=True)
    )
    tax = sum((row.amount for row in rows), Money.zero(amount.currency))
    if mode == TaxMode.INCLUSIVE:
        return TaxedAmount(net=amount - tax, gross=amount, rows=rows)
    return TaxedAmount(net=amount, gross=amount + tax, rows=rows)


def rounded(exact: Fraction) -> int:
    """Round to a whole number of minor units, halves away from zero, without leaving whole numbers."""
    minor = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
    return -minor if exact < 0 else minor


def normal(rate: Rate) -> Rate:
    """Return the rate with its place spelled as places are compared. Done once, where rates are read."""
    return replace(
        rate,
        country=rate.country.upper(),
        state=_folded(rate.state),
        postal_pattern=_postal(rate.postal_pattern),
    )


def _is_within(origin: Place, destination: Place) -> bool:
    if origin.country and destination.country and origin.country.upper() != destination.country.upper():
        return False
    if not origin.state or not destination.state:
        return True
    return _folded(origin.state) == _folded(destination.state)


def _covers(rate: Rate, place: Place) -> bool:
    if rate.country and rate.country != place.country.upper():
        return False
    if rate.state and rate.state != _folded(place.state):
        return False
    if not rate.postal_pattern:
        return True
    given = _postal(place.postal_code)
    if rate.postal_pattern.endswith("*"):
        return given.startswith(rate.postal_pattern[:-1])
    return given == rate.postal_pattern


def _exactness(rate: Rate) -> tuple[int, bool, bool, bool]:
    # A whole postal code is more exact than any beginning of one as long.
    is_whole = bool(rate.postal_pattern) and not rate.postal_pattern.endswith("*")
    letters = len(rate.postal_pattern.rstrip("*"))
    return (letters, is_whole, bool(rate.state), bool(rate.country))


def _folded(state: str) -> str:
    return " ".join(state.casefold().replace("&", " and ").split())


def _postal(code: str) -> str:
    return re.sub(r"[\s-]", "", code).upper()
