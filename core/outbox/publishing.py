"""Writing a fact beside the change that made it true, and telling whoever delivers once it is committed."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core import context
from core.events import Event
from core.failpoints import failpoint
from core.models import OutboxDelivery, OutboxEvent
from core.outbox import registry


def publish(event: Event) -> OutboxEvent:
    """Record the event in this transaction; its handlers are told after commit.

    Raises KeyError for an event without a line in the wiring, so that a forgotten one is found by its first test.
    """
    return publish_all([event])[0]


def publish_all(events: Iterable[Event]) -> list[OutboxEvent]:
    """Record many events at once, as `publish` records one."""
    # The column holds half of the longest id that a client may send.
    wiring, request_id, now = registry.wiring(), context.current().request_id[:64], timezone.now()
    rows = [
        OutboxEvent(name=type(event).__name__, payload=event.to_payload(), request_id=request_id) for event in events
    ]
    deliveries = [
        OutboxDelivery(event=row, handler=handler, queue=registry.queue_of(function), next_try_at=now)
        for row in rows
        for handler, function in wiring[row.name].items()
    ]
    OutboxEvent.objects.bulk_create(rows)
    OutboxDelivery.objects.bulk_create(deliveries)
    if deliveries:
        transaction.on_commit(lambda: _wake(deliveries), robust=True)
    return rows


def forget(kinds: Iterable[type[Event]], **about: object) -> None:
    """Delete what was published of these kinds about somebody who is gone; whoever was not told yet never is."""
    said = {f"payload__{name}": str(value) for name, value in about.items()}
    OutboxEvent.objects.filter(name__in=[kind.__name__ for kind in kinds], **said).delete()


def _wake(deliveries: Sequence[OutboxDelivery]) -> None:
    """Tell whoever delivers that there is work. Whatever happens here, the sweep finds the rows later."""
    failpoint("outbox.committed")
    if settings.CELERY_BROKER_URL:
        from core.outbox import broker

        broker.enqueue(deliveries)
    else:
        from core import worker

        worker.wake({delivery.queue for delivery in deliveries})
