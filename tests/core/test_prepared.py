"""A prepared cursor answers as any other, is counted as any other, and has its plan kept on PostgreSQL."""

import pytest
from django.db import connection

from core.prepared import prepared_cursor

pytestmark = pytest.mark.django_db


def ask(number: int) -> int:
    with prepared_cursor(connection) as cursor:
        cursor.execute("SELECT number + 1 FROM (SELECT %s AS number) given", [number])
        return cursor.fetchone()[0]


def test_answers_and_is_counted_like_any_other(django_assert_num_queries):
    with django_assert_num_queries(3):
        assert [ask(number) for number in (1, 5, 7)] == [2, 6, 8]


@pytest.mark.postgres
def test_keeps_its_plan_where_nothing_pools_in_between(monkeypatch):
    def kept() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%number + 1%%'")
            return cursor.fetchone()[0]

    connection.ensure_connection()
    monkeypatch.setattr(connection.connection, "prepare_threshold", 0)
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "prepare_threshold", 0)
    ask(1)
    ask(2)

    assert kept() == 1
