"""Long writes in short commits, so that SQLite's single writer is soon free for whoever is waiting."""

import time
from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import QuerySet

LONGEST_SECONDS = 0.05
FIRST_SIZE, LARGEST_SIZE = 20, 2000


def in_steps(
    rows: QuerySet, change: Callable[[QuerySet], Any], *, clock: Callable[[], float] = time.perf_counter
) -> Iterator[int]:
    """Change the rows a few at a time, each step in a commit of its own, and yield how many each step took.

    Every row is visited once, in the order of its key. The size of a step follows how long the last one took: it is
    meant to stay below LONGEST_SECONDS.
    """
    rows = rows.order_by("pk")
    size, last = FIRST_SIZE, None
    while True:
        left = rows if last is None else rows.filter(pk__gt=last)
        keys = list(left.values_list("pk", flat=True)[:size])
        if not keys:
            return
        started = clock()
        # Filtered again: a row that somebody needs by now is left alone.
        change(rows.filter(pk__in=keys))
        size = _next_size(size, clock() - started)
        last = keys[-1]
        yield len(keys)


def _next_size(size: int, seconds: float) -> int:
    if seconds > LONGEST_SECONDS / 2:
        return max(size // 2, 1)
    return min(size * 2, LARGEST_SIZE) if seconds < LONGEST_SECONDS / 5 else size
