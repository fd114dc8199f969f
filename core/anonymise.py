"""A copy of the shop that is safe to show: every app that holds personal data registers what it scrambles."""

import hashlib
import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.db.models import Model

from core.ids import READABLE
from core.models import BulkAction, IdempotentCall, OutboxDelivery, OutboxEvent, RateLimitCounter

T = TypeVar("T")
GIVEN_NAMES = ("Aarav", "Asha", "Dev", "Diya", "Ishan", "Kavya", "Meera", "Nikhil", "Priya", "Rohan", "Tara", "Vikram")
FAMILY_NAMES = ("Bose", "Das", "Iyer", "Joshi", "Kapoor", "Menon", "Nair", "Patel", "Rao", "Sen", "Shah", "Verma")
STREETS = ("Lake Road", "Market Street", "MG Road", "Park Lane", "Station Road", "Temple Street")
TRACES: tuple[type[Model], ...] = (
    OutboxDelivery, OutboxEvent, IdempotentCall, RateLimitCounter, LogEntry, BulkAction,
)  # fmt: skip


class Fakes:
    """Invented values. The same original gives the same fake within one shop, and no fake leads back."""

    def pick(self, choices: Sequence[T], kind: str, original: object) -> T:
        return choices[self._number(kind, original) % len(choices)]

    def _number(self, kind: str, original: object) -> int:
        key = settings.SECRET_KEY.encode()
        return int.from_bytes(hmac.digest(key, f"anonymise:{kind}:{original}".encode(), hashlib.sha256)[:8])

    def given_name(self, original: object) -> str:
        return self.pick(GIVEN_NAMES, "given", original)

    def family_name(self, original: object) -> str:
        return self.pick(FAMILY_NAMES, "family", original)

    def name(self, original: object) -> str:
        return f"{self.given_name(original)} {self.family_name(original)}"

    def email(self, original: object) -> str:
        return f"person-{self._number('email', original):016x}@example.invalid"

    def phone(self, original: object) -> str:
        """A number of a range that is not given to anybody."""
        return f"+9155555{self._number('phone', original) % 100_000:05d}"

    def street(self, original: object) -> str:
        return f"{self._number('house', original) % 200 + 1} {self.pick(STREETS, 'street', original)}"

    def code(self, original: object, length: int) -> str:
        """Characters to read aloud. Twelve of them are as good as never the same for two."""
        number, characters = self._number("code", original), ""
        for _place in range(length):
            number, rest = divmod(number, len(READABLE))
            characters += READABLE[rest]
        return characters


@dataclass(frozen=True)
class Step:
    """What one app scrambles or removes. `count` says how many rows that concerns, `run` does it."""

    name: str
    count: Callable[[], int]
    run: Callable[[Fakes], None]


_steps: dict[str, Step] = {}


def register(name: str, *, count: Callable[[], int], run: Callable[[Fakes], None]) -> None:
    _steps[name] = Step(name, count, run)


def steps() -> list[Step]:
    return list(_steps.values())


def register_steps() -> None:
    """The kernel's own: payloads of events, answers kept for repeated calls, traces of visitors."""
    register("events and kept answers", count=_count_traces, run=remove_traces)


def remove_traces(fakes: Fakes) -> None:
    for model in TRACES:
        model._default_manager.all().delete()


def _count_traces() -> int:
    return sum(model._default_manager.count() for model in TRACES)
