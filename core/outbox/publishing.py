"""Writing a fact beside the change that made it true, and telling whoever delivers once it is committed."""

from collections.abc import Sequence

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
    name = type(event).__name__
    handlers = registry.wiring()[name]
    row = OutboxEvent.objects.create(name=name, payload=event.to_payload(), request_id=context.current().request_id)
    now = timezone.now()
    deliveries = OutboxDelivery.objects.bulk_create(
        OutboxDelivery(event=row, handler=handler, queue=registry.queue_of(function), next_try_at=now)
        for handler, function in handlers.items()
    )
    if deliveries:
        transaction.on_commit(lambda: _wake(deliveries), robust=True)
    return row


def _wake(deliveries: Sequence[OutboxDelivery]) -> None:
    """Tell whoever delivers that there is work. Whatever happens here, the sweep finds the rows later."""
    failpoint("outbox.committed")
    if settings.CELERY_BROKER_URL:
        from core.outbox import broker

        broker.enqueue(deliveries)
    else:
        from core import worker

        worker.wake({delivery.queue for delivery in deliveries})
