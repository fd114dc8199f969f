"""What every page knows."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core import selectors


def shop(_request: HttpRequest) -> dict[str, Any]:
    """Give templates the shop's settings, read only when a page asks."""
    return {"shop": SimpleLazyObject(selectors.get_shop)}
