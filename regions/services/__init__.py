"""Decisions and writes."""

from .exchange import fetch_exchange_rates, set_exchange_rate
from .ground import ensure_ground
from .regions import create_region, delete_region, update_region, uses_of
from .taxes import delete_tax_class, delete_tax_rate, has_members, save_tax_class, save_tax_rate

__all__ = [
    "create_region",
    "delete_region",
    "delete_tax_class",
    "delete_tax_rate",
    "ensure_ground",
    "fetch_exchange_rates",
    "has_members",
    "save_tax_class",
    "save_tax_rate",
    "set_exchange_rate",
    "update_region",
    "uses_of",
]
