"""Two moves at once never make a circle. The control decides without the lock, and does."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import connection

from catalog import services
from catalog.models import Category
from core.errors import DomainError
from tests.factories.catalog import CategoryFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Let everybody act at the same moment; return what each got, a refusal included."""
    start = Barrier(len(acts))

    def one(act: Callable[[], object]) -> object:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            return act()
        except DomainError as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def move_each_below_the_other() -> None:
    first, second = CategoryFactory(), CategoryFactory()
    at_once(
        lambda: services.move_category(category=first, actor=None, parent=second.pk),
        lambda: services.move_category(category=second, actor=None, parent=first.pk),
    )


def circles() -> int:
    """How many categories hang on no root."""
    parents = dict(Category.objects.values_list("pk", "parent_id"))
    reached = {pk for pk, parent in parents.items() if parent is None}
    for _ in parents:
        reached |= {pk for pk, parent in parents.items() if parent in reached}
    return len(parents) - len(reached)


@pytest.fixture
def _both_read_before_either_writes(settings):
    """Hold each move between its look at the tree and its write until the other has looked, or cannot look."""
    looked = Barrier(2)

    def wait() -> None:
        try:
            looked.wait(timeout=1)
        except BrokenBarrierError:
            return

    settings.FAILPOINTS = {"catalog.category_moves": wait}


@pytest.mark.usefixtures("_both_read_before_either_writes")
class TestTwoMoves:
    def test_make_no_circle(self):
        move_each_below_the_other()

        assert circles() == 0

    def test_control_without_the_lock_makes_one(self, monkeypatch):
        unlocked = lambda rows: {row.pk: row for row in rows.order_by("pk")}  # noqa: E731
        monkeypatch.setattr(type(Category.objects.all()), "lock_all", unlocked)
        monkeypatch.setattr(
            type(Category.objects), "lock_all", lambda manager: unlocked(manager.get_queryset()), raising=False
        )

        move_each_below_the_other()

        assert circles() == 2
