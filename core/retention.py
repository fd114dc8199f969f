"""How long core's own rows, and Django's sessions, are kept."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet

from core import documents, pictures
from core.cleaning import register_step
from core.models import BulkAction, IdempotentCall, OutboxDelivery, OutboxEvent, RateLimitCounter

DELIVERED_EVENTS_DAYS = 30
BULK_ACTIONS_DAYS = 90


def register() -> None:
    register_step("delivered events", find_delivered_events)
    register_step("idempotency keys", lambda now: IdempotentCall.objects.filter(expires_at__lt=now))
    register_step("bulk actions", find_finished_bulk_actions)
    register_step("rate limit counters", find_ended_counters)
    register_step("pictures that nothing shows", pictures.find_unused, pictures.remove)
    register_step("documents that nothing holds", documents.find_unheld, documents.release)
    register_step("expired sessions", lambda now: Session.objects.filter(expire_date__lt=now))


def find_delivered_events(now: datetime) -> QuerySet:
    """Return old events that everybody was told. A dead letter keeps its event."""
    unfinished = OutboxDelivery.objects.unfinished().filter(event=OuterRef("pk"))
    return OutboxEvent.objects.filter(~Exists(unfinished), created_at__lt=now - timedelta(days=DELIVERED_EVENTS_DAYS))


def find_finished_bulk_actions(now: datetime) -> QuerySet:
    """Return those whose details nobody asks for any more. What was done to each row stays in the action log."""
    return BulkAction.objects.filter(finished_at__lt=now - timedelta(days=BULK_ACTIONS_DAYS))


def find_ended_counters(now: datetime) -> QuerySet:
    return RateLimitCounter.objects.filter(ends_at_ms__lte=int(now.timestamp() * 1000))
