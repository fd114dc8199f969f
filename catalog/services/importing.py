"""Imports: a file is checked, written and rolled back in steps, each a commit with how far it went.

Killed at any point, an import goes on behind its last step. Whoever runs a step holds the batch's row.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import IO, Any
from uuid import UUID

from django.core.files import File
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from catalog.enums import IMPORTS_UNDER_WAY, ImportStatus, OnError, RowOutcome
from catalog.errors import ImportHasErrors
from catalog.events import ImportMoved
from catalog.models import ImportBatch, ImportRow
from catalog.porting import columns
from catalog.porting.header import named, read_header
from catalog.porting.places import Places
from catalog.porting.planning import Planned, Planner
from catalog.porting.present import Present
from catalog.porting.reading import MOST_BYTES, ImportRefused, opened
from catalog.porting.undoing import undo_rows
from catalog.porting.writing import Moved, write
from core import actions
from core.errors import InvalidTransition, PayloadTooLarge
from core.failpoints import failpoint
from core.outbox import publish
from core.rows import update_rows
from core.selectors import get_shop

RUN_SECONDS = 40
# SQLite has one writer: nobody is kept waiting for long.
STEP_ROWS = {"sqlite": 30, "postgresql": 500}
# Rows of one product are planned together, unless there are this many more of them.
MOST_MORE_ROWS = 250
TRIES = 5
KEPT_FOR = timedelta(days=90)
Numbered = tuple[int, dict[str, str]]


def start_import(
    *, file: IO[bytes], name: str, actor: User | None, on_error: str = OnError.STOP, in_worker: bool = True
) -> ImportBatch:
    """Keep the file and have it checked; nothing else is written. Raises PayloadTooLarge or ImportRefused."""
    upload = file if isinstance(file, File) else File(file, name=name)
    if upload.size > MOST_BYTES:
        raise PayloadTooLarge(MOST_BYTES)
    with opened(upload) as rows:
        header = read_header(rows)
    upload.seek(0)
    batch = ImportBatch(
        name=name[-200:], on_error=OnError(on_error), created_by=actor, columns=header,
        language=translation.get_language() or "en",
    )  # fmt: skip
    batch.file.save(f"{batch.pk}.file", upload, save=False)
    with transaction.atomic():
        batch.save(force_insert=True)
        _record(actor, "added", batch, {}, {"name": batch.name, "on_error": batch.on_error})
        if in_worker:
            publish(ImportMoved(batch_id=batch.pk))
    return batch


@transaction.atomic
def apply_import(*, batch: ImportBatch, actor: User | None, on_error: str = "", in_worker: bool = True) -> ImportBatch:
    """Have a checked file written. Raises InvalidTransition, or ImportHasErrors unless those are skipped."""
    batch = _lock(batch.pk)
    if batch.status != ImportStatus.CHECKED:
        raise InvalidTransition
    batch.on_error = OnError(on_error) if on_error else batch.on_error
    if batch.errors and batch.on_error == OnError.STOP:
        raise ImportHasErrors(errors=batch.errors)
    return _begin(batch, ImportStatus.APPLYING, "applied", actor, in_worker)


@transaction.atomic
def roll_back_import(
    *, batch: ImportBatch, actor: User | None, reason: str = "", in_worker: bool = True
) -> ImportBatch:
    """Have everything put back that the file changed and nobody has changed since. Raises InvalidTransition."""
    batch = _lock(batch.pk)
    if batch.status not in (ImportStatus.APPLIED, ImportStatus.APPLYING):
        raise InvalidTransition
    return _begin(batch, ImportStatus.UNDOING, "rolled_back", actor, in_worker, reason)


def run_import(*, batch_id: UUID, seconds: float | None = RUN_SECONDS) -> None:
    """Go on with what is under way, for so long. Safe to repeat, and to run twice at once."""
    for _batch in steps_of(batch_id=batch_id, seconds=seconds):
        pass
    if seconds is not None and ImportBatch.objects.filter(pk=batch_id, status__in=IMPORTS_UNDER_WAY).exists():
        with transaction.atomic():
            publish(ImportMoved(batch_id=batch_id))


def steps_of(*, batch_id: UUID, seconds: float | None = None) -> Iterator[ImportBatch]:
    """Go on with what is under way, and give the batch after every step."""
    batch = ImportBatch.objects.filter(pk=batch_id, status__in=IMPORTS_UNDER_WAY).first()
    ends_at = None if seconds is None else time.monotonic() + seconds
    if batch is None:
        return
    with translation.override(batch.language):
        steps = {
            ImportStatus.CHECKING: _check,
            ImportStatus.APPLYING: _apply,
            ImportStatus.UNDOING: _undo,
        }[ImportStatus(batch.status)](batch)
        try:
            for after in steps:
                yield after
                if ends_at is not None and time.monotonic() > ends_at:
                    return
        except ImportRefused as why:
            yield _refuse(batch.pk, str(why))


# Checking


def _check(batch: ImportBatch) -> Iterator[ImportBatch]:
    places = Places()
    currency = get_shop().base_currency
    with batch.file.open("rb") as file, opened(file) as rows:
        header = read_header(rows)
        left = ((number, named(header, cells)) for number, cells in rows if number > batch.done_until)
        for chunk in _chunks(left):
            after = _check_step(batch, chunk, places, currency)
            if after is None:
                return
            batch = after
            yield batch
    yield _finish(batch.pk, ImportStatus.CHECKING, ImportStatus.CHECKED)


@transaction.atomic
def _check_step(batch: ImportBatch, chunk: list[Numbered], places: Places, currency: str) -> ImportBatch | None:
    fresh = _lock(batch.pk)
    if fresh.status != ImportStatus.CHECKING or fresh.done_until != batch.done_until:
        return None
    cells = [row for _number, row in chunk]
    present = Present(cells, places, for_writing=False)
    planner = Planner(
        present, currency=currency, now=timezone.now(), seen=_seen(fresh, cells), awaited=_awaited(fresh, cells)
    )
    planned = [planner.plan(number, row) for number, row in chunk]
    ImportRow.objects.bulk_create([_row(fresh, one) for one in planned])
    for one in planned:
        outcome = "errors" if one.outcome == RowOutcome.ERROR else one.outcome.value
        setattr(fresh, outcome, getattr(fresh, outcome) + 1)
    fresh.total += len(planned)
    fresh.done_until = chunk[-1][0]
    fresh.save()
    failpoint("import.checked")
    return fresh


def _chunks(rows: Iterable[Numbered]) -> Iterator[list[Numbered]]:
    """Cut the file into steps, but not through the rows of a product."""
    rows = iter(rows)
    size, held = STEP_ROWS[connection.vendor], None
    while True:
        chunk = ([held] if held else []) + list(islice(rows, size))
        held = None
        if not chunk:
            return
        slug = chunk[-1][1].get(columns.PRODUCT_SLUG)
        for row in islice(rows, MOST_MORE_ROWS):
            if not slug or row[1].get(columns.PRODUCT_SLUG) != slug:
                held = row
                break
            chunk.append(row)
        yield chunk


def _seen(batch: ImportBatch, cells: list[dict]) -> dict[str, int]:
    skus = {columns.normal(row) for row in cells}
    rows = ImportRow.objects.filter(batch=batch, sku__in=skus - {""}).order_by("-number")
    return dict(rows.values_list("sku", "number"))


def _awaited(batch: ImportBatch, cells: list[dict]) -> set[str]:
    """The products that rows before these would make."""
    slugs = {row[columns.PRODUCT_SLUG] for row in cells if columns.PRODUCT_SLUG in row}
    rows = ImportRow.objects.filter(batch=batch, product__in=slugs, outcome=RowOutcome.NEW)
    return set(rows.values_list("product", flat=True))


def _row(batch: ImportBatch, one: Planned) -> ImportRow:
    return ImportRow(
        batch=batch, number=one.number, sku=one.sku[:100], product=one.slug[:280], cells=dict(one.cells),
        outcome=one.outcome, changes=one.changes, problems=one.problems,
    )  # fmt: skip


# Writing


def _apply(batch: ImportBatch) -> Iterator[ImportBatch]:
    while True:
        after = _again(lambda: _apply_step(batch.pk))
        if after is None:
            return
        yield after
        if after.status == ImportStatus.UNDOING:
            yield from _undo(after)
        if after.status != ImportStatus.APPLYING:
            return


def _again(step: Callable[[], ImportBatch | None]) -> ImportBatch | None:
    """Do a step; when somebody else was first with a SKU, an address or a value, look again."""
    for _try in range(TRIES - 1):
        try:
            return step()
        except (IntegrityError, Moved):
            continue
    return step()


@transaction.atomic
def _apply_step(batch_id: UUID) -> ImportBatch | None:
    batch = _lock(batch_id)
    if batch.status != ImportStatus.APPLYING:
        return None
    waiting = ImportRow.objects.filter(batch=batch, number__gt=batch.done_until).order_by("number")
    rows = list(waiting[: STEP_ROWS[connection.vendor]])
    if not rows:
        return _finished(batch, ImportStatus.APPLIED)
    todo = [row for row in rows if row.outcome in (RowOutcome.NEW, RowOutcome.CHANGED)]
    if not _write_rows(batch, todo):
        return batch
    batch.done_until = rows[-1].number
    batch.save()
    failpoint("import.written")
    return batch


def _write_rows(batch: ImportBatch, rows: list[ImportRow]) -> bool:
    """Write them and tell so; with a wrong one among them, when that stops the import, begin to roll it back."""
    present = Present([row.cells for row in rows], Places(), for_writing=True)
    planner = Planner(present, currency=get_shop().base_currency, now=timezone.now())
    planned = [planner.plan(row.number, row.cells) for row in rows]
    if batch.on_error == OnError.STOP:
        for row, one in zip(rows, planned, strict=True):
            if one.outcome == RowOutcome.ERROR:
                _stop(batch, row, one)
                return False
    write(planner.writes, present, actor=batch.created_by, reference=batch.pk)
    for row, one in zip(rows, planned, strict=True):
        was, row.outcome = row.outcome, one.outcome
        row.changes, row.problems = one.changes, one.problems
        row.is_written = one.outcome in (RowOutcome.NEW, RowOutcome.CHANGED)
        row.variant_id = one.variant.pk if one.makes_variant and one.variant else None
        row.made_product_id = one.product.pk if one.makes_product and one.product and row.is_written else None
        batch.written += row.is_written
        if was != one.outcome:
            _count_anew(batch, was, one.outcome)
    update_rows(rows, ["outcome", "changes", "problems", "is_written", "variant_id", "made_product_id"])
    return True


def _stop(batch: ImportBatch, row: ImportRow, one: Planned) -> None:
    """Have nothing written after all, since this row has become wrong."""
    _count_anew(batch, row.outcome, one.outcome)
    row.outcome, row.changes, row.problems = one.outcome, one.changes, one.problems
    row.save()
    batch.refused_because = _("Row %(row)d has become wrong since the check: what was written is rolled back.") % {
        "row": row.number
    }
    _begin(batch, ImportStatus.UNDOING, "rolled_back", batch.created_by, in_worker=False, reason=batch.refused_because)


def _count_anew(batch: ImportBatch, was: str, now: str) -> None:
    for outcome, by in ((was, -1), (now, 1)):
        name = "errors" if outcome == RowOutcome.ERROR else str(outcome)
        setattr(batch, name, getattr(batch, name) + by)


# Rolling back


def _undo(batch: ImportBatch) -> Iterator[ImportBatch]:
    while True:
        after = _again(lambda: _undo_step(batch.pk))
        if after is None:
            return
        yield after
        if after.status != ImportStatus.UNDOING:
            return


@transaction.atomic
def _undo_step(batch_id: UUID) -> ImportBatch | None:
    """The last row first, so that a product goes after its variants and the first value comes back last."""
    batch = _lock(batch_id)
    if batch.status != ImportStatus.UNDOING:
        return None
    waiting = ImportRow.objects.filter(batch=batch, is_written=True, undoing="").order_by("-number")
    if batch.done_until:
        waiting = waiting.filter(number__lt=batch.done_until)
    rows = list(waiting[: STEP_ROWS[connection.vendor]])
    if not rows:
        return _finished(batch, ImportStatus.UNDONE)
    done, kept = undo_rows(rows, batch)
    batch.done_until = rows[-1].number
    batch.undone += done
    batch.kept += kept
    batch.save()
    failpoint("import.undone")
    return batch


# The batch's own state


def _begin(
    batch: ImportBatch, status: ImportStatus, what: str, actor: User | None, in_worker: bool, reason: str = ""
) -> ImportBatch:
    before, batch.status, batch.done_until, batch.finished_at = batch.status, status, 0, None
    batch.save()
    _record(actor, what, batch, {"status": before}, {"status": batch.status, "on_error": batch.on_error}, reason)
    if in_worker:
        publish(ImportMoved(batch_id=batch.pk))
    return batch


def _record(
    actor: User | None, what: str, batch: ImportBatch, before: dict[str, Any], after: dict[str, Any], reason: str = ""
) -> None:
    """Log what is done with a file, by operators too: what it changes is kept with the import."""
    reason = reason or ("" if actor else "manage.py import_products")
    actions.record(
        actor=actor, action=f"catalog.importbatch.{what}", target=batch, before=before, after=after, reason=reason
    )


def _lock(batch_id: UUID) -> ImportBatch:
    return ImportBatch.objects.select_for_update(of=("self",)).select_related("created_by").get(pk=batch_id)


def _finished(batch: ImportBatch, status: ImportStatus) -> ImportBatch:
    batch.status, batch.finished_at = status, timezone.now()
    batch.save()
    return batch


@transaction.atomic
def _finish(batch_id: UUID, was: ImportStatus, status: ImportStatus) -> ImportBatch:
    batch = _lock(batch_id)
    return _finished(batch, status) if batch.status == was else batch


@transaction.atomic
def _refuse(batch_id: UUID, why: str) -> ImportBatch:
    batch = _lock(batch_id)
    batch.refused_because = why[:500]
    return _finished(batch, ImportStatus.REFUSED)


# Forgetting


def find_old_imports(now: datetime) -> QuerySet[ImportBatch]:
    """Imports that are kept no longer: from then on they cannot be rolled back."""
    return ImportBatch.objects.filter(updated_at__lt=now - KEPT_FOR).exclude(status__in=IMPORTS_UNDER_WAY)


def forget_imports(batches: QuerySet[ImportBatch]) -> None:
    """Delete imports with their rows and files."""
    for batch in batches:
        rows = ImportRow.objects.filter(batch=batch)
        rows._raw_delete(rows.db)
        batch.delete()
        batch.file.delete(save=False)
