"""Finding what is due and delivering it: for the embedded worker, the sweep and the command."""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from core.models import OutboxDelivery
from core.outbox.delivery import Outcome, deliver
from core.outbox.registry import Queue

BATCH = 50
# Below the soft limit of a task (60 s), so that a long backlog is handed on and not cut off.
SWEEP_SECONDS = 45


@dataclass(slots=True)
class Drained:
    """What became of the deliveries that were due."""

    done: int = 0
    failed: int = 0
    dead: int = 0

    def count(self, outcome: Outcome) -> None:
        if outcome is not Outcome.SKIPPED:
            setattr(self, outcome.value, getattr(self, outcome.value) + 1)

    @property
    def total(self) -> int:
        return self.done + self.failed + self.dead


def drain(
    *,
    queues: Collection[str] = tuple(Queue),
    seconds: float | None = None,
    should_stop: Callable[[], bool] = lambda: False,
    report: Callable[[Drained], None] = lambda drained: None,
) -> Drained:
    """Deliver until nothing in these queues is due, and what the handlers themselves publish too."""
    drained = Drained()
    ends_at = None if seconds is None else time.monotonic() + seconds
    while True:
        before = drained.total
        due = OutboxDelivery.objects.due(timezone.now()).filter(queue__in=[str(queue) for queue in queues])
        for delivery_id in list(due.order_by("next_try_at").values_list("pk", flat=True)[:BATCH]):
            if should_stop() or (ends_at is not None and time.monotonic() > ends_at):
                return drained
            drained.count(deliver(delivery_id))
            report(drained)
        if drained.total == before:
            return drained


def sweep() -> None:
    """Have everything delivered that is due and that nobody was told of, or that failed before."""
    if settings.CELERY_BROKER_URL:
        from core.outbox import broker

        broker.enqueue_sweeps()
    else:
        from core import worker

        worker.wake(set(Queue))
