"""Which handlers follow which event, and how each of them runs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from typing import Any
from uuid import UUID

from core.events import Event

Handler = Callable[[Any], None]


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
        function.queue, function.external = queue, external  # type: ignore[attr-defined]
        return function

    return mark


def handler_name(function: Handler) -> str:
    return f"{function.__module__}.{function.__qualname__}"


def queue_of(function: Handler) -> Queue:
    return getattr(function, "queue", Queue.DEFAULT)


def is_external(function: Handler) -> bool:
    return getattr(function, "external", False)


def wire(wiring: Mapping[type[Event], Sequence[Handler]]) -> None:
    """Learn which handlers follow which event."""
    _wiring.clear()
    for event, handlers in wiring.items():
        _wiring[event.__name__] = {handler_name(function): function for function in handlers}


def wiring() -> Mapping[str, Mapping[str, Handler]]:
    """Return the handlers of each event, both by name."""
    return _wiring


def find_handler(event: str, name: str) -> Handler | None:
    return _wiring.get(event, {}).get(name)
