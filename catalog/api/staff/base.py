"""What the staff's views of the catalogue share: how a row is shown with its texts."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model

from catalog.selectors.staff import translations_of
from core.api.calls import Shape


def show(row: Model, shape: Shape) -> dict[str, Any]:
    """Show a row with its texts in other languages."""
    row.translations = translations_of(row.pk)[row.pk]
    return shape(row).data


def with_texts(rows: Sequence[Any]) -> Sequence[Any]:
    """Give each of the rows its texts in other languages, in one query."""
    texts = translations_of(*(row.pk for row in rows))
    for row in rows:
        row.translations = texts[row.pk]
    return rows
