"""An import on its page: how far it is, and what its rows change."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from catalog.enums import ImportStatus, RowOutcome
from catalog.models import ImportBatch, ImportRow
from catalog.selectors.porting import list_rows
from core.back_office.progress import Count, Progress

SHOWN_ROWS, SHOWN_CHANGES, SHOWN_CHARACTERS = 25, 6, 90
KEPT = "kept"
PROBLEMS_HEADER = ["row", "sku", "product", "column", "cell", "reason"]
CHUNK = 500
# A step lasts seconds; what a killed worker had taken goes to the next within three minutes and a round of the relay.
STANDSTILL, TAKEN_UP_WITHIN = timedelta(seconds=30), timedelta(minutes=4)


def progress_of(batch: ImportBatch) -> Progress:
    """Return how far it is with what it does now; how many rows a file has is known when all are checked."""
    found = batch.new + batch.changed
    done, total = {
        ImportStatus.CHECKING: (batch.total, 0),
        ImportStatus.APPLYING: (batch.written, found),
        ImportStatus.APPLIED: (batch.written, batch.written),
        ImportStatus.UNDOING: (batch.undone + batch.kept, batch.written),
        ImportStatus.UNDONE: (batch.undone + batch.kept, batch.undone + batch.kept),
    }.get(ImportStatus(batch.status), (batch.total, batch.total))
    counts = [Count(outcome.label, number, needs_attention=is_bad) for outcome, number, is_bad in _outcomes(batch)]
    counts += [Count(label, number) for label, number in ((_("Written"), batch.written),) if number]
    if batch.undone or batch.kept:
        counts += [
            Count(_("Rolled back"), batch.undone),
            Count(_("Kept"), batch.kept, needs_attention=batch.kept > 0),
        ]
    return Progress(
        done=done,
        total=total,
        is_running=batch.is_under_way,
        state=batch.get_status_display(),
        counts=counts,
        note=" ".join(filter(None, (batch.refused_because, _note(batch)))),
    )


@dataclass(frozen=True)
class Tab:
    """One of the choices of rows."""

    label: Any
    count: int
    url: str
    is_chosen: bool


def rows_of(request: HttpRequest, batch: ImportBatch) -> dict[str, Any]:
    """Return some rows of one kind with what they change, and the ways to the others."""
    kinds = {outcome.value: (outcome.label, number) for outcome, number, _bad in _outcomes(batch)}
    kinds[KEPT] = (_("Kept"), batch.kept)
    kinds = {kind: shown for kind, shown in kinds.items() if shown[1]}
    preferred = [kind for kind in (KEPT, "error", "changed", "new", "unchanged") if kind in kinds]
    chosen = request.GET.get("rows", "")
    if chosen not in kinds:
        chosen = next(iter(preferred), "")
    after = request.GET.get("after", "")
    rows = _of_kind(batch, chosen)
    if after.isascii() and after.isdigit() and len(after) < 9:
        rows = rows.filter(number__gt=int(after))
    shown = list(rows[: SHOWN_ROWS + 1])
    has_more, shown = len(shown) > SHOWN_ROWS, shown[:SHOWN_ROWS]
    return {
        "tabs": [Tab(label, count, _address(kind), kind == chosen) for kind, (label, count) in kinds.items()],
        "rows": [_told(row) for row in shown],
        "chosen": chosen,
        "next": _address(chosen, shown[-1].number) if has_more else "",
        "first": _address(chosen) if after else "",
        "problems": reverse("admin:catalog_importbatch_problems", args=[batch.pk])
        if batch.errors or batch.kept
        else "",
    }


def problems_of(batch: ImportBatch) -> Iterator[list[Any]]:
    """Give a line for each thing that is wrong, in the order of the file, a few rows at a time."""
    for kind in (RowOutcome.ERROR, KEPT):
        rows, last = _of_kind(batch, kind), 0
        while chunk := list(rows.filter(number__gt=last).defer(None)[:CHUNK]):
            last = chunk[-1].number
            for row in chunk:
                for column, reason in row.problems:
                    yield [row.number, row.sku, row.product, column, row.cells.get(column, ""), reason]


def _outcomes(batch: ImportBatch) -> list[tuple[RowOutcome, int, bool]]:
    return [
        (RowOutcome.NEW, batch.new, False),
        (RowOutcome.CHANGED, batch.changed, False),
        (RowOutcome.UNCHANGED, batch.unchanged, False),
        (RowOutcome.ERROR, batch.errors, batch.errors > 0),
    ]


def _note(batch: ImportBatch) -> str:
    if batch.is_under_way:
        return _interrupted(batch.updated_at, timezone.now())
    if batch.status == ImportStatus.CHECKED:
        if not batch.new + batch.changed:
            return _nothing_to_write(batch)
        return gettext("Nothing is written yet. Look at the rows, then write them.")
    if batch.status == ImportStatus.APPLIED:
        return gettext("It can be rolled back for 90 days.")
    if batch.status == ImportStatus.UNDONE and batch.kept:
        return ngettext(
            "%(count)d row stays as it is; the reason stands beside it.",
            "%(count)d rows stay as they are; the reasons stand beside them.",
            batch.kept,
        ) % {"count": batch.kept}
    return ""


def _interrupted(moved_at: datetime, now: datetime) -> str:
    """Say so when nothing has moved for longer than a step may last."""
    if now - moved_at < STANDSTILL:
        return ""
    since, until = (date_format(timezone.localtime(at), "H:i:s") for at in (moved_at, moved_at + TAKEN_UP_WITHIN))
    if now > moved_at + TAKEN_UP_WITHIN:
        return gettext("Nothing has moved since %(since)s: no worker is at it.") % {"since": since}
    return gettext("Nothing has moved since %(since)s: it was interrupted. It goes on by itself, by %(until)s.") % {
        "since": since, "until": until,
    }  # fmt: skip


def _nothing_to_write(batch: ImportBatch) -> str:
    if not batch.total:
        return gettext("The file has no rows below the names of its columns.")
    if not batch.errors:
        return gettext("There is nothing to write: the catalogue has all of it.")
    if not batch.unchanged:
        return gettext("Nothing can be written: every row has an error. Put the file right and send it again.")
    return gettext("There is nothing to write: the catalogue has all but the rows with errors. Put these right.")


def _of_kind(batch: ImportBatch, kind: str) -> QuerySet[ImportRow]:
    return list_rows(batch=batch, kept=True) if kind == KEPT else list_rows(batch=batch, outcome=kind)


def _address(kind: str, after: int | None = None) -> str:
    return f"?{urlencode({'rows': kind} | ({'after': after} if after else {}))}#rows"


def _told(row: ImportRow) -> dict[str, Any]:
    changes = list(row.changes.items())
    return {
        "row": row,
        "problems": row.problems,
        "changes": [] if row.problems else [
            {"column": column, "before": _short(before), "after": _short(after)}
            for column, (before, after) in changes[:SHOWN_CHANGES]
        ],
        "more": 0 if row.problems else max(len(changes) - SHOWN_CHANGES, 0),
    }  # fmt: skip


def _short(text: str) -> str:
    return Truncator(text).chars(SHOWN_CHARACTERS)
