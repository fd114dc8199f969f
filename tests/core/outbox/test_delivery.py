"""Each handler is told once, whatever goes wrong on the way."""

import logging
from datetime import timedelta

import pytest
from django.utils import timezone

from core import context, outbox
from core.ids import uuid7
from core.models import DeliveryStatus, OutboxDelivery, OutboxEvent
from core.outbox import Outcome, delivery
from tests.core import background as lamp


def the_delivery() -> OutboxDelivery:
    return OutboxDelivery.objects.get()


@pytest.mark.django_db
class TestPublish:
    def test_writes_a_delivery_for_every_handler(self):
        with (
            lamp.wired(lamp.on_lamp_lit, lamp.on_lamp_lit_outside),
            context.entered(context.RequestContext(request_id="request-1")),
        ):
            lamp.light()

        deliveries = OutboxDelivery.objects.order_by("handler").values_list("handler", "queue", "status")
        assert list(deliveries) == [
            ("tests.core.background.on_lamp_lit", "default", "pending"),
            ("tests.core.background.on_lamp_lit_outside", "mail", "pending"),
        ]
        assert OutboxEvent.objects.get().request_id == "request-1"

    def test_refuses_an_event_that_the_wiring_does_not_know(self):
        with pytest.raises(KeyError):
            lamp.light()


@pytest.mark.django_db
class TestDeliver:
    def test_tells_the_handler_and_marks_it_done(self):
        with lamp.wired(lamp.on_lamp_lit):
            lamp.light()

            assert outbox.deliver(the_delivery().pk) is Outcome.DONE

        assert lamp.noted("inside") == 1
        assert the_delivery().status == DeliveryStatus.DONE
        assert the_delivery().done_at is not None

    @pytest.mark.parametrize("handler", [lamp.on_lamp_lit, lamp.on_lamp_lit_outside])
    def test_does_not_tell_it_again(self, handler):
        with lamp.wired(handler):
            lamp.light()
            outbox.deliver(the_delivery().pk)

            assert outbox.deliver(the_delivery().pk) is Outcome.SKIPPED

        assert lamp.noted("inside") + lamp.noted("outside") == 1

    def test_tells_the_event_that_was_published(self):
        told = []
        lamp_id = uuid7()

        def on_lamp_lit(event):
            told.append((event, outbox.delivered_event_id(), context.current().request_id))

        with lamp.wired(on_lamp_lit), context.entered(context.RequestContext(request_id="request-7")):
            row = outbox.publish(lamp.LampLit(lamp_id=lamp_id))
        with lamp.wired(on_lamp_lit):
            outbox.drain()

        assert told == [(lamp.LampLit(lamp_id=lamp_id), row.pk, "request-7")]

    def test_takes_back_what_a_failing_handler_wrote_and_tries_again_later(self):
        with lamp.wired(lamp.on_lamp_lit_broken):
            lamp.light()

            assert outbox.deliver(the_delivery().pk) is Outcome.FAILED

        row = the_delivery()
        assert lamp.noted("broken") == 0
        assert (row.status, row.attempts, row.last_error) == ("pending", 1, "ValueError: the bulb is missing")
        assert timedelta(seconds=5) < row.next_try_at - timezone.now() < timedelta(seconds=13)

    def test_waits_until_the_next_try_is_due(self, time_machine):
        with lamp.wired(lamp.on_lamp_lit_broken):
            lamp.light()
            outbox.deliver(the_delivery().pk)

            assert outbox.deliver(the_delivery().pk) is Outcome.SKIPPED
            time_machine.move_to(timezone.now() + timedelta(seconds=13))
            assert outbox.deliver(the_delivery().pk) is Outcome.FAILED

    def test_buries_what_failed_too_often(self, caplog):
        with lamp.wired(lamp.on_lamp_lit_broken):
            lamp.light()
            OutboxDelivery.objects.update(attempts=delivery.MAX_ATTEMPTS - 1)

            assert outbox.deliver(the_delivery().pk) is Outcome.DEAD
            assert outbox.deliver(the_delivery().pk) is Outcome.SKIPPED

        assert the_delivery().status == DeliveryStatus.DEAD
        assert [record.levelno for record in caplog.records if "dead letter" in record.message] == [logging.ERROR]

    def test_buries_what_killed_its_process_every_time(self):
        with lamp.wired(lamp.on_lamp_lit):
            lamp.light()
            OutboxDelivery.objects.update(attempts=delivery.MAX_ATTEMPTS)

            assert outbox.deliver(the_delivery().pk) is Outcome.DEAD

        assert lamp.noted("inside") == 0

    def test_keeps_what_an_older_release_published_for_a_handler_that_is_gone(self):
        with lamp.wired(lamp.on_lamp_lit):
            lamp.light()
        OutboxDelivery.objects.update(handler="shop.handlers.on_gone")

        with lamp.wired(lamp.on_lamp_lit):
            assert outbox.deliver(the_delivery().pk) is Outcome.FAILED

        assert "No handler shop.handlers.on_gone follows LampLit" in the_delivery().last_error

    def test_keeps_no_secret_in_the_error(self):
        def on_lamp_lit(event):
            raise ValueError("could not sign in with password=Bazaar-2026!")

        with lamp.wired(on_lamp_lit):
            lamp.light()
            outbox.drain()

        assert "Bazaar" not in the_delivery().last_error

    @pytest.mark.parametrize("handler", [lamp.on_lamp_lit, lamp.on_lamp_lit_outside])
    def test_leaves_the_outcome_to_whoever_took_it_over(self, settings, handler):
        """The claim is lost while the handler runs: what it wrote in its transaction must not stay."""
        settings.FAILPOINTS = {
            "outbox.handler_ran": lambda: OutboxDelivery.objects.update(attempts=5),
        }
        with lamp.wired(handler):
            lamp.light()

            assert outbox.deliver(the_delivery().pk) is Outcome.SKIPPED

        assert the_delivery().status == DeliveryStatus.PENDING
        assert lamp.noted("inside") == 0

    def test_says_which_request_it_follows_in_the_log(self, caplog):
        seen = []

        class Listener(logging.Handler):
            def emit(self, record):
                seen.append((record.getMessage(), record.handler, context.current().request_id))

        logger = logging.getLogger("core.outbox.delivery")
        listener = Listener()
        logger.addHandler(listener)
        caplog.set_level(logging.INFO, "core.outbox.delivery")
        with lamp.wired(lamp.on_lamp_lit):
            with context.entered(context.RequestContext(request_id="request-3")):
                lamp.light()
            outbox.drain()
        logger.removeHandler(listener)

        assert seen == [("Event delivered", "tests.core.background.on_lamp_lit", "request-3")]


class TestDelayAfter:
    def test_doubles_from_ten_seconds_to_an_hour(self):
        middles = [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]

        for attempt, seconds in enumerate(middles, start=1):
            delay = delivery.delay_after(attempt).total_seconds()
            assert seconds * 0.75 <= delay <= seconds * 1.25

    def test_spreads_retries(self):
        assert len({delivery.delay_after(3) for _ in range(20)}) > 10

    def test_gives_a_handler_half_a_day(self):
        total = sum((delivery.delay_after(attempt) for attempt in range(1, delivery.MAX_ATTEMPTS)), timedelta())

        assert total > timedelta(hours=8)
