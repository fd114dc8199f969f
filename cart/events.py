"""What happened to carts."""

from dataclasses import dataclass
from uuid import UUID

from core.events import Event


@dataclass(frozen=True)
class CartAbandoned(Event):
    """Somebody left goods behind and has not come back for a day. Told once for each cart."""

    cart_id: UUID
