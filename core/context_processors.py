"""What every page knows."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core import caching, selectors
from core.models import ShopSettings


def shop(request: HttpRequest) -> dict[str, Any]:
    """Give templates the shop's settings."""
    return {"shop": SimpleLazyObject(shown_shop)}


def shown_shop() -> ShopSettings:
    """Return the shop's settings as pages show them: at most a second old."""
    return caching.remember("shop", selectors.get_shop)
