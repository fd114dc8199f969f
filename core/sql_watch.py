"""Counts what a request asks the database, and names the statements that are slow."""

import logging
import re
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from core import context

log = logging.getLogger("haat.sql")
MANY_VALUES = re.compile(r"(%s|\(%s(?:, ?%s)*\))(?:, ?\1){3,}")


def watch(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Watch a connection. Connected to Django's `connection_created`, so it may come twice for one object."""
    if _timed not in connection.execute_wrappers:
        connection.execute_wrappers.append(_timed)


def _timed(execute: Callable, sql: str, params: Any, many: bool, about: dict) -> Any:
    started = time.perf_counter()
    try:
        return execute(sql, params, many, about)
    finally:
        seconds = time.perf_counter() - started
        if request := context.active():
            request.sql_count += 1
            request.sql_seconds += seconds
        if seconds * 1000 >= settings.SLOW_QUERY_MS and (request or not settings.IS_SERVED_AT_TERMINAL):
            # The statement without its parameters: those are people's data.
            log.warning("slow query", extra={"ms": round(seconds * 1000, 1), "statement": _shape_of(sql)[:2000]})


def _shape_of(sql: Any) -> str:
    """A hundred places for values tell no more than one does."""
    return MANY_VALUES.sub(r"\1, …", str(sql))
