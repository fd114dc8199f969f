"""Writing many rows in one statement, in time that grows with the rows alone.

Django's own `bulk_update` makes an expression for every cell; the values travel as one parameter here.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

Columns = Sequence[tuple[Any, str]]


def update_rows(rows: Iterable[models.Model], fields: Iterable[str]) -> int:
    """Write these fields of the rows, each row given once; return how many rows there were."""
    rows, names = list(rows), list(dict.fromkeys(fields))
    if not rows or not names:
        return 0
    meta = rows[0]._meta
    wanted: list[Any] = [meta.pk, *(meta.get_field(name) for name in names)]
    columns = [(field, connection.ops.quote_name(field.column)) for field in wanted]
    told = json.dumps([[_told(field, row) for field in wanted] for row in rows], default=str)
    table = connection.ops.quote_name(meta.db_table)
    given = _given_postgresql(columns) if connection.vendor == "postgresql" else _given_sqlite(columns)
    sets = ", ".join(f"{name} = given.{name}" for _field, name in columns[1:])
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {sets} FROM ({given}) AS given WHERE {table}.{columns[0][1]} = given.{columns[0][1]}",  # noqa: S608
            [told],
        )
        return cursor.rowcount


def _told(field: Any, row: models.Model) -> Any:
    """Return the value as JSON can carry it to its column."""
    value = field.get_db_prep_save(getattr(row, field.attname), connection)
    # What the driver would wrap for PostgreSQL is JSON already.
    return value.obj if hasattr(value, "obj") else value


def _given_postgresql(columns: Columns) -> str:
    cells = (f"{_cell(field, place)} AS {name}" for place, (field, name) in enumerate(columns))
    return f"SELECT {', '.join(cells)} FROM jsonb_array_elements(%s::jsonb) AS each(cells)"  # noqa: S608


def _cell(field: Any, place: int) -> str:
    """JSON stays what it is, and text is not cast: that would cut what is too long instead of refusing it."""
    kind = field.db_type(connection)
    if kind == "jsonb":
        return f"cells -> {place}"
    return f"cells ->> {place}" if kind.startswith(("varchar", "text")) else f"(cells ->> {place})::{kind}"


def _given_sqlite(columns: Columns) -> str:
    cells = (f"json_extract(value, '$[{place}]') AS {name}" for place, (_field, name) in enumerate(columns))
    return f"SELECT {', '.join(cells)} FROM json_each(%s)"  # noqa: S608
