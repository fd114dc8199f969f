"""What sending a parcel costs and when it arrives: a pure function of the ways to send it, the parcel and the time.

Amounts are whole minor units. Times are in the zone of the shop: cut-off and days are those of its clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

EVERY_DAY = frozenset(range(7))
MONDAY_TO_SATURDAY = frozenset(range(6))
MIDNIGHT = 24 * 60
# Nobody ships for longer than that; a calendar that never opens is a mistake.
MOST_DAYS = 366


class Basis(StrEnum):
    """By what the steps of a price are chosen."""

    FLAT = "flat"
    WEIGHT = "weight"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Step:
    """From so many grams or minor units on, sending costs so much."""

    begin: int
    price: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """When parcels leave and arrive: days of the week (Monday is 0), days off, and until when one leaves today."""

    sends_on: frozenset[int] = MONDAY_TO_SATURDAY
    delivers_on: frozenset[int] = MONDAY_TO_SATURDAY
    closed_on: frozenset[date] = frozenset()
    cut_off_minute: int = MIDNIGHT


@dataclass(frozen=True, slots=True)
class Method:
    """A way to send. `steps` are in any order; the one that begins at 0 is the price of the smallest parcel."""

    id: UUID
    name: str
    steps: tuple[Step, ...]
    basis: Basis = Basis.FLAT
    free_from: int | None = None
    most_grams: int | None = None
    least_days: int = 1
    most_days: int = 1
    calendar: Calendar = Calendar()
    position: int = 0


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is sent. Goods whose weight nobody entered count as weightless."""

    value: int
    grams: int = 0


@dataclass(frozen=True, slots=True)
class Offer:
    """A way to send this parcel, at its price, with the first and the last day on which it may arrive."""

    method_id: UUID
    name: str
    price: int
    earliest: date
    latest: date
    free_from: int | None


def offers(methods: Iterable[Method], parcel: Parcel, *, now: datetime) -> list[Offer]:
    """Return the ways that take this parcel, the cheapest first; of equals the one that is sooner."""
    found = []
    for method in methods:
        price = price_of(method, parcel)
        if price is not None:
            earliest, latest = days_of(method, now)
            offer = Offer(method.id, method.name, price, earliest, latest, method.free_from)
            found.append((price, latest, method.position, method.id, offer))
    return [offer for *_, offer in sorted(found, key=lambda one: one[:4])]


def price_of(method: Method, parcel: Parcel) -> int | None:
    """Return what sending costs; None when the method does not take the parcel."""
    if method.most_grams is not None and parcel.grams > method.most_grams:
        return None
    measured = {Basis.FLAT: 0, Basis.WEIGHT: parcel.grams, Basis.VALUE: parcel.value}[method.basis]
    reached = [step for step in method.steps if step.begin <= measured]
    if not reached:
        return None
    if method.free_from is not None and parcel.value >= method.free_from:
        return 0
    return max(reached, key=lambda step: step.begin).price


def days_of(method: Method, now: datetime) -> tuple[date, date]:
    """Return the first and the last day on which a parcel that is ordered now may arrive."""
    calendar = method.calendar
    leaves = now.date()
    if now.hour * 60 + now.minute >= calendar.cut_off_minute:
        leaves += timedelta(1)
    leaves = _open_day(leaves, calendar.sends_on, calendar.closed_on)
    least, most = (_after(leaves, days, calendar) for days in (method.least_days, method.most_days))
    return least, most


def _after(day: date, days: int, calendar: Calendar) -> date:
    for _ in range(days):
        day = _open_day(day + timedelta(1), calendar.delivers_on, calendar.closed_on)
    return _open_day(day, calendar.delivers_on, calendar.closed_on)


def _open_day(day: date, weekdays: frozenset[int], closed: frozenset[date]) -> date:
    """Return the day, or the next one that is not off."""
    for _ in range(MOST_DAYS):
        if day.weekday() in weekdays and day not in closed:
            return day
        day += timedelta(1)
    raise ValueError("This calendar is closed for a year.")
