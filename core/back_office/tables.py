"""Small tables on shared pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Cell:
    text: Any = ""
    note: Any = ""
    url: str = ""
    at: datetime | None = None

    @property
    def age(self) -> str:
        """How long ago it was."""
        if self.at is None or timezone.now() - self.at < timedelta(minutes=1):
            return _("just now")
        return _("%(time)s ago") % {"time": timesince(self.at)}


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
