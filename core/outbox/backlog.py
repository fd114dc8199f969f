"""How far behind the outbox is, and what staff may do about dead letters."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Min, Q
from django.utils import timezone

from core import actions, metrics
from core.models import DeliveryStatus, OutboxDelivery


@dataclass(frozen=True, slots=True)
class Backlog:
    """What still has to be told. `oldest_seconds` is the age of the oldest fact that somebody was not told yet."""

    pending: int
    dead: int
    oldest_seconds: float


def backlog() -> Backlog:
    unfinished = OutboxDelivery.objects.unfinished()
    counted = unfinished.aggregate(
        pending=Count("pk", filter=Q(status=DeliveryStatus.PENDING)),
        dead=Count("pk", filter=Q(status=DeliveryStatus.DEAD)),
        oldest=Min("created_at", filter=Q(status=DeliveryStatus.PENDING)),
    )
    oldest = counted["oldest"]
    age = max((timezone.now() - oldest).total_seconds(), 0.0) if oldest else 0.0
    return Backlog(counted["pending"], counted["dead"], age)


def register_gauges() -> None:
    metrics.register_gauge("haat_outbox_pending", "Deliveries that wait", lambda: backlog().pending)
    metrics.register_gauge("haat_outbox_dead", "Deliveries that were given up", lambda: backlog().dead)
    metrics.register_gauge("haat_outbox_oldest_seconds", "Age of the oldest", lambda: backlog().oldest_seconds)


@transaction.atomic
def try_again(*, delivery: OutboxDelivery, actor=None) -> bool:
    """Make a dead letter due at once, with all its attempts before it. Returns whether it was dead."""
    now = timezone.now()
    revived = OutboxDelivery.objects.filter(pk=delivery.pk, status=DeliveryStatus.DEAD).update(
        status=DeliveryStatus.PENDING, attempts=0, next_try_at=now, updated_at=now
    )
    if revived:
        actions.record(
            actor=actor,
            action="core.outboxdelivery.tried_again",
            target=delivery,
            before={"status": DeliveryStatus.DEAD.value},
            after={"status": DeliveryStatus.PENDING.value},
        )
    return bool(revived)
