"""How long core's own rows, and Django's sessions, are kept."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet

from core.cleaning import register_step
from core.models import IdempotentCall, OutboxDelivery, OutboxEvent, RateLimitCounter

DELIVERED_EVENTS_DAYS = 30


def register() -> None:
    register_step("delivered events", find_delivered_events)
    register_step("idempotency keys", lambda now: IdempotentCall.objects.filter(expires_at__lt=now))
    register_step("rate limit counters", find_ended_counters)
    register_step("expired sessions", lambda now: Session.objects.filter(expire_date__lt=now))


def find_delivered_events(now: datetime) -> QuerySet:
    """Return old events that everybody was told. A dead letter keeps its event."""
    unfinished = OutboxDelivery.objects.unfinished().filter(event=OuterRef("pk"))
    return OutboxEvent.objects.filter(~Exists(unfinished), created_at__lt=now - timedelta(days=DELIVERED_EVENTS_DAYS))


def find_ended_counters(now: datetime) -> QuerySet:
    return RateLimitCounter.objects.filter(ends_at_ms__lte=int(now.timestamp() * 1000))
