"""Files of goods, row by row: CSV in what spreadsheets save it as, and XLSX. Never more than a row in memory."""

import codecs
import csv
import io
import struct
import zipfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from typing import IO, Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import load_workbook

from core.back_office.exports import FORMULA
from core.errors import DomainError, Refusal

MOST_BYTES = 200 * 1024 * 1024
MOST_ROWS = 500_000
MOST_COLUMNS = 200
MOST_CHARACTERS_OF_CELL = 45_000
# A sheet of text shrinks to a tenth or so; what shrinks to a hundredth was made to burst.
MOST_UNPACKED_BYTES, MOST_RATIO = 2 * 1024 * 1024 * 1024, 100
SMALL_ENOUGH = 20 * 1024 * 1024
SNIFFED = 64 * 1024
DELIMITERS = ",;\t|"
# How PDF, old Excel, PNG, JPEG, GIF, RTF and gzip begin.
OTHERS = (b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rt", b"\x1f\x8b")
# What openpyxl raises for broken files, by reading it: whatever its parts do.
BROKEN = (
    OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, SyntaxError, EOFError, RuntimeError,
    ArithmeticError, zipfile.BadZipFile, zlib.error, struct.error,
)  # fmt: skip
Row = tuple[int, list[str]]


class ImportRefused(DomainError):
    """The file as a whole cannot be read. `file` says why."""

    code = "IMPORT_REFUSED"
    message = gettext_lazy("That file cannot be imported.")
    refusal = Refusal.INVALID

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(file=[why])

    def __str__(self) -> str:
        return self.why


@contextmanager
def opened(file: IO[bytes]) -> Iterator[Iterator[Row]]:
    """Give the rows of the file with their numbers, as spreadsheets count them; empty ones are left out.

    Raises ImportRefused, also while the rows are read.
    """
    file.seek(0)
    start = file.read(4)
    file.seek(0)
    if start.startswith(OTHERS):
        raise ImportRefused(_("The file is neither CSV nor Excel (XLSX). Save it as one of them."))
    if start[:2] == b"PK":
        with _sheet(file) as rows:
            yield _bounded(rows)
    else:
        with closing(_csv(file)) as rows:
            yield _bounded(rows)


def _bounded(rows: Iterator[list[str]]) -> Iterator[Row]:
    seen = 0
    for number, cells in enumerate(rows, 1):
        if not any(cells):
            continue
        seen += 1
        if seen > MOST_ROWS + 1:
            most = number_format(MOST_ROWS, force_grouping=True)
            raise ImportRefused(_("A file has at most %(most)s rows.") % {"most": most})
        if len(cells) > MOST_COLUMNS:
            raise ImportRefused(
                _("Row %(row)d has more than %(most)d columns.") % {"row": number, "most": MOST_COLUMNS}
            )
        yield number, cells


def _csv(file: IO[bytes]) -> Generator[list[str]]:
    encoding = _encoding(file)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    line = 1
    try:
        reader = csv.reader(text, delimiter=_delimiter(text), strict=True)
        for cells in reader:
            yield [plain(cell) for cell in cells]
            line = reader.line_num + 1
    except UnicodeError:
        raise ImportRefused(_("The file is no text in UTF-8 or UTF-16. Save it as CSV UTF-8.")) from None
    except csv.Error:
        why = _("Line %(line)d cannot be read: a quotation mark is missing or too many, or a cell is far too long.")
        raise ImportRefused(why % {"line": line}) from None
    finally:
        text.detach()


def _encoding(file: IO[bytes]) -> str:
    """Told by the mark at its beginning; without one, by the zeros that UTF-16 has in every other place."""
    start = file.read(64)
    file.seek(0)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in start:
        return "utf-16-le" if start[1:2] == b"\0" else "utf-16-be"
    return "utf-8-sig"


def _delimiter(text: io.TextIOWrapper) -> str:
    """The one that is most often in the first line: a header has no prose in it."""
    header = text.readline(SNIFFED)
    text.seek(0)
    return max(DELIMITERS, key=header.count)


@contextmanager
def _sheet(file: IO[bytes]) -> Iterator[Iterator[list[str]]]:
    _refuse_bomb(file)
    try:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        # Files say how large they are and are not to be believed.
        sheet.reset_dimensions()
    except BROKEN:
        raise ImportRefused(_("The file is no workbook that opens.")) from None
    try:
        yield _cells(sheet)
    finally:
        book.close()


def _cells(sheet: Any) -> Iterator[list[str]]:
    rows = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except BROKEN:
            raise ImportRefused(_("The workbook is broken.")) from None
        cells = [plain(_written(value)) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        yield cells


def _refuse_bomb(file: IO[bytes]) -> None:
    """Refuse an archive whose parts, by its own table, would not fit; zipfile never unpacks more than that says."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile:
        raise ImportRefused(_("The file is no workbook that opens.")) from None
    unpacked = sum(part.file_size for part in parts)
    packed = max(sum(part.compress_size for part in parts), 1)
    is_swollen = unpacked > SMALL_ENOUGH and unpacked / packed > MOST_RATIO
    # These are read whole, unlike the rows.
    is_table_swollen = any(part.file_size > MOST_BYTES for part in parts if "sharedStrings" in part.filename)
    if unpacked > MOST_UNPACKED_BYTES or is_swollen or is_table_swollen or len(parts) > 1000:
        raise ImportRefused(_("The workbook would be too large unpacked. Save it as CSV."))
    file.seek(0)


def _written(value: Any) -> str:
    """What a person sees in the cell, as far as it matters: 5.0 is 5, true is yes."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".12g")
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def plain(cell: str) -> str:
    """Take away the apostrophe that keeps spreadsheets from calculating."""
    cell = cell.replace("\0", "")
    if cell.startswith("'") and (FORMULA.match(cell[1:]) or cell.startswith("''")):
        cell = cell[1:]
    return cell.strip()[: MOST_CHARACTERS_OF_CELL + 1]
