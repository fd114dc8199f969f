"""The outbox: publish a fact in the caller's transaction; its handlers are told after commit, once each."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from core import context
from core.events import Event
from core.models import OutboxDelivery, OutboxEvent

Handler = Callable[[Event], None]


class Queue(StrEnum):
    CRITICAL = "critical"
    MAIL = "mail"
    DEFAULT = "default"
    BULK = "bulk"


_wiring: dict[str, dict[str, Handler]] = {}
_delivered: ContextVar[UUID | None] = ContextVar("delivered_event", default=None)


@contextmanager
def delivering(event_id: UUID) -> Iterator[None]:
    """Say, around a handler's run, which published event it is told."""
    token = _delivered.set(event_id)
    try:
        yield
    finally:
        _delivered.reset(token)


def delivered_event_id() -> UUID:
    """Return the id of the event that the running handler is told: the same one on every repetition."""
    event_id = _delivered.get()
    if event_id is None:
        raise RuntimeError("No event is being delivered.")
    return event_id


def handler(*, queue: Queue = Queue.DEFAULT, external: bool = False) -> Callable[[Handler], Handler]:
    """Say how a handler runs: in which queue, and (external) outside any transaction because it speaks to others."""

    def mark(function: Handler) -> Handler:
        function.queue, function.external = queue, external
        return function

    return mark


def handler_name(function: Handler) -> str:
    return f"{function.__module__}.{function.__qualname__}"


def wire(wiring: Mapping[type[Event], Sequence[Handler]]) -> None:
    """Learn which handlers follow which event."""
    _wiring.clear()
    for event, handlers in wiring.items():
        _wiring[event.__name__] = {handler_name(function): function for function in handlers}


def publish(event: Event) -> OutboxEvent:
    """Record the event in this transaction; its handlers are told after commit."""
    row = OutboxEvent.objects.create(
        name=type(event).__name__, payload=event.to_payload(), request_id=context.current().request_id
    )
    now = timezone.now()
    deliveries = OutboxDelivery.objects.bulk_create(
        OutboxDelivery(event=row, handler=name, queue=getattr(function, "queue", Queue.DEFAULT), next_try_at=now)
        for name, function in _wiring[row.name].items()
    )
    if deliveries:
        transaction.on_commit(lambda: _wake(deliveries), robust=True)
    return row


def _wake(deliveries: Sequence[OutboxDelivery]) -> None:
    """Tell whoever delivers that there is work."""
