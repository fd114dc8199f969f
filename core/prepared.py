"""Statements that PostgreSQL plans once for each connection: the few whose plan costs more than their answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper


@contextmanager
def prepared_cursor(connection: BaseDatabaseWrapper) -> Iterator[Any]:
    """Yield a cursor that keeps the plans of what it is asked; an ordinary one on SQLite and behind PgBouncer.

    For statements that find single rows by unique keys: one plan has to be good for all parameters.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and "prepare_threshold" in connection.settings_dict["OPTIONS"]:
            cursor.cursor.close()
            cursor.cursor = _cursor_class()(connection.connection)
        yield cursor


@cache
def _cursor_class() -> type:
    # Not before it is needed: an embedded shop never loads PostgreSQL's driver.
    from psycopg import Cursor

    class PreparedCursor(Cursor):
        def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
            return super().execute(query, params, **options | {"prepare": True})

    return PreparedCursor
