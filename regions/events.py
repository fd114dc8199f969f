"""What changed about where the shop sells. What is shown of prices follows."""

from dataclasses import dataclass
from uuid import UUID

from core.events import Event


@dataclass(frozen=True)
class RegionChanged(Event):
    """A region was made, changed, switched on or off, or deleted."""

    region_id: UUID


@dataclass(frozen=True)
class TaxesChanged(Event):
    """Something about the taxes of a region changed."""

    region_id: UUID


@dataclass(frozen=True)
class ExchangeRateChanged(Event):
    """A currency is worth something else now."""

    base: str
    quote: str
