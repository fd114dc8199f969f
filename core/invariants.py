"""What must always be true of core's own rows."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from core import beat, outbox
from core.models import DeliveryStatus, OutboxDelivery
from core.verification import register_invariant

LATE = timedelta(minutes=15)


def register() -> None:
    register_invariant("outbox.delivered_in_time", find_late_deliveries, deliver_now)
    register_invariant("outbox.no_dead_letters", find_dead_letters)
    register_invariant("outbox.handlers_exist", find_unknown_handlers)
    register_invariant("schedule.on_time", find_late_jobs)


def find_late_deliveries() -> Iterator[str]:
    late = OutboxDelivery.objects.unfinished().filter(
        status=DeliveryStatus.PENDING, created_at__lt=timezone.now() - LATE
    )
    for delivery in late.select_related("event").order_by("created_at").iterator():
        reason = delivery.last_error.partition("\n")[0] or "never tried"
        yield f"{delivery.event.name} waits for {delivery.handler} since {delivery.created_at:%F %T} ({reason})"


def deliver_now() -> None:
    """Try what waits for its next attempt again at once."""
    OutboxDelivery.objects.unfinished().filter(status=DeliveryStatus.PENDING).update(next_try_at=timezone.now())
    outbox.drain()


def find_dead_letters() -> Iterator[str]:
    dead = OutboxDelivery.objects.unfinished().filter(status=DeliveryStatus.DEAD)
    for delivery in dead.select_related("event").order_by("created_at").iterator():
        reason = delivery.last_error.partition("\n")[0]
        yield f"{delivery.event.name} was never told to {delivery.handler}: {reason}"


def find_unknown_handlers() -> Iterator[str]:
    waiting = OutboxDelivery.objects.unfinished().filter(status=DeliveryStatus.PENDING)
    for event, handler in waiting.values_list("event__name", "handler").distinct().order_by("event__name", "handler"):
        if outbox.find_handler(event, handler) is None:
            yield f"{event} waits for {handler}, which the wiring does not have"


def find_late_jobs() -> Iterator[str]:
    for name in beat.overdue(timezone.now(), LATE):
        yield f"The job {name} should have run more than {LATE.seconds // 60} minutes ago"
