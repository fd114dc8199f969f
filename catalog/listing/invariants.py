"""What must be true of the listing: it says what a rebuild would say."""

from collections.abc import Iterator
from uuid import UUID

from catalog.listing.shelves import open_shelves
from catalog.listing.writing import Writer, places_of
from catalog.models import Listing, ListingPlace, Product, Shelf
from catalog.models.listing import MOST_PLACES
from catalog.services import rebuild_listing
from core.verification import register_invariant

BATCH = 500


def register() -> None:
    register_invariant("listing", find_wrong_listings, make_again)


def find_wrong_listings() -> Iterator[str]:
    """Yield every product that a shelf shows wrongly, leaves out, or should not have."""
    writer = Writer(open_shelves(Shelf.objects.filter(is_ready=True)))
    last: UUID | None = None
    while True:
        products = Product.objects.all() if last is None else Product.objects.filter(pk__gt=last)
        ids = list(products.order_by("pk").values_list("pk", flat=True)[:BATCH])
        if not ids:
            return
        yield from _wrong(writer, ids)
        last = ids[-1]


def make_again() -> None:
    for _progress in rebuild_listing():
        pass


def _wrong(writer: Writer, product_ids: list[UUID]) -> Iterator[str]:
    expected = writer.expected(product_ids)
    rows = Listing.objects.filter(product_id__in=product_ids, shelf_id__in=[shelf.id for shelf in writer.shelves])
    places = _places(product_ids)
    for listing_id, shelf_id, product_id, slug, digest in rows.values_list(
        "id", "shelf_id", "product_id", "slug", "digest"
    ):
        row = expected.pop((shelf_id, product_id), None)
        if row is None:
            yield f"{slug} stands on shelf {shelf_id} and should not"
        elif row.digest != digest:
            yield f"{slug} on shelf {shelf_id} is not what the catalogue says"
        elif places.get(listing_id, set()) != {place[0] for place in places_of(listing_id, row)}:
            yield f"{slug} on shelf {shelf_id} is not in all of its categories"
    for (shelf_id, _product), row in expected.items():
        yield f"{row.slug} is missing on shelf {shelf_id}"


def _places(product_ids: list[UUID]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    ids = Listing.objects.filter(product_id__in=product_ids).values_list("pk", flat=True)
    possible = [listing_id * MOST_PLACES + depth for listing_id in ids for depth in range(MOST_PLACES)]
    for listing_id, place_id in ListingPlace.objects.filter(pk__in=possible).values_list("listing_id", "id"):
        found.setdefault(listing_id, set()).add(place_id)
    return found
