"""Who asks for a page, and what every page of the catalogue has in common."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, override

from catalog import selectors
from catalog.enums import Audience
from core.caching import public
from core.errors import NotFound
from core.origin import absolute, origin_of
from core.redirects import moved_for_good
from regions.selectors import region_of

TAGS = ("shop", "catalogue", "categories", "brands", "regions", "shelves", "synonyms")
SECONDS = 300
# A product's page says how many are left, which changes without anything else on it changing.
PRODUCT_SECONDS = 30

shared = public(max_age=SECONDS, tags=TAGS)
current = public(max_age=PRODUCT_SECONDS, tags=[*TAGS, "shipping"], is_current=True)


class Visit:
    """What decides which goods and prices a page shows."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def audience(self) -> Audience:
        return selectors.audience_of(self.request)

    @cached_property
    def shelf_id(self) -> int | None:
        return selectors.shelf_of(self.request)

    @property
    def currency(self) -> str:
        return region_of(self.request).currency

    def product(self, named: str) -> selectors.Detail:
        """Return the product, if this visitor may see it. Raises NotFound."""
        return selectors.get_product(
            named=named, shelf_id=self.shelf_id, audience=self.audience, currency=self.currency
        )


def moved(request: HttpRequest, kind: str, slug: str, may_see: Callable[[str], Any]) -> HttpResponse:
    """Send on from a former address, in one hop, if the visitor may see what is there. Raises NotFound."""
    target = selectors.find_moved(slug=slug, kind=kind)
    if not target or not may_see(target):
        raise NotFound
    return moved_for_good(request, reverse(f"catalog:{kind}", args=[target]))


def head(request: HttpRequest, route: str, *args: str, query: str = "", **about: Any) -> dict[str, Any]:
    """Return what search engines and other people's pages are told: one address, and its twins in other languages."""
    addresses = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            addresses[code] = absolute(request, reverse(route, args=args) + query)
    return {
        "canonical": addresses[get_language() or settings.LANGUAGE_CODE],
        "alternates": addresses.items(),
        "default": addresses[settings.LANGUAGE_CODE],
        "origin": origin_of(request),
        "type": "website",
    } | about
