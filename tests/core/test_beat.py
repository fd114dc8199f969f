"""Each job runs once for each of its times, however many beats there are and whatever dies."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from core import beat, verification
from core.models import ScheduledJob, ShopSettings
from tests.core import background as lamp

SUNDAY_AT_TWO = datetime(2026, 2, 28, 20, 30, tzinfo=UTC)  # 2026-03-01 02:00 in Kolkata


def light() -> None:
    lamp.note("job")


def fail() -> None:
    lamp.note("job")
    raise ValueError("no lamp")


def leave_some() -> None:
    lamp.note("job")
    raise beat.Unfinished


def take(job: beat.Job) -> bool:
    return True


def take_and_run(job: beat.Job) -> bool:
    beat.run(job.name)
    return True


@pytest.fixture
def schedule(settings):
    def write(function: str = "light", at: str = "0 2 * * 0") -> None:
        settings.SCHEDULE = {"lamp": {"job": f"tests.core.test_beat.{function}", "at": at, "queue": "bulk"}}

    write()
    return write


@pytest.mark.django_db
class TestTick:
    @pytest.fixture(autouse=True)
    def _friday(self, time_machine):
        self.clock = time_machine
        time_machine.move_to(SUNDAY_AT_TWO - timedelta(days=2), tick=False)

    def test_runs_nothing_in_a_shop_that_was_just_installed(self, schedule):
        assert beat.tick(take_and_run) == []

    def test_runs_a_job_when_its_time_has_come_in_the_shops_zone(self, schedule):
        beat.tick(take_and_run)

        self.clock.move_to(SUNDAY_AT_TWO - timedelta(seconds=1), tick=False)
        assert beat.tick(take_and_run) == []
        self.clock.move_to(SUNDAY_AT_TWO, tick=False)
        assert beat.tick(take_and_run) == ["lamp"]
        assert beat.tick(take_and_run) == []
        assert lamp.noted("job") == 1

    def test_follows_the_shop_into_another_zone(self, schedule):
        ShopSettings.objects.create(timezone="Europe/Berlin")
        beat.tick(take_and_run)

        self.clock.move_to(datetime(2026, 3, 1, 0, 59, tzinfo=UTC), tick=False)
        assert beat.tick(take_and_run) == []
        self.clock.move_to(datetime(2026, 3, 1, 1, 0, tzinfo=UTC), tick=False)
        assert beat.tick(take_and_run) == ["lamp"]

    def test_catches_up_once_after_three_days_away(self, schedule):
        beat.tick(take_and_run)

        self.clock.move_to(SUNDAY_AT_TWO + timedelta(days=3), tick=False)
        beat.tick(take_and_run)
        beat.tick(take_and_run)

        assert lamp.noted("job") == 1

    def test_offers_a_job_again_that_nobody_took(self, schedule):
        beat.tick(take)
        self.clock.move_to(SUNDAY_AT_TWO, tick=False)

        assert beat.tick(lambda job: False) == []
        assert beat.tick(take) == ["lamp"]

    def test_offers_a_job_again_whose_worker_died(self, schedule):
        beat.tick(take)
        self.clock.move_to(SUNDAY_AT_TWO, tick=False)
        beat.tick(take)

        self.clock.shift(beat.CLAIM.total_seconds() - 1)
        assert beat.tick(take_and_run) == []
        self.clock.shift(2)
        assert beat.tick(take_and_run) == ["lamp"]
        assert lamp.noted("job") == 1

    def test_runs_a_job_again_that_failed_and_says_why(self, schedule):
        schedule("fail")
        beat.tick(take_and_run)
        self.clock.move_to(SUNDAY_AT_TWO, tick=False)
        beat.tick(take_and_run)

        assert ScheduledJob.objects.get().last_error == "ValueError: no lamp"
        schedule("light")
        self.clock.shift(beat.CLAIM.total_seconds() + 1)
        beat.tick(take_and_run)

        assert ScheduledJob.objects.get().last_error == ""
        assert lamp.noted("job") == 2

    def test_runs_a_job_on_at_the_next_tick_that_left_some_work(self, schedule):
        schedule("leave_some")
        beat.tick(take_and_run)
        self.clock.move_to(SUNDAY_AT_TWO, tick=False)

        assert beat.tick(take_and_run) == ["lamp"]
        assert beat.tick(take_and_run) == ["lamp"]

    def test_hands_jobs_to_nobody_in_a_process_without_a_worker(self, schedule):
        beat.tick()
        self.clock.move_to(SUNDAY_AT_TWO, tick=False)

        assert beat.tick() == []


@pytest.mark.django_db
class TestRun:
    def test_does_nothing_when_a_message_comes_twice(self, schedule):
        schedule(at="* * * * *")
        past = timezone.now() - timedelta(hours=1)
        ScheduledJob.objects.create(name="lamp", done_until=past, claimed_until=past)

        beat.run("lamp")
        beat.run("lamp")

        assert lamp.noted("job") == 1


@pytest.mark.django_db
class TestOverdue:
    def test_is_an_invariant_of_the_shop(self, schedule, time_machine):
        time_machine.move_to(SUNDAY_AT_TWO - timedelta(days=2), tick=False)
        beat.tick(take)

        time_machine.move_to(SUNDAY_AT_TWO + timedelta(minutes=14), tick=False)
        assert not next(verification.verify(["schedule.on_time"])).is_broken
        time_machine.move_to(SUNDAY_AT_TWO + timedelta(minutes=16), tick=False)
        assert next(verification.verify(["schedule.on_time"])).is_broken


@pytest.mark.django_db(transaction=True)
class TestTwoBeats:
    """Both have seen that the job is due before either of them claims it."""

    def run_two(self, tick) -> list[str]:
        past = timezone.now() - timedelta(hours=1)
        ScheduledJob.objects.create(name="lamp", done_until=past, claimed_until=past)
        started: list[str] = []

        def beat_once() -> None:
            try:
                started.extend(tick())
            finally:
                connections.close_all()

        threads = [threading.Thread(target=beat_once) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return started

    @pytest.fixture(autouse=True)
    def _meeting(self, settings, schedule):
        schedule(at="* * * * *")
        settings.FAILPOINTS = {"beat.claiming": threading.Barrier(2, timeout=10).wait}

    def test_start_a_job_once(self):
        assert self.run_two(lambda: beat.tick(take)) == ["lamp"]

    def test_would_start_it_twice_without_the_condition(self, settings):
        def careless() -> list[str]:
            row = ScheduledJob.objects.get()
            settings.FAILPOINTS["beat.claiming"]()
            row.claimed_until = timezone.now() + beat.CLAIM
            row.save()
            return [row.name]

        assert self.run_two(careless) == ["lamp", "lamp"]
        assert connection.is_usable()


class TestSchedule:
    def test_is_readable_and_names_functions_that_exist(self):
        assert {"sweep_outbox", "verify", "clean_up"} <= set(beat.jobs())
        assert all(callable(job.function) for job in beat.jobs().values())
