"""Putting rows on their shelves: only those that differ from what stands there, and their places with them."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from catalog.listing import copying
from catalog.listing.facts import Batch, among, read
from catalog.listing.lexemes import stored
from catalog.listing.rows import OpenShelf, Row, TermKey, digest_of, row_of
from catalog.listing.vocabulary import Vocabulary
from catalog.models import Listing, ListingPlace, Product, Term
from catalog.models.listing import MOST_PLACES
from catalog.tree import Tree
from core.failpoints import failpoint

COLUMNS = (
    "id", "shelf_id", "product_id", "category_id", "price_minor", "highest_price_minor", "compare_at_price_minor",
    "discount_percent", "rating", "sold", "popularity", "name_words", "stock_state", "published_at", "terms",
    "digest", "slug", "name", "card", "names", "offers", "search",
)  # fmt: skip
PLACE_COLUMNS = ("id", "shelf_id", "category_id", "listing_id", "price_minor", "sold", "rating", "published_at")
NEVER_CHANGED = {"id", "shelf_id", "product_id"}


class Standing(NamedTuple):
    """What is known of a row that stands on a shelf."""

    id: int
    shelf_id: int
    product_id: UUID
    digest: str
    sold: int
    popularity: int


@dataclass
class Written:
    """What a write did. `is_shown` tells whether shoppers can see any of it."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    is_shown: bool = False


@dataclass
class Writer:
    """Writes listings, remembering between batches what never changes: terms and words."""

    shelves: Collection[OpenShelf]
    tree: Tree | None = None
    terms: dict[tuple[str, str], int] = field(default_factory=dict)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)

    def write(self, product_ids: Collection[UUID]) -> Written:
        """Make the rows of these products what they should be, in one transaction."""
        with transaction.atomic():
            # Whoever comes second reads what the first one's writer has committed by then.
            locked = Product.objects.filter(pk__in=among(product_ids)).order_by("pk").select_for_update(no_key=True)
            list(locked.values_list("pk", flat=True))
            batch = read(product_ids, tree=self.tree)
            failpoint("catalog.listing_read")
            wanted = self._rows(batch)
            shelf_ids = [shelf.id for shelf in self.shelves]
            standing = {
                (row.shelf_id, row.product_id): row
                for row in map(
                    Standing._make,
                    Listing.objects.filter(product_id__in=among(product_ids), shelf_id__in=shelf_ids).values_list(
                        *Standing._fields
                    ),
                )
            }
            written = self._apply(wanted, standing)
            if written.added or written.changed:
                self.vocabulary.learn(batch)
        return written

    def expected(self, product_ids: Collection[UUID]) -> dict[tuple[int, UUID], Row]:
        """Return the rows as they should be, written nowhere."""
        return {(row.shelf_id, row.product_id): row for row in self._rows(read(product_ids, tree=self.tree))}

    def _rows(self, batch: Batch) -> list[Row]:
        found = (row_of(product, batch, shelf) for product in batch.products.values() for shelf in self.shelves)
        rows = [row for row in found if row is not None]
        self._number_terms(rows)
        for row in rows:
            row.terms = [*row.fixed_terms, *sorted(self.terms[key[:2]] for key in row.term_keys)]
            row.digest = digest_of(row)
        return rows

    def _number_terms(self, rows: Iterable[Row]) -> None:
        """Give each term its number, making those that are new."""
        unknown: dict[tuple[str, str], TermKey] = {
            key[:2]: key for row in rows for key in row.term_keys if key[:2] not in self.terms
        }
        if not unknown:
            return
        self._find_terms(unknown)
        new = [
            Term(kind=kind, value=value, object_id=object_id)
            for (kind, value), (_, _, object_id) in sorted(unknown.items())
            if (kind, value) not in self.terms
        ]
        if new:
            Term.objects.bulk_create(new, ignore_conflicts=True)
            self._find_terms(unknown)

    def _find_terms(self, keys: Collection[tuple[str, str]]) -> None:
        wanted = Q()
        by_kind: dict[str, list[str]] = {}
        for kind, value in keys:
            by_kind.setdefault(kind, []).append(value)
        for kind, values in by_kind.items():
            wanted |= Q(kind=kind, value__in=values)
        for term_id, kind, value in Term.objects.filter(wanted).values_list("id", "kind", "value"):
            self.terms[kind, value] = term_id

    def _apply(self, wanted: list[Row], standing: dict[tuple[int, UUID], Standing]) -> Written:
        written = Written()
        new, changed = [], []
        for row in wanted:
            stands = standing.pop((row.shelf_id, row.product_id), None)
            if stands is None:
                new.append(row)
            elif (stands.digest, stands.sold, stands.popularity) != (row.digest, row.sold, row.popularity):
                changed.append((stands.id, row))
                written.is_shown |= stands.digest != row.digest
        gone = [stands.id for stands in standing.values()]
        remove(gone)
        add(new)
        change(changed)
        written.added, written.changed, written.removed = len(new), len(changed), len(gone)
        written.is_shown |= bool(new or gone)
        return written


def add(rows: list[Row]) -> None:
    if not rows:
        return
    if connection.vendor == "postgresql":
        copying.add(rows, COLUMNS, PLACE_COLUMNS, values_of, places_of)
        return
    last = Listing.objects.order_by("-id").values_list("id", flat=True).first() or 0
    numbered = list(enumerate(rows, last + 1))
    Listing.objects.bulk_create(_listing(listing_id, row) for listing_id, row in numbered)
    _add_places(numbered)


def change(rows: list[tuple[int, Row]]) -> None:
    if not rows:
        return
    Listing.objects.bulk_create(
        [_listing(listing_id, row) for listing_id, row in rows],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[name for name in COLUMNS if name not in NEVER_CHANGED],
    )
    _remove_places([listing_id for listing_id, _ in rows])
    _add_places(rows)


def _add_places(rows: list[tuple[int, Row]]) -> None:
    ListingPlace.objects.bulk_create(
        ListingPlace(**dict(zip(PLACE_COLUMNS, values, strict=True)))
        for listing_id, row in rows
        for values in places_of(listing_id, row)
    )


def remove(listing_ids: list[int]) -> None:
    if listing_ids:
        _remove_places(listing_ids)
        Listing.objects.filter(pk__in=listing_ids)._raw_delete(Listing.objects.db)


def _remove_places(listing_ids: list[int]) -> None:
    ids = [listing_id * MOST_PLACES + depth for listing_id in listing_ids for depth in range(MOST_PLACES)]
    ListingPlace.objects.filter(pk__in=ids)._raw_delete(ListingPlace.objects.db)


def values_of(listing_id: int, row: Row) -> tuple[Any, ...]:
    """Return a row's values in the order of COLUMNS."""
    return (
        listing_id, row.shelf_id, row.product_id, row.category_id, row.price_minor, row.highest_price_minor,
        row.compare_at_price_minor, row.discount_percent, row.rating, row.sold, row.popularity, row.name_words,
        row.stock_state, row.published_at, row.terms, row.digest, row.slug, row.name, row.card, row.names, row.offers,
        stored(row.lexemes, connection.vendor),
    )  # fmt: skip


def places_of(listing_id: int, row: Row) -> Iterator[tuple[Any, ...]]:
    """Yield the values of its places in the order of PLACE_COLUMNS."""
    for depth, category_id in enumerate(row.places[:MOST_PLACES]):
        yield (
            listing_id * MOST_PLACES + depth, row.shelf_id, category_id, listing_id, row.price_minor, row.sold,
            row.rating, row.published_at,
        )  # fmt: skip


def _listing(listing_id: int, row: Row) -> Listing:
    return Listing(**dict(zip(COLUMNS, values_of(listing_id, row), strict=True)))
