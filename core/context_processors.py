"""What every page knows."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core import selectors
from core.models import ShopSettings


def shop(request: HttpRequest) -> dict[str, Any]:
    """Give templates the shop's settings, read only when a page asks."""
    return {"shop": shop_of(request)}


def shop_of(request: HttpRequest) -> ShopSettings:
    """Return the shop's settings, read once for the whole request."""
    return vars(request).setdefault("_shop", SimpleLazyObject(selectors.get_shop))
