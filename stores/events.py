"""What happened to stores."""

from dataclasses import dataclass
from uuid import UUID

from core.events import Event


@dataclass(frozen=True)
class StoreStatusChanged(Event):
    """A store opened, closed, went on vacation, was suspended or deleted: what it sells is shown or hidden."""

    store_id: UUID


@dataclass(frozen=True)
class StoreChanged(Event):
    """Its name, address or place; what shows the store shows it anew."""

    store_id: UUID
