"""What is due is found and delivered."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from core import outbox
from core.ids import uuid7
from core.models import DeliveryStatus, OutboxDelivery
from tests.core import background as lamp


@pytest.mark.django_db
class TestDrain:
    def test_delivers_everything_that_is_due(self):
        with lamp.wired(lamp.on_lamp_lit, lamp.on_lamp_lit_outside):
            for _ in range(60):
                lamp.light()

            drained = outbox.drain()

        assert drained.done == 120
        assert (lamp.noted("inside"), lamp.noted("outside")) == (60, 60)

    def test_delivers_what_handlers_publish_in_turn(self):
        with lamp.wired(lamp.on_lamp_lit_again):
            lamp.light()

            assert outbox.drain().done == 2

        assert lamp.noted("again") == 2

    def test_delivers_many_that_were_published_in_two_statements(self, django_assert_num_queries):
        with lamp.wired(lamp.on_lamp_lit, lamp.on_lamp_lit_outside):
            with transaction.atomic(), django_assert_num_queries(2):
                outbox.publish_all(lamp.LampLit(lamp_id=uuid7()) for _ in range(20))

            assert outbox.drain().done == 40

        assert (lamp.noted("inside"), lamp.noted("outside")) == (20, 20)

    def test_keeps_to_its_queues(self):
        with lamp.wired(lamp.on_lamp_lit, lamp.on_lamp_lit_outside):
            lamp.light()
            outbox.drain(queues=["mail"])

        assert (lamp.noted("inside"), lamp.noted("outside")) == (0, 1)

    def test_goes_on_after_a_failure(self):
        with lamp.wired(lamp.on_lamp_lit_broken, lamp.on_lamp_lit):
            lamp.light()

            drained = outbox.drain()

        assert (drained.done, drained.failed) == (1, 1)

    def test_leaves_what_is_not_due(self):
        with lamp.wired(lamp.on_lamp_lit):
            lamp.light()
            OutboxDelivery.objects.update(next_try_at=timezone.now() + timedelta(minutes=1))

            assert outbox.drain().total == 0

    def test_stops_when_it_is_asked_to(self):
        with lamp.wired(lamp.on_lamp_lit):
            for _ in range(5):
                lamp.light()
            drained = outbox.drain(should_stop=lambda: lamp.noted("inside") >= 2)

        assert drained.done == 2

    def test_stops_when_its_time_is_up(self):
        with lamp.wired(lamp.on_lamp_lit):
            lamp.light()

            assert outbox.drain(seconds=-1).total == 0


@pytest.mark.django_db
class TestBacklog:
    def test_is_empty_when_everything_is_done(self):
        with lamp.wired(lamp.on_lamp_lit):
            lamp.light()
            outbox.drain()

        assert outbox.backlog() == outbox.Backlog(pending=0, dead=0, oldest_seconds=0.0)

    def test_counts_what_waits_and_what_was_given_up(self, time_machine):
        time_machine.move_to("2026-03-01T12:00:00Z", tick=False)
        with lamp.wired(lamp.on_lamp_lit, lamp.on_lamp_lit_outside):
            lamp.light()
            lamp.light()
        OutboxDelivery.objects.filter(pk=OutboxDelivery.objects.first().pk).update(status=DeliveryStatus.DEAD)

        time_machine.shift(90)

        assert outbox.backlog() == outbox.Backlog(pending=3, dead=1, oldest_seconds=90.0)


@pytest.mark.django_db
class TestTryAgain:
    def test_gives_a_dead_letter_all_its_attempts_anew(self):
        with lamp.wired(lamp.on_lamp_lit):
            lamp.light()
            row = OutboxDelivery.objects.get()
            OutboxDelivery.objects.update(status=DeliveryStatus.DEAD, attempts=20)

            assert outbox.try_again(delivery=row)
            assert outbox.drain().done == 1

        assert lamp.noted("inside") == 1

    def test_leaves_what_is_done_alone(self):
        with lamp.wired(lamp.on_lamp_lit):
            lamp.light()
            outbox.drain()

            assert not outbox.try_again(delivery=OutboxDelivery.objects.get())
            assert outbox.drain().total == 0
