"""Gives a transactional test's database back as the migrations left it, by touching only what the test wrote.

Django would empty every table and then make all content types, permissions and groups anew, which takes a second.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import TransactionTestCase

from audit import triggers


class Slate:
    """What the tables hold before any test has run."""

    def __init__(self) -> None:
        self._tables = sorted(connection.introspection.django_table_names(only_existing=True, include_views=False))
        self._shipped = {table: _rows(table) for table in self._filled(self._tables)}

    def wipe(self) -> None:
        """Empty what was written, and put back what was shipped where it is not the same any more."""
        changed = [table for table, rows in self._shipped.items() if _rows(table) != rows]
        written = self._filled([table for table in self._tables if table not in self._shipped])
        if changed or written:
            # SQLite can look away from foreign keys only outside of a transaction, PostgreSQL only within one.
            with connection.constraint_checks_disabled(), transaction.atomic():
                self._rewrite([*changed, *written])
        triggers.install(using="default")

    def _rewrite(self, tables: list[str]) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            for table in tables:
                if table == triggers.TABLE:
                    on = "" if connection.vendor == "sqlite" else f" ON {triggers.TABLE}"
                    cursor.execute(f"DROP TRIGGER IF EXISTS {triggers.DELETE_TRIGGER}{on}")
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608
            for table in tables:
                if rows := self._shipped.get(table):
                    values = ", ".join(["%s"] * len(rows[0]))
                    cursor.executemany(f"INSERT INTO {connection.ops.quote_name(table)} VALUES ({values})", rows)  # noqa: S608

    def _filled(self, tables: list[str]) -> list[str]:
        asked = [f"SELECT %s WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(name)})" for name in tables]  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(asked), tables)
            return [table for (table,) in cursor.fetchall()]


def _rows(table: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
        return sorted(map(tuple, cursor.fetchall()))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Remember what is shipped, and have every transactional test end with it."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        slate = Slate()
        # Read once in a process: whether a test is the first there must not change how many queries it counts.
        ContentType.objects.get_for_models(*apps.get_models())
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: slate.wipe())
        connection.close()
        yield
