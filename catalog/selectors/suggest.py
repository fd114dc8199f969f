"""What the search box suggests while somebody types."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import get_language

from catalog.enums import Audience
from catalog.listing.cards import Hit, Named
from catalog.listing.keeping import kept
from catalog.models import Brand, SearchedFor
from catalog.search.words import fold, stem, words_of
from catalog.selectors.listing import find_first
from catalog.tree import Node, Tree, whole_tree

SHORTEST, MOST_PRODUCTS, MOST_OTHERS = 2, 6, 4
LEAST_TIMES = 3
# Former searches grow in number without anything changing.
MOST_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Products, and where else to go; former searches are those that several people made and that found something."""

    products: tuple[Hit, ...]
    categories: tuple[Named, ...]
    brands: tuple[Named, ...]
    queries: tuple[str, ...]


def suggest(*, text: str, shelf_id: int | None, audience: Audience) -> Suggestions:
    """Return what begins like this, or is spelled nearly so: three statements for words that occur.

    Everybody types the same few letters first: what they were told is good until the catalogue changes.
    """
    words = words_of(text)
    if not words or sum(map(len, words)) < SHORTEST or shelf_id is None:
        return Suggestions((), (), (), ())
    key = ("suggestions", shelf_id, audience, get_language(), text)
    return kept(key, lambda: _suggest(text, words, shelf_id, audience), seconds=MOST_SECONDS)


def _suggest(text: str, words: Sequence[str], shelf_id: int, audience: Audience) -> Suggestions:
    return Suggestions(
        products=find_first(shelf_id=shelf_id, text=text, limit=MOST_PRODUCTS),
        categories=_categories(words, audience),
        brands=_brands(text.strip()),
        queries=_queries(" ".join(words)),
    )


def _categories(words: Sequence[str], audience: Audience) -> tuple[Named, ...]:
    """The tree is in memory: every word has to begin one of the name's."""
    tree = whole_tree()
    asked = [(word, stem(word)) for word in words]
    found = [
        node
        for node, parts, stems in kept(("words of categories", audience), lambda: _words_of_categories(tree, audience))
        if all(stemmed in stems or any(part.startswith(word) for part in parts) for word, stemmed in asked)
    ]
    found.sort(key=lambda node: (len(tree.path(node.id)), node.position, node.name))
    return tuple(Named(node.id, node.slug, node.name_in()) for node in found[:MOST_OTHERS])


def _words_of_categories(tree: Tree, audience: Audience) -> list[tuple[Node, tuple[str, ...], frozenset[str]]]:
    found = []
    for category_id in tree.visible_for(audience):
        node = tree.nodes[category_id]
        parts = tuple(part for name in (node.name, *node.names.values()) for part in words_of(name))
        found.append((node, parts, frozenset(map(stem, parts))))
    return found


def _brands(text: str) -> tuple[Named, ...]:
    begins = Q(name__istartswith=text) | Q(slug__startswith=fold(text).replace(" ", "-"))
    rows = Brand.objects.filter(begins, is_active=True).order_by("name", "pk")
    return tuple(Named(*row) for row in rows.values_list("id", "slug", "name")[:MOST_OTHERS])


def _queries(text: str) -> tuple[str, ...]:
    rows = SearchedFor.objects.filter(query__startswith=text, found__gt=0, times__gte=LEAST_TIMES)
    return tuple(rows.order_by("-times", "query").values_list("query", flat=True)[:MOST_OTHERS])
