"""What of the catalogue everybody may find: by the shop's first region, as strangers see it."""

from collections.abc import Iterator

from django.db.models import QuerySet

from catalog.enums import Audience
from catalog.listing.shelves import find_shelf
from catalog.models import Brand, Listing
from catalog.tree import whole_tree
from regions.selectors import default_region

ROWS_A_PART = 10_000
FIRST_PART = "0"


def product_parts() -> Iterator[str]:
    """Yield where each part of the products begins: a number that the listing knows, so that no part is skipped to."""
    yield FIRST_PART
    last = 0
    while True:
        rows = _listed().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)
        found = rows[ROWS_A_PART - 1 : ROWS_A_PART + 1]
        if len(found) < 2:
            return
        last = found[0]
        yield str(last)


def product_slugs(part: str) -> Iterator[str]:
    rows = _listed().filter(pk__gt=int(part)).order_by("pk").values_list("slug", flat=True)
    yield from rows[:ROWS_A_PART].iterator(chunk_size=1000)


def category_slugs(part: str) -> Iterator[str]:
    tree = whole_tree()
    yield from sorted(tree.nodes[category_id].slug for category_id in tree.visible_for(Audience.CUSTOMER))


def brand_slugs(part: str) -> Iterator[str]:
    yield from Brand.objects.filter(is_active=True).order_by("slug").values_list("slug", flat=True)


def _listed() -> QuerySet[Listing]:
    return Listing.objects.filter(shelf_id=find_shelf(default_region().id, Audience.CUSTOMER))
