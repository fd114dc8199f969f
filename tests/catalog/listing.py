"""Short words for tests of lists: fill the listing, ask it as a shopper does."""

from django.http import QueryDict

from catalog import selectors
from catalog.models import Shelf
from catalog.services import rebuild_listing
from catalog.tree import whole_tree
from core import caching


def fill() -> None:
    """Make every listing, and forget what this process remembers."""
    for _ in rebuild_listing():
        pass
    caching.forget()


def shelf_id(audience: str = "customer", region: str = "in") -> int:
    return Shelf.objects.get(audience=audience, region__code=region).pk


def asked(query: str = "", *, category: str = "", audience: str = "customer") -> selectors.Page:
    """Return the page that this address shows."""
    parameters = QueryDict(query)
    wanted = selectors.read_wanted(parameters, currency="INR", tree=whole_tree(), category=category)
    pages = selectors.read_pages(parameters)
    return selectors.list_products(shelf_id=shelf_id(audience), wanted=wanted, pages=pages)


def names(query: str = "", **about) -> list[str]:
    return [card.name for card in asked(query, **about).cards]


def facets(query: str = "", *, category: str = "") -> dict[str, dict[str, int]]:
    """Return {filter: {value: count}}."""
    parameters = QueryDict(query)
    wanted = selectors.read_wanted(parameters, currency="INR", tree=whole_tree(), category=category)
    page = asked(query, category=category)
    found = selectors.list_facets(shelf_id=shelf_id(), wanted=wanted, groups=page.groups, currency="INR")
    return {facet.code: {value.value: value.count for value in facet.values} for facet in found.facets}
