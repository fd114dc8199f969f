"""Times written as cron writes them: minute, hour, day of the month, month, day of the week (0 is Sunday)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

FIELDS = {"minute": (0, 59), "hour": (0, 23), "day": (1, 31), "month": (1, 12), "weekday": (0, 6)}
LONGEST_GAP = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Cron:
    """A recurring time. Days of the month and of the week must both match, unlike in cron itself."""

    minute: frozenset[int]
    hour: frozenset[int]
    day: frozenset[int]
    month: frozenset[int]
    weekday: frozenset[int]

    def previous(self, now: datetime) -> datetime:
        """Return the latest such time that is not after now, in the zone of now.

        Raises ValueError when there was none within a year.
        """
        moment = now.replace(second=0, microsecond=0)
        earliest = moment - LONGEST_GAP
        while moment >= earliest:
            if not self._has_day(moment):
                moment = (moment - timedelta(days=1)).replace(hour=23, minute=59)
            elif moment.hour not in self.hour:
                moment = moment.replace(minute=0) - timedelta(minutes=1)
            elif moment.minute not in self.minute:
                moment -= timedelta(minutes=1)
            else:
                return moment
        raise ValueError("There is no such day.")

    def _has_day(self, moment: datetime) -> bool:
        return moment.month in self.month and moment.day in self.day and moment.isoweekday() % 7 in self.weekday


def in_words(text: str) -> str:
    """Return when such a time recurs, as people say it."""
    minute, hour, day, month, weekday = text.split()
    if (hour, day, month, weekday) == ("*", "*", "*", "*"):
        if minute == "*":
            return _("every minute")
        if minute.startswith("*/"):
            return _("every %(count)s minutes") % {"count": minute[2:]}
    if minute.isdigit() and hour.isdigit() and (day, month) == ("*", "*"):
        at = f"{int(hour):02}:{int(minute):02}"
        if weekday == "*":
            return _("every day at %(time)s") % {"time": at}
        if weekday.isdigit():
            # Django counts from Monday, cron from Sunday.
            return _("every %(day)s at %(time)s") % {"day": WEEKDAYS[(int(weekday) - 1) % 7], "time": at}
    return text


@cache
def parse(text: str) -> Cron:
    """Read "0 2 * * 0" or "*/5 8-18 * * 1,2". Raises ValueError for anything that is not such a time."""
    words = text.split()
    if len(words) != len(FIELDS):
        raise ValueError(f"A schedule has five fields, unlike {text!r}.")
    return Cron(*(_numbers(word, *limits) for word, limits in zip(words, FIELDS.values(), strict=True)))


def _numbers(word: str, lowest: int, highest: int) -> frozenset[int]:
    numbers: set[int] = set()
    for part in word.split(","):
        span, _, step = part.partition("/")
        first, _, last = (f"{lowest}-{highest}" if span == "*" else span).partition("-")
        numbers.update(range(int(first), int(last or first) + 1, int(step or 1)))
    if not numbers or min(numbers) < lowest or max(numbers) > highest:
        raise ValueError(f"{word!r} is not within {lowest}-{highest}.")
    return frozenset(numbers)
