"""Who needs a region, or the currency of base prices: apps above register how to ask them."""

from collections.abc import Callable
from uuid import UUID

from django.utils.functional import Promise

_of_region: dict[str, tuple[str | Promise, Callable[[UUID], bool]]] = {}
_of_base_currency: list[Callable[[], bool]] = []


def register_use(name: str, label: str | Promise, is_used: Callable[[UUID], bool]) -> None:
    """Keep regions from being deleted for which `is_used` is true; the label tells staff what needs them."""
    _of_region[name] = (label, is_used)


def register_base_prices(are_there: Callable[[], bool]) -> None:
    """Keep the currency of base prices from being changed while there are any."""
    _of_base_currency.append(are_there)


def uses_of(region_id: UUID) -> list[str]:
    return [str(label) for label, is_used in _of_region.values() if is_used(region_id)]


def has_base_prices() -> bool:
    return any(are_there() for are_there in _of_base_currency)
