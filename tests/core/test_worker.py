"""The embedded worker does the work beside the requests, at once and without holding anything up."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connections, transaction
from django.utils import timezone

from core import beat, leases, outbox, worker
from core.models import Lease, ScheduledJob
from core.outbox import Queue
from tests.core import background as lamp

pytestmark = pytest.mark.django_db(transaction=True)


def eventually(is_so, seconds: float = 10) -> bool:
    ends_at = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > ends_at:
            return False
        time.sleep(0.02)
    return True


@pytest.fixture
def running(settings, monkeypatch):
    """The worker of this process, which would not look by itself for a long time."""
    settings.EMBEDDED_WORKER = True
    settings.SCHEDULE = {}
    monkeypatch.setattr(worker, "POLL_SECONDS", 60)
    worker.start()
    # The lanes have had their first look: from here on they only wake when they are told to.
    assert eventually(Lease.objects.filter(name="beat").exists)
    time.sleep(0.3)
    yield
    worker.stop()
    connections.close_all()


class TestWake:
    def test_delivers_at_once_after_the_commit(self, running):
        with lamp.wired(lamp.on_lamp_lit, lamp.on_lamp_lit_outside):
            with transaction.atomic():
                lamp.light()
                time.sleep(0.2)
                assert lamp.noted("inside") == 0

            assert eventually(lambda: lamp.noted("inside") == lamp.noted("outside") == 1)

    def test_delivers_nothing_of_what_was_rolled_back(self, running):
        with lamp.wired(lamp.on_lamp_lit):
            with transaction.atomic():
                lamp.light()
                transaction.set_rollback(True)
            lamp.light()

            assert eventually(lambda: lamp.noted("inside") == 1)

        assert outbox.backlog().pending == 0

    def test_does_not_hold_up_whoever_published(self, running):
        release = threading.Event()

        @outbox.handler(external=True)
        def on_lamp_lit(event):
            release.wait(10)

        with lamp.wired(on_lamp_lit):
            started = time.monotonic()
            lamp.light()
            took = time.monotonic() - started
            release.set()

        assert took < 5

    def test_does_not_let_bulk_work_hold_up_mail(self, running):
        release = threading.Event()

        @outbox.handler(queue=Queue.BULK, external=True)
        def on_lamp_lit(event):
            release.wait(10)

        with lamp.wired(on_lamp_lit, lamp.on_lamp_lit_outside):
            lamp.light()

            assert eventually(lambda: lamp.noted("outside") == 1)
            assert eventually(lambda: outbox.backlog().pending == 1)
            release.set()
            assert eventually(lambda: outbox.backlog().pending == 0)

    def test_survives_a_stumble(self, running, settings):
        settings.FAILPOINTS = {"outbox.claiming": "raise"}
        with lamp.wired(lamp.on_lamp_lit):
            lamp.light()
            time.sleep(0.3)
            settings.FAILPOINTS = {}
            worker.wake({"default"})

            assert eventually(lambda: lamp.noted("inside") == 1)

    def test_leaves_it_to_others_in_a_process_without_a_worker(self):
        with lamp.wired(lamp.on_lamp_lit):
            lamp.light()

        assert outbox.backlog().pending == 1


class TestSweep:
    def test_finds_what_nobody_was_told_of(self, running):
        with lamp.wired(lamp.on_lamp_lit):
            with transaction.atomic():
                lamp.light()
                transaction.get_connection().run_on_commit.clear()
            assert outbox.backlog().pending == 1

            outbox.sweep()

            assert eventually(lambda: lamp.noted("inside") == 1)


class TestBeat:
    def test_runs_a_job_that_is_due(self, running, settings):
        settings.SCHEDULE = {"lamp": {"job": "tests.core.test_beat.light", "at": "* * * * *", "queue": "bulk"}}
        past = timezone.now() - timedelta(hours=1)
        ScheduledJob.objects.create(name="lamp", done_until=past, claimed_until=past)

        beat.tick()

        assert eventually(lambda: ScheduledJob.objects.get(name="lamp").done_until > past)
        assert lamp.noted("job") == 1

    def test_is_kept_by_one_of_two_workers(self, running, settings):
        other = worker.Beat("another process")

        assert not leases.hold("beat", holder=other.holder, seconds=30)
        worker.stop()
        assert leases.hold("beat", holder=other.holder, seconds=30)


class TestLife:
    def test_is_seen(self, running):
        assert worker.is_alive()

    def test_ends_with_the_process(self, running):
        worker.stop()

        assert not worker.is_alive()
        assert [thread.name for thread in threading.enumerate() if thread.name.startswith("haat-")] == []

    def test_is_missed_when_a_lane_hangs(self, running, monkeypatch):
        monkeypatch.setattr(worker, "SILENT_SECONDS", -1)

        assert not worker.is_alive()

    def test_begins_once(self, running):
        worker.start()

        assert len([thread for thread in threading.enumerate() if thread.name.startswith("haat-")]) == 3

    def test_does_not_begin_where_a_broker_is_configured(self, settings):
        settings.EMBEDDED_WORKER = False

        worker.start()

        assert not worker.is_alive()

    def test_lets_what_is_being_done_finish(self, running):
        begun = threading.Event()

        @outbox.handler(external=True)
        def on_lamp_lit(event):
            begun.set()
            time.sleep(0.5)
            lamp.note("slow")

        with lamp.wired(on_lamp_lit):
            lamp.light()
            begun.wait(10)
            worker.stop()

        assert lamp.noted("slow") == 1
        assert outbox.backlog().pending == 0
