"""Imports as staff see them."""

from uuid import UUID

from django.db.models import QuerySet

from catalog.enums import Undoing
from catalog.models import ImportBatch, ImportRow
from core.errors import NotFound


def list_imports() -> QuerySet[ImportBatch]:
    return ImportBatch.objects.select_related("created_by").order_by("-pk")


def get_import(*, batch_id: UUID) -> ImportBatch:
    """Return an import. Raises NotFound."""
    batch = list_imports().filter(pk=batch_id).first()
    if batch is None:
        raise NotFound
    return batch


def list_rows(*, batch: ImportBatch, outcome: str = "", kept: bool | None = None) -> QuerySet[ImportRow]:
    """Its rows in the order of the file: all, those of one outcome, or those that a rollback left."""
    rows = ImportRow.objects.filter(batch=batch).defer("cells").order_by("number")
    if outcome:
        rows = rows.filter(outcome=outcome)
    if kept is not None:
        rows = rows.filter(undoing=Undoing.KEPT) if kept else rows.exclude(undoing=Undoing.KEPT)
    return rows
