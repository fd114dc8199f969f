"""The first row of a file: what its columns are called."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from django.utils.translation import gettext as _

from catalog.models import Attribute
from catalog.porting import columns
from catalog.porting.reading import ImportRefused, Row


def read_header(rows: Iterator[Row]) -> list[str]:
    """Return the names of the columns. Raises ImportRefused, naming what is wrong."""
    _number, cells = next(rows, (0, []))
    names = [_named(cell) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise ImportRefused(_("The file is empty."))
    _refuse_unknown(dict(zip(names, cells, strict=False)))
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise ImportRefused(_("These columns are there twice: %(names)s.") % {"names": ", ".join(twice)})
    if columns.SKU not in names:
        raise ImportRefused(_("There is no column “sku”: it tells which row is which variant."))
    return names


def named(header: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """Return the cells that say something, by their column; those that no column is left for, under SURPLUS."""
    said = {name: cell for name, cell in zip(header, cells, strict=False) if name and cell}
    surplus = [cell for cell in cells[len(header) :] if cell]
    return said | ({columns.SURPLUS: " | ".join(surplus)} if surplus else {})


def _named(cell: str) -> str:
    name = cell.strip().casefold()
    return name if name.startswith(columns.ATTRIBUTE) else name.replace(" ", "_").replace("-", "_")


def _refuse_unknown(names: Mapping[str, str]) -> None:
    """Raise for a column that is none, called as the file calls it."""
    known = [
        *columns.known(),
        *(f"{columns.ATTRIBUTE}{code}" for code in Attribute.objects.values_list("code", flat=True)),
    ]
    for name, written in names.items():
        if not name or name in known:
            continue
        near = get_close_matches(name, known, n=1)
        why = _("There is no column “%(name)s”.") % {"name": written[:60]}
        more = _("Did you mean “%(near)s”?") % {"near": near[0]} if near else _("The columns are: %(names)s.") % {
            "names": ", ".join(columns.known())
        }  # fmt: skip
        raise ImportRefused(f"{why} {more}")
