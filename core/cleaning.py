"""Tidying: rows that nobody needs any more. Apps register their steps; `clean` runs them."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from core.steps import in_steps

Find = Callable[[datetime], QuerySet]
Change = Callable[[QuerySet], Any]


@dataclass(frozen=True, slots=True)
class Step:
    """Rows that are no longer needed, and what is done with them."""

    name: str
    find: Find
    change: Change


class TimeIsUp(Exception):
    """More is left than the given time allowed for."""


_steps: dict[str, Step] = {}


def delete(rows: QuerySet) -> None:
    rows.delete()


def register_step(name: str, find: Find, change: Change = delete) -> None:
    """Have the clean-up see to the rows that `find(now)` returns: delete them, or `change` them, a few at a time.

    Rows that were changed must no longer be found.
    """
    _steps[name] = Step(name, find, change)


def names() -> list[str]:
    return list(_steps)


def count(now: datetime) -> Iterator[tuple[str, int]]:
    """Say how many rows each step would see to."""
    for step in _steps.values():
        yield step.name, step.find(now).count()


def clean(now: datetime, *, seconds: float | None = None) -> Iterator[tuple[str, int]]:
    """Run every step and say how many rows it saw to. Raises TimeIsUp when work is left after so many seconds."""
    ends_at = None if seconds is None else time.monotonic() + seconds
    for step in _steps.values():
        total = 0
        for number in in_steps(step.find(now), step.change):
            total += number
            if ends_at is not None and time.monotonic() > ends_at:
                raise TimeIsUp(step.name)
        yield step.name, total
