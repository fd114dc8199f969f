"""What apps above the catalogue know of products. The listing stores their answers, so that a read asks nobody.

`contribute(product_ids)` answers `{product_id: value}` with a constant number of statements; a product that is missing
from the answer has nothing to say. Whoever contributes calls `catalog.services.refresh_listing`
when its answer changes.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from catalog.enums import StockState

Contribute = Callable[[Collection[UUID]], Mapping[UUID, Any]]

# The name under which inventory answers {product_id: {variant_id: VariantStock}}.
STOCK = "stock"


@dataclass(frozen=True, slots=True)
class VariantStock:
    """How many of a variant may be sold now; `None` is without limit."""

    available: int | None
    state: StockState


_contributors: dict[str, Contribute] = {}


def register(name: str, contribute: Contribute) -> None:
    _contributors[name] = contribute


def ask(name: str, product_ids: Collection[UUID]) -> Mapping[UUID, Any]:
    """Return what is known under this name; nothing when nobody registered."""
    contribute = _contributors.get(name)
    return contribute(product_ids) if contribute else {}
