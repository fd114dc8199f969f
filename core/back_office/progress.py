"""How far a piece of background work is: the top of its page, which keeps itself current until it is finished."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

PROGRESS_TEMPLATE = "admin/back_office/progress.html"


@dataclass(frozen=True)
class Count:
    """One of the numbers under the bar; `url` leads to the rows that it counts."""

    label: Any
    value: int
    url: str = ""
    needs_attention: bool = False


@dataclass(frozen=True)
class Progress:
    """`total` is nought while nobody knows it."""

    done: int
    total: int
    is_running: bool
    state: Any
    counts: Sequence[Count] = ()
    note: Any = ""
    tables: Sequence[Any] = ()

    @property
    def percent(self) -> int:
        """Return the whole percents: 100 only when all is done."""
        return self.done * 100 // self.total if self.total else 100
