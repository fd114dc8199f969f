"""Counts are kept until the catalogue changes; dear ones are counted by one thread, and good for a while after."""

import threading
from itertools import count

import pytest

from catalog.listing import keeping
from core import caching

pytestmark = pytest.mark.django_db


@pytest.fixture
def change():
    """Change the catalogue, as far as this process can see."""

    def bump():
        caching.bump("catalogue")
        caching.versions.forget()

    return bump


def test_are_counted_again_after_a_change(change):
    numbers = count(1)

    assert [keeping.kept("a", lambda: next(numbers)) for _ in range(3)] == [1, 1, 1]
    change()
    assert keeping.kept("a", lambda: next(numbers)) == 2


def test_what_was_dear_is_good_for_a_while_after_a_change(change, monkeypatch):
    now, numbers = [0.0], count(1)
    monkeypatch.setattr(keeping, "time", type("Clock", (), {"monotonic": lambda: now[0]}))

    def scan():
        now[0] += 1
        return next(numbers)

    assert keeping.kept("a", scan) == 1
    change()
    assert keeping.kept("a", scan) == 1
    now[0] += keeping.GOOD_SECONDS
    assert keeping.kept("a", scan) == 2


def test_what_shows_sales_is_good_for_some_seconds_only(monkeypatch):
    now, numbers = [0.0], count(1)
    monkeypatch.setattr(keeping, "time", type("Clock", (), {"monotonic": lambda: now[0]}))

    assert [keeping.kept("a", lambda: next(numbers), seconds=60) for _ in range(2)] == [1, 1]
    now[0] += 60
    assert keeping.kept("a", lambda: next(numbers), seconds=60) == 2


def test_several_who_ask_at_once_are_told_what_one_counted(monkeypatch):
    monkeypatch.setattr(caching.versions, "of", lambda tags: (1,))
    asked, go, found, numbers = threading.Barrier(4), threading.Event(), [], count(1)

    def scan():
        go.wait(5)
        return next(numbers)

    def ask():
        asked.wait(5)
        found.append(keeping.kept("a", scan))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    asked.wait(5)
    go.set()
    for thread in threads:
        thread.join(5)

    assert found == [1, 1, 1]


def test_only_so_many_are_kept(monkeypatch):
    monkeypatch.setattr(keeping, "MOST_KEPT", 2)
    numbers = count(1)

    assert [keeping.kept(key, lambda: next(numbers)) for key in "abca"] == [1, 2, 3, 4]
