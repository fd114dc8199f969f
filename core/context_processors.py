"""What every page knows."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core import caching, selectors
from core.models import ShopSettings

_seen: dict[str, ShopSettings] = {}


def shop(request: HttpRequest) -> dict[str, Any]:
    """Give templates the shop's settings, and its name for pages that must come out without a database."""
    return {"shop": SimpleLazyObject(shown_shop), "last_shop": SimpleLazyObject(last_shop)}


def last_shop() -> ShopSettings:
    """Return the shop's settings as this process saw them last, or as they are shipped."""
    return _seen.get("last") or ShopSettings()


def shown_shop() -> ShopSettings:
    """Return the shop's settings as pages show them: at most a second old."""
    _seen["last"] = caching.remember("shop", selectors.get_shop)
    return _seen["last"]
