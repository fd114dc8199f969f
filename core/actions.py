"""The port through which every app writes the action log. `audit` registers what stands behind it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

Sink = Callable[..., None]
_sink: Sink | None = None


@dataclass
class Words:
    """What people call things by their model, deeds by the last word of the action, and fields. `config` fills it."""

    things: Mapping[str, Any] = field(default_factory=dict)
    deeds: Mapping[str, Any] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)


words = Words()


def register_sink(sink: Sink) -> None:
    global _sink
    _sink = sink


def is_registered() -> bool:
    return _sink is not None


def record(
    *,
    actor: Model | None,
    action: str,
    target: Model | type[Model],
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Write one staff action in the caller's transaction. IP, user agent and request id come from the context.

    A model as the target stands for the list of its rows.
    """
    if _sink is None:
        raise RuntimeError("No sink for the action log is registered.")
    _sink(actor=actor, action=action, target=target, before=before or {}, after=after or {}, reason=reason)
