"""Lists as CSV and XLSX: streamed, in bounded memory, and harmless when a spreadsheet opens them."""

import csv
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain
from typing import Any

from django.db.models import QuerySet
from django.utils.encoding import force_str
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

CHUNK = 1_000
BOM = "\ufeff"
FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠]|^[\t\r\n]")
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Row = Sequence[Any]


def harmless(value: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula."""
    text = plain(value)
    return f"'{text}" if isinstance(text, str) and FORMULA.match(text) else text


def plain(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    return force_str(value)


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def stream_csv(header: Row, rows: Iterable[Row]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow([harmless(cell) for cell in header])
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row])


def stream_xlsx(header: Row, rows: Iterable[Row]) -> Iterator[bytes]:
    """Write the sheet to disk row by row, then send the file."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in chain([header], rows):
        sheet.append([_cell(sheet, cell) for cell in row])
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while block := file.read(64 * 1024):
            yield block


def _cell(sheet: Any, value: Any) -> WriteOnlyCell:
    text = plain(value)
    if not isinstance(text, str):
        return WriteOnlyCell(sheet, text)
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    return cell


def in_chunks(rows: QuerySet) -> Iterator[Any]:
    """Walk the rows from the newest, a chunk at a time, without holding a cursor open.

    Ids are time-ordered, so the walk is by key and costs the same at the end as at the start.
    """
    rows = rows.order_by("-pk")
    last = None
    while chunk := list((rows if last is None else rows.filter(pk__lt=last))[:CHUNK]):
        yield from chunk
        last = chunk[-1].pk
