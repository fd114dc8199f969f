"""Many at the same moment; and, as controls, the same many with a guard switched off."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.db.models import Model, QuerySet
from django.dispatch import Signal

from core.errors import DomainError

CROWD = 20
FEW = 5


def crowd(act: Callable[[int], Any], *, size: int = CROWD) -> list[Any]:
    """Let everybody act at the same moment; return what each got, a refusal included. Anything else is raised."""
    barrier = threading.Barrier(size)

    def one(number: int) -> Any:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            return act(number)
        except DomainError as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(size) as pool:
        return list(pool.map(one, range(size)))


def won(got: list[Any]) -> int:
    """How many were not refused."""
    return sum(1 for answer in got if not isinstance(answer, type))


@contextmanager
def careless_updates(model: type[Model], column: str, *, size: int = FEW) -> Iterator[None]:
    """Make the first conditional update of each a look and then a write, with everybody's look before any write."""
    update, meet = QuerySet.update, _meeting(size)

    def look_and_write(rows: QuerySet, **values: Any) -> int:
        if rows.model is not model or column not in values:
            return update(rows, **values)
        found = list(rows.values_list("pk", flat=True))
        meet()
        return update(model._base_manager.filter(pk__in=found), **values)

    with patch.object(QuerySet, "update", look_and_write):
        yield


@contextmanager
def careless_locks(signal: Signal, sender: type, *, size: int = FEW) -> Iterator[None]:
    """Let nobody lock a row, and let everybody wait for the others where this signal is sent, before they write."""
    meet = _meeting(size)

    def wait(**_: Any) -> None:
        meet()

    signal.connect(wait, sender=sender)
    try:
        with patch.object(QuerySet, "select_for_update", lambda rows, **_: rows):
            yield
    finally:
        signal.disconnect(wait, sender=sender)


@contextmanager
def unlocked(module: Any, name: str, *, size: int = FEW) -> Iterator[None]:
    """Let nobody lock a row, and let everybody who has run this function wait for the others, before they write."""
    run, meet = getattr(module, name), _meeting(size)

    def look(*args: Any, **kwargs: Any) -> Any:
        seen = run(*args, **kwargs)
        meet()
        return seen

    with patch.object(module, name, look), patch.object(QuerySet, "select_for_update", lambda rows, **_: rows):
        yield


def _meeting(size: int) -> Callable[[], None]:
    """Return what makes a thread wait for the others, the first time that it comes by."""
    barrier, seen = threading.Barrier(size), threading.local()

    def meet() -> None:
        if not getattr(seen, "has_met", False):
            seen.has_met = True
            barrier.wait(timeout=30)

    return meet
