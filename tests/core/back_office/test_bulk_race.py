"""A worker that is killed among many rows, and two workers at the same ones: each row is done once, and counted."""

import signal
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connections, transaction
from django.utils import timezone

from accounts.models import User
from audit.models import AdminActionLog
from core import outbox
from core.back_office import bulk
from core.models import BulkAction, OutboxDelivery
from tests.core.processes import run_python
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 6
# The process dies in the middle of the fourth row: worked on and counted, not committed.
KILLED_AT_THE_FOURTH = """
import os, signal
from django.conf import settings
rows = iter(range(3))
settings.FAILPOINTS = {"bulk.row_done": lambda: next(rows, None) is None and os.kill(os.getpid(), signal.SIGKILL)}
outbox.drain(queues=["bulk"])
"""


@pytest.fixture
def job() -> BulkAction:
    people = UserFactory.create_batch(ROWS)
    return bulk.request_bulk_action(
        actor=UserFactory(admin=True),
        model=User,
        action="suspend",
        row_ids=[str(person.pk) for person in people],
        answers={"reason": ["Stolen cards"]},
    )


def suspended() -> int:
    return User.objects.filter(status="suspended").count()


def logged() -> int:
    return AdminActionLog.objects.filter(action="accounts.user.suspended").count()


class TestKilledInTheMiddle:
    def test_leaves_whole_rows_and_goes_on_behind_them(self, job):
        process = run_python(KILLED_AT_THE_FOURTH)
        assert process.returncode == -signal.SIGKILL, process.stderr
        job.refresh_from_db()
        assert (job.status, job.done, suspended(), logged()) == ("running", 3, 3, 3)

        OutboxDelivery.objects.unfinished().update(next_try_at=timezone.now() - timedelta(seconds=1))
        outbox.drain(queues=["bulk"])

        job.refresh_from_db()
        assert (job.status, job.done, job.refused) == ("done", ROWS, 0)
        assert (suspended(), logged()) == (ROWS, ROWS)


def in_two_threads(work: Callable[[], None]) -> list[BaseException]:
    raised: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.mark.postgres
class TestTwoWorkers:
    @pytest.fixture(autouse=True)
    def _meeting(self, settings):
        meet = threading.Barrier(2)

        def wait() -> None:
            # Only the first rows are taken together; whoever comes later goes through.
            try:
                meet.wait(timeout=5)
            except threading.BrokenBarrierError:
                return
            meet.abort()

        settings.FAILPOINTS = {"bulk.taking": wait}

    def test_do_each_row_once(self, job):
        raised = in_two_threads(lambda: bulk.run_bulk_action(bulk_action_id=job.pk))

        job.refresh_from_db()
        assert raised == []
        assert (job.status, job.done, job.refused) == ("done", ROWS, 0)
        assert (suspended(), logged()) == (ROWS, ROWS)

    def test_would_both_do_the_same_row_without_the_lock(self, job, settings):
        taken = []

        def careless() -> None:
            with transaction.atomic():
                seen = BulkAction.objects.get(pk=job.pk)
                settings.FAILPOINTS["bulk.taking"]()
                taken.append(seen.row_ids[seen.counted])

        in_two_threads(careless)

        assert len(taken) == 2
        assert len(set(taken)) == 1
