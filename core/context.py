"""What is known of the request being answered, for logs, the outbox, the action log and the choice of database."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass(slots=True)
class RequestContext:
    request_id: str = ""
    ip: str | None = None
    user_agent: str = ""
    user_id: str = ""
    extra: dict = field(default_factory=dict)
    sql_count: int = 0
    sql_seconds: float = 0.0
    may_read_replica: bool = False


_current: ContextVar[RequestContext | None] = ContextVar("request_context", default=None)


def current() -> RequestContext:
    """Return the request's context, or an empty one outside of requests."""
    return _current.get() or RequestContext()


def active() -> RequestContext | None:
    """Return the request's context, or None outside of requests."""
    return _current.get()


@contextmanager
def entered(context: RequestContext) -> Iterator[RequestContext]:
    token = _current.set(context)
    try:
        yield context
    finally:
        _current.reset(token)
