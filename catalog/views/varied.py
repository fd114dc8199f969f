"""The first of an order, of many kinds rather than of one: for shelves that are to be looked at."""

from collections import Counter
from collections.abc import Collection
from uuid import UUID

from catalog import selectors
from catalog.enums import Sort
from catalog.selectors import Card, Pages, Wanted
from catalog.views.visit import Visit

CHOSEN_FROM = 8


def varied(visit: Visit, sort: Sort, limit: int, *, without: Collection[UUID] = ()) -> list[Card]:
    """Return so many cards: what can be bought first, and one of each category before a second one."""
    pages = Pages(sort=sort, limit=limit * CHOSEN_FROM)
    cards = selectors.list_products(shelf_id=visit.shelf_id, wanted=Wanted(), pages=pages).cards
    seen: Counter[UUID | None] = Counter()
    ranked: list[tuple[bool, int, int, Card]] = []
    for card in cards:
        if card.id in without:
            continue
        kind = card.category.id if card.category else None
        ranked.append((not card.available, seen[kind], len(ranked), card))
        seen[kind] += 1
    return [one[3] for one in sorted(ranked, key=lambda one: one[:3])[:limit]]
