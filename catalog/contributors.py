"""What apps above the catalogue know of products. The listing stores their answers, so that a read asks nobody.

`contribute(product_ids)` answers `{product_id: value}` with a constant number of statements; a product that is missing
from the answer has nothing to say. Whoever contributes calls `catalog.services.refresh_listing`
when its answer changes. Delivery is promised by region and price, and asked when a product is shown.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from catalog.enums import Audience, StockState
from core.money import Money
from regions.snapshot import ShownRegion

Contribute = Callable[[Collection[UUID]], Mapping[UUID, Any]]

# The name under which inventory answers {product_id: {variant_id: VariantStock}}.
STOCK = "stock"
# The name under which promotions answers {product_id: Sale}.
SALE = "sale"


@dataclass(frozen=True, slots=True)
class VariantStock:
    """How many of a variant may be sold now; `None` is without limit."""

    available: int | None
    state: StockState


class SalePrice(NamedTuple):
    """What a unit costs now, and what it would without the sale."""

    minor: int
    former_minor: int


class Sale(Protocol):
    """Says what a variant of a product costs somewhere, for whom; nothing where its price stays."""

    def __call__(
        self, *, variant_id: UUID, region_id: UUID, audience: Audience, currency: str, minor: int
    ) -> SalePrice | None: ...


_contributors: dict[str, Contribute] = {}
_differing: dict[str, Callable[[], bool]] = {}


def register(name: str, contribute: Contribute, *, differs_for_trade: Callable[[], bool] | None = None) -> None:
    """Join what the listing knows. `differs_for_trade` tells whether trade customers are shown anything else."""
    _contributors[name] = contribute
    if differs_for_trade:
        _differing[name] = differs_for_trade


def differ_for_trade() -> bool:
    return any(ask() for ask in _differing.values())


def ask(name: str, product_ids: Collection[UUID]) -> Mapping[UUID, Any]:
    """Return what is known under this name; nothing when nobody registered."""
    contribute = _contributors.get(name)
    return contribute(product_ids) if contribute else {}


@dataclass(frozen=True, slots=True)
class Promise:
    """In how many working days one of a product arrives, at the least and the most, and what sending it costs."""

    min_days: int
    max_days: int
    price: Money
    free_from: Money | None

    @property
    def days(self) -> str:
        """The days as people read them. What may come the same day is not promised before the next."""
        least = max(self.min_days, 1)
        return str(self.max_days) if least >= self.max_days else f"{least}–{self.max_days}"


class AskPromise(Protocol):
    """Answers without a statement: every page of a product asks. `None` is no way to send it there."""

    def __call__(self, *, region: ShownRegion, store_id: UUID | None, value: Money, grams: int) -> Promise | None: ...


_promises: list[AskPromise] = []


def register_promise(ask_promise: AskPromise) -> None:
    _promises[:] = [ask_promise]


def promise(*, region: ShownRegion, store_id: UUID | None, value: Money, grams: int) -> Promise | None:
    """Return when goods of a seller arrive in a region; nothing when nobody registered, or nobody sends there."""
    return next((ask(region=region, store_id=store_id, value=value, grams=grams) for ask in _promises), None)
