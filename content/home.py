"""What the home page shows: what is sold, new, loved and belongs together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from catalog import selectors
from catalog.enums import Sort
from catalog.listing.keeping import kept
from catalog.selectors import Card, Pages, Wanted
from catalog.tree import whole_tree
from catalog.views.varied import varied
from catalog.views.visit import Visit

ROW, HERO, COLLECTIONS = 6, 3, 3
# A collection is worth a tile from so many products on.
LEAST_IN_COLLECTION = 4
# Best sellers change with sales, which change nothing else.
MOST_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Collection:
    """Products that share a tag, with the pictures of some of them."""

    tag: str
    name: str
    count: int
    cards: tuple[Card, ...]


def drawn_market(visit: Visit) -> SafeString:
    """Return all that stands on the home page: drawn once until the catalogue changes."""
    key = ("market", visit.shelf_id, visit.audience, get_language())
    return kept(key, lambda: render_to_string("content/market.html", _market(visit)), seconds=MOST_SECONDS)


def _market(visit: Visit) -> dict[str, Any]:
    best_selling = varied(visit, Sort.BEST_SELLING, ROW + HERO)
    pictured = [card for card in best_selling if card.image and card.available][:HERO]
    best_selling = [card for card in best_selling if card not in pictured][:ROW]
    # Nothing stands on the page twice.
    shown = {card.id for card in [*pictured, *best_selling]}
    newest = varied(visit, Sort.NEWEST, ROW, without=shown)
    shown |= {card.id for card in newest}
    return {
        "categories": whole_tree().children_of(None, visit.audience),
        "hero_cards": pictured,
        "best_selling": best_selling,
        "newest": newest,
        "best_rated": varied(visit, Sort.RATING, ROW, without=shown),
        "collections": _collections(visit),
    }


def _collections(visit: Visit) -> list[Collection]:
    """Return the tags that most products share. One statement each, however many products there are."""
    facets = selectors.list_facets(shelf_id=visit.shelf_id, wanted=Wanted(), currency=visit.currency)
    tags = next((facet.values for facet in facets.facets if facet.code == "tag"), ())
    largest = sorted(tags, key=lambda value: (-value.count, value.value))
    found: list[Collection] = []
    pictures: set[str] = set()
    for value in [one for one in largest if one.count >= LEAST_IN_COLLECTION][:COLLECTIONS]:
        asked: Any = QueryDict(urlencode({"tag": value.value}))
        wanted = selectors.read_wanted(asked, currency=visit.currency, tree=whole_tree())
        pages = Pages(sort=Sort.BEST_SELLING, limit=24)
        cards = selectors.list_products(shelf_id=visit.shelf_id, wanted=wanted, pages=pages).cards
        pictured = _differently_pictured(cards, pictures)
        found.append(Collection(value.value, value.label, value.count, pictured))
    return found


def _differently_pictured(cards: Sequence[Card], pictures: set[str]) -> tuple[Card, ...]:
    """Return three cards whose pictures are not on the page yet, and note these."""
    chosen: list[Card] = []
    for card in cards:
        if card.image and card.image.url not in pictures and len(chosen) < 3:
            pictures.add(card.image.url)
            chosen.append(card)
    return tuple(chosen)
