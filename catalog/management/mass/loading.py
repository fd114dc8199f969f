"""Putting many rows into their tables quickly: copied on PostgreSQL, inserted in bulk on SQLite."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, models
from psycopg.types.json import Jsonb

Row = dict[str, Any]


def load(rows: Iterable[tuple[type[models.Model], Row]]) -> None:
    """Add the rows, table by table in the order in which the tables first occur."""
    by_model: dict[type[models.Model], list[Row]] = {}
    for model, row in rows:
        by_model.setdefault(model, []).append(row)
    for model, own in by_model.items():
        if connection.vendor == "postgresql":
            _copy(model, own)
        else:
            model._base_manager.bulk_create([model(**row) for row in own], batch_size=500)


def _copy(model: type[models.Model], rows: list[Row]) -> None:
    names = [field.attname for field in model._meta.concrete_fields if field.attname in rows[0]]
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {model._meta.db_table} ({', '.join(names)}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row([_plain(row[name]) for name in names])


def _plain(value: Any) -> Any:
    return Jsonb(value) if isinstance(value, list | dict) else value
