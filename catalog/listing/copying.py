"""Adding many rows to PostgreSQL at once."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection

from catalog.listing.rows import Row
from catalog.models import Listing, ListingPlace

Values = Callable[[int, Row], tuple[Any, ...]]
Places = Callable[[int, Row], Iterable[tuple[Any, ...]]]


def add(rows: list[Row], columns: Sequence[str], place_columns: Sequence[str], values: Values, places: Places) -> None:
    """Copy the rows and their places in, under numbers that nobody else has."""
    table, place_table = Listing._meta.db_table, ListingPlace._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, len(rows)]
        )
        numbered = list(zip((number for (number,) in cursor.fetchall()), rows, strict=True))
        with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            for number, row in numbered:
                copy.write_row(values(number, row))
        with cursor.copy(f"COPY {place_table} ({', '.join(place_columns)}) FROM STDIN") as copy:
            for number, row in numbered:
                for place in places(number, row):
                    copy.write_row(place)
