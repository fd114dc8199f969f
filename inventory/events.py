"""What happened to stock."""

from dataclasses import dataclass
from uuid import UUID

from core.events import Event


@dataclass(frozen=True)
class StockChanged(Event):
    """The stock of these variants crossed a line that somebody watches: zero, few left, or its threshold."""

    variant_ids: list[str]


@dataclass(frozen=True)
class StockLow(Event):
    """Alerts were opened, or staff want one told again: those that are pending are told together."""

    # Staff wait for this mail: it does not wait for others to gather.
    is_asked_for: bool = False


@dataclass(frozen=True)
class BackInStock(Event):
    """Somebody who asked for it can have it now."""

    request_id: UUID
