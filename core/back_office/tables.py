"""Small tables on shared pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Cell:
    text: Any = ""
    note: Any = ""
    url: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Table:
    """Rows under a title; `url` leads to the whole list."""

    title: Any
    columns: Sequence[Any]
    rows: Sequence[Sequence[Cell]]
    empty: Any
    url: str = ""

    @property
    def labelled_rows(self) -> list[list[tuple[Any, Cell]]]:
        """Each cell beside the name of its column, for narrow screens."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


TABLE_TEMPLATE = "admin/back_office/table.html"
