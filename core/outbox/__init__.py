"""The outbox: publish a fact in the caller's transaction; its handlers are told after commit, once each."""

from .backlog import Backlog, backlog, register_gauges, try_again
from .delivery import Outcome, deliver
from .publishing import forget, publish, publish_all
from .registry import Handler, Queue, delivered_event_id, delivering, find_handler, handler, handler_name, wire, wiring
from .relay import Drained, drain, sweep

__all__ = [
    "Backlog",
    "Drained",
    "Handler",
    "Outcome",
    "Queue",
    "backlog",
    "deliver",
    "delivered_event_id",
    "delivering",
    "drain",
    "find_handler",
    "forget",
    "handler",
    "handler_name",
    "publish",
    "publish_all",
    "register_gauges",
    "sweep",
    "try_again",
    "wire",
    "wiring",
]
