"""Delivering one fact to one handler, exactly once.

A delivery is claimed first: the attempt is counted and the next one put off, in a transaction of its own, so that a
handler that kills its process is not tried for ever. Then the handler runs and is marked done in one transaction,
which is rolled back when somebody else claimed the delivery in between. An external handler speaks to the outside:
it runs outside of transactions, and is told again if the process dies before it is marked done.
"""

import logging
import random
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from core import context
from core.events import Event
from core.failpoints import failpoint
from core.logs import redact
from core.models import DeliveryStatus, OutboxDelivery
from core.outbox import registry

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 20
FIRST_DELAY, LONGEST_DELAY = timedelta(seconds=10), timedelta(hours=1)
# A row lock guards a handler that runs in a transaction; the lease only covers the moment before it.
LEASE = timedelta(seconds=30)
# Nothing else guards an external handler: the lease outlives the hard limit of a task (90 s) twice.
EXTERNAL_LEASE = timedelta(seconds=180)
ERROR_LENGTH = 2000


class Outcome(StrEnum):
    DONE = "done"
    FAILED = "failed"
    DEAD = "dead"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to make this attempt. It is lost as soon as another attempt is counted."""

    delivery: OutboxDelivery
    attempt: int

    def held(self):
        """Return the delivery's row, if this claim still holds."""
        return OutboxDelivery.objects.filter(pk=self.delivery.pk, status=DeliveryStatus.PENDING, attempts=self.attempt)


class ClaimLost(Exception):
    """Another worker took the delivery over; what this one did is rolled back."""


class HandlerUnknown(Exception):
    """The wiring has no such handler: an older or newer release published the event."""


def deliver(delivery_id: UUID) -> Outcome:
    """Tell one handler, if the delivery is due and nobody else is at it. Never raises for what the handler does."""
    claim = _claim(delivery_id, timezone.now())
    if claim is None:
        return Outcome.SKIPPED
    if claim.attempt > MAX_ATTEMPTS:
        return _bury(claim, "The process ended while the handler ran.")
    event = claim.delivery.event
    with context.entered(context.RequestContext(request_id=event.request_id)), registry.delivering(event.pk):
        started = time.monotonic()
        try:
            _run(claim)
        except ClaimLost:
            return Outcome.SKIPPED
        except Exception as error:  # noqa: BLE001
            return _record_failure(claim, error)
        log.info("Event delivered", extra=_described(claim) | {"seconds": round(time.monotonic() - started, 3)})
        return Outcome.DONE


def delay_after(attempt: int) -> timedelta:
    """Return how long to wait after this attempt: twice as long each time, spread so that retries do not meet."""
    doubled = min(FIRST_DELAY * 2 ** min(attempt - 1, 16), LONGEST_DELAY)
    return doubled * random.uniform(0.75, 1.25)


def _claim(delivery_id: UUID, now: datetime) -> Claim | None:
    """Count the attempt. SQLite has no row locks, but its transactions begin with the one lock for writing."""
    with transaction.atomic():
        delivery = (
            OutboxDelivery.objects.due(now)
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("event")
            .filter(pk=delivery_id)
            .first()
        )
        if delivery is None:
            return None
        failpoint("outbox.claiming")
        delivery.attempts += 1
        delivery.next_try_at = now + (EXTERNAL_LEASE if _is_external(delivery) else LEASE)
        delivery.save(update_fields=["attempts", "next_try_at", "updated_at"])
    return Claim(delivery, delivery.attempts)


def _is_external(delivery: OutboxDelivery) -> bool:
    function = registry.find_handler(delivery.event.name, delivery.handler)
    return function is not None and registry.is_external(function)


def _run(claim: Claim) -> None:
    row = claim.delivery.event
    function = registry.find_handler(row.name, claim.delivery.handler)
    if function is None:
        raise HandlerUnknown(f"No handler {claim.delivery.handler} follows {row.name}.")
    event = Event.registry[row.name].from_payload(row.payload)
    if registry.is_external(function):
        _tell(function, event)
        _mark_done(claim)
        return
    with transaction.atomic(durable=True):
        if not claim.held().select_for_update().exists():
            raise ClaimLost
        _tell(function, event)
        _mark_done(claim)


def _tell(function: registry.Handler, event: Event) -> None:
    failpoint("outbox.handler_starts")
    function(event)
    failpoint("outbox.handler_ran")


def _mark_done(claim: Claim) -> None:
    now = timezone.now()
    if not claim.held().update(status=DeliveryStatus.DONE, done_at=now, updated_at=now, last_error=""):
        raise ClaimLost


def _record_failure(claim: Claim, error: Exception) -> Outcome:
    reason = redact(f"{type(error).__name__}: {error}")[:ERROR_LENGTH]
    if claim.attempt >= MAX_ATTEMPTS:
        return _bury(claim, reason, error)
    now = timezone.now()
    claim.held().update(last_error=reason, next_try_at=now + delay_after(claim.attempt), updated_at=now)
    log.warning("A handler failed and will be told again", extra=_described(claim), exc_info=error)
    return Outcome.FAILED


def _bury(claim: Claim, reason: str, error: Exception | None = None) -> Outcome:
    """Give up. Staff see the dead letter and may have it tried again."""
    if not claim.held().update(status=DeliveryStatus.DEAD, last_error=reason, updated_at=timezone.now()):
        return Outcome.SKIPPED
    log.error("A handler failed too often: dead letter", extra=_described(claim), exc_info=error)
    return Outcome.DEAD


def _described(claim: Claim) -> dict[str, object]:
    delivery = claim.delivery
    return {
        "event": delivery.event.name,
        "event_id": str(delivery.event_id),
        "handler": delivery.handler,
        "attempt": claim.attempt,
    }
