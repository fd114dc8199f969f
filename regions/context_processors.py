"""What every page knows of regions."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from regions import selectors


def region(request: HttpRequest) -> dict[str, Any]:
    """Give templates the visitor's region, and those to choose from."""
    return {
        "region": SimpleLazyObject(lambda: selectors.region_of(request)),
        "regions": SimpleLazyObject(selectors.list_regions),
    }
