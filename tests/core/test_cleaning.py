"""The clean-up takes what nobody needs, and nothing else."""

import json
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from core import beat, cleaning, jobs, outbox
from core.ids import uuid7
from core.models import DeliveryStatus, IdempotentCall, OutboxDelivery, OutboxEvent, RateLimitCounter
from tests.core import background as lamp

pytestmark = pytest.mark.django_db


def age_events(days: int) -> None:
    OutboxEvent.objects.update(created_at=timezone.now() - timedelta(days=days))


def call(capsys, *arguments) -> str:
    call_command("cleanup", *arguments)
    return capsys.readouterr().out


class TestCleanUp:
    def test_removes_delivered_events_after_thirty_days(self):
        with lamp.wired(lamp.on_lamp_lit):
            lamp.light()
            outbox.drain()

            age_events(29)
            jobs.clean_up()
            assert OutboxEvent.objects.count() == 1
            age_events(31)
            jobs.clean_up()

        assert OutboxEvent.objects.count() == OutboxDelivery.objects.count() == 0

    @pytest.mark.parametrize("status", [DeliveryStatus.PENDING, DeliveryStatus.DEAD])
    def test_keeps_an_event_that_somebody_was_not_told(self, status):
        with lamp.wired(lamp.on_lamp_lit, lamp.on_lamp_lit_outside):
            lamp.light()
            outbox.drain(queues=["mail"])
        OutboxDelivery.objects.filter(queue="default").update(status=status)
        age_events(400)

        jobs.clean_up()

        assert OutboxDelivery.objects.count() == 2

    def test_removes_expired_sessions_keys_and_counters(self):
        now = timezone.now()
        for name, until in {"old": now - timedelta(seconds=1), "new": now + timedelta(hours=1)}.items():
            Session.objects.create(session_key=name, session_data="", expire_date=until)
            RateLimitCounter.objects.create(key=name, used=1, ends_at_ms=int(until.timestamp() * 1000))
            IdempotentCall.objects.create(
                caller="c", key=name, fingerprint="", claim=uuid7(), claimed_at=now, expires_at=until
            )

        jobs.clean_up()

        assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
        assert list(RateLimitCounter.objects.values_list("key", flat=True)) == ["new"]
        assert list(IdempotentCall.objects.values_list("key", flat=True)) == ["new"]

    def test_goes_on_later_when_its_time_is_up(self, monkeypatch):
        Session.objects.create(session_key="old", session_data="", expire_date=timezone.now() - timedelta(days=1))
        monkeypatch.setattr(jobs, "CLEANING_SECONDS", -1)

        with pytest.raises(beat.Unfinished):
            jobs.clean_up()


class TestCommand:
    @pytest.fixture(autouse=True)
    def _old_session(self):
        Session.objects.create(session_key="old", session_data="", expire_date=timezone.now() - timedelta(days=1))

    def test_says_what_it_removed(self, capsys):
        assert "expired sessions: 1\n" in call(capsys)
        assert not Session.objects.exists()

    def test_changes_nothing_on_a_dry_run(self, capsys):
        assert "expired sessions: 1 to do\n" in call(capsys, "--dry-run")
        assert Session.objects.exists()

    def test_speaks_json(self, capsys):
        numbers = json.loads(call(capsys, "--json"))

        assert numbers["expired sessions"] == 1
        assert set(numbers) == set(cleaning.names())
