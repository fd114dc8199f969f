"""Lists of products: by category, by filters, by words, in any order, page by page."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import connections, router

from catalog.enums import Sort
from catalog.listing.asked_sql import ORDERS, Cursor, microseconds, page_of, ranks_of, source
from catalog.listing.asking import MOST_ROWS, Pages, Wanted
from catalog.listing.cards import Card, Hit
from catalog.listing.keeping import kept
from catalog.models import Listing
from catalog.search.marking import marked
from catalog.search.query import NO_WORDS, Groups, finished, is_as_typed, partly
from catalog.search.understanding import corrected, groups_of, joined

MOST_SCORED = 500
# Of a longer query, so many words are looked for where nothing has all of them.
MOST_PARTLY = 6
# Hits from which on ranks are kept, so many at a time; popularity changes without anything else changing.
MOST_UNRANKED, RANK_SECONDS = 1_000, 60
CARD = "l.card, l.names, l.highest_price_minor"
# What is marked in a hit's text stands with the product; lists that are not searched do without.
TEXTS, WITH_TEXTS = "l.name, w.short_description", "JOIN catalog_product w ON w.id = l.product_id"


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list. The total is exact up to MOST_ROWS."""

    hits: tuple[Hit, ...]
    total: int
    total_is_capped: bool
    page: int
    limit: int
    next_cursor: str | None
    previous_cursor: str | None
    # What was read into the words of the query, for facets to count the same list.
    groups: Groups = NO_WORDS

    @property
    def cards(self) -> list[Card]:
        return [hit.as_card() for hit in self.hits]

    @property
    def is_partial(self) -> bool:
        """Whether nothing has all the words, and these have some of them."""
        return bool(self.groups.spare and self.total)

    @property
    def total_as_typed(self) -> int:
        """How many have all the words as they were typed: neither some of them nor what was probably meant."""
        return 0 if self.is_partial or not is_as_typed(self.groups) else self.total

    @property
    def total_pages(self) -> int:
        return -(-self.total // self.limit)


def list_products(*, shelf_id: int | None, wanted: Wanted, pages: Pages) -> Page:
    """Return a page of the products on a shelf: one statement, and one more to count them the first time.

    Words that find nothing are read again, the last one as unfinished, then each as mistyped; where nothing has all of
    them, what has most of them is listed. Of words that very many have, the ranks are kept.
    Raises InvalidInput for a cursor of another list.
    """
    if shelf_id is None or (wanted.text and not groups_of(wanted.text)):
        return Page((), 0, False, pages.page, pages.limit, None, None)
    total, groups = _count(wanted, shelf_id, groups_of(wanted.text) if wanted.text else NO_WORDS)
    if groups and pages.sort is Sort.RELEVANCE:
        cursor = Cursor.read(pages.cursor, pages.sort) if pages.cursor else None
        if cursor.is_rank if cursor else total > MOST_UNRANKED:
            first = cursor.key if cursor else (pages.page - 1) * pages.limit
            return _ranked_page(wanted, pages, shelf_id, groups, total, max(first, 0))
    rows = _fetch(wanted, pages, shelf_id, groups) if total or pages.cursor else []
    return _page(rows, pages, total, groups)


def find_first(*, shelf_id: int, text: str, limit: int) -> tuple[Hit, ...]:
    """Return the products that fit best, without counting them: one statement for words that occur.

    Of what begins half of the shop's names only MOST_SCORED are looked at.
    """
    groups = groups_of(text)
    if not groups:
        return ()
    wanted, pages = Wanted(text=text), Pages(limit=limit)
    rows = _fetch(wanted, pages, shelf_id, groups, most_scored=MOST_SCORED)
    if not rows and (meant := corrected(groups)) != groups:
        rows = _fetch(wanted, pages, shelf_id, groups := meant, most_scored=MOST_SCORED)
    return tuple(_hit(row, groups) for row in rows[:limit])


def list_related(*, shelf_id: int | None, product_id: UUID, category_id: UUID, limit: int) -> tuple[Hit, ...]:
    """Return the best rated products of the same category, without the product itself."""
    if shelf_id is None:
        return ()
    wanted, pages = Wanted(category_id=category_id), Pages(sort=Sort.RATING, limit=limit)
    # All products of a category are told the same.
    best = kept(("best rated", shelf_id, category_id, limit), lambda: _fetch(wanted, pages, shelf_id, NO_WORDS))
    hits = (_hit(row, NO_WORDS) for row in best)
    return tuple(hit for hit in hits if hit.as_card().id != product_id)[:limit]


def list_by_ids(*, shelf_id: int | None, product_ids: Sequence[UUID]) -> list[Card]:
    """Return the cards of those of these products that the shelf has, in the order given."""
    rows = Listing.objects.filter(shelf_id=shelf_id, product_id__in=product_ids)
    found = {
        product_id: Hit(listing_id, 0, card, names, highest_minor=highest).as_card()
        for product_id, listing_id, card, names, highest in rows.values_list(
            "product_id", "id", "card", "names", "highest_price_minor"
        )
    }
    return [found[product_id] for product_id in product_ids if product_id in found]


def _count(wanted: Wanted, shelf_id: int, groups: Groups) -> tuple[int, Groups]:
    """Return how many there are, one more than MOST_ROWS at most, and the reading of the words that finds them."""

    def count() -> tuple[int, Groups]:
        as_typed = finished(groups)
        total = _total(wanted, shelf_id, as_typed)
        if total or not groups:
            return total, as_typed
        bare = Wanted(text=wanted.text)
        if wanted == bare:
            return _count_otherwise(wanted, shelf_id, groups)
        # Filters that leave nothing do not change how the words are read.
        _every, meant = _count(bare, shelf_id, groups)
        return (_total(wanted, shelf_id, meant) if meant != as_typed else 0), meant

    return kept(("total", shelf_id, wanted, groups), count)


def _count_otherwise(wanted: Wanted, shelf_id: int, groups: Groups) -> tuple[int, Groups]:
    """Return how many have the words written together, begin with the last one or have what was probably meant.

    Else, as many of the words as anything has.
    """
    as_typed, together, meant = finished(groups), finished(joined(wanted.text)), corrected(groups)
    for reading in dict.fromkeys((together, groups, meant)):
        if reading and reading != as_typed and (total := _total(wanted, shelf_id, reading)):
            return total, reading
    # Of as many words, those that were typed are worth more than those that were guessed.
    readings = dict.fromkeys(partly(one, MOST_PARTLY) for one in (as_typed, together, groups, meant))
    for spare in range(0 if len(groups) > MOST_PARTLY else 1, min(len(groups), MOST_PARTLY)):
        for reading in readings:
            if len(reading) <= spare:
                continue
            some = replace(reading, spare=spare)
            if total := _total(wanted, shelf_id, some):
                return total, some
    return 0, groups


def _total(wanted: Wanted, shelf_id: int, groups: Groups) -> int:
    rows = source(wanted, shelf_id, groups)
    inner = f"SELECT 1 FROM {rows.tables} WHERE {rows.where} LIMIT {MOST_ROWS + 1}"  # noqa: S608
    with reading().cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({inner}) counted", rows.parameters)  # noqa: S608
        return cursor.fetchone()[0]


def _fetch(
    wanted: Wanted, pages: Pages, shelf_id: int, groups: Groups, *, most_scored: int | None = None
) -> list[tuple[Any, ...]]:
    inner, parameters = page_of(wanted, pages, shelf_id, groups, most_scored=most_scored)
    columns, words = (
        (f"l.id, h.sort_key, {CARD}, {TEXTS}", WITH_TEXTS) if groups else (f"l.id, h.sort_key, {CARD}", "")
    )
    statement = f"SELECT {columns} FROM ({inner}) h JOIN catalog_listing l ON l.id = h.id {words}"  # noqa: S608
    with reading().cursor() as cursor:
        cursor.execute(statement, parameters)
        rows = cursor.fetchall()
    is_descending = ORDERS[pages.sort][1]
    rows.sort(key=lambda row: (row[1], row[0]), reverse=is_descending)
    return rows


def _page(rows: list[tuple[Any, ...]], pages: Pages, total: int, groups: Groups) -> Page:
    cursor = Cursor.read(pages.cursor, pages.sort) if pages.cursor else None
    has_more = len(rows) > pages.limit
    is_backwards = cursor is not None and cursor.is_backwards
    rows = rows[-pages.limit :] if is_backwards else rows[: pages.limit]
    before = has_more if is_backwards else pages.page > 1 or cursor is not None
    after = is_backwards or has_more
    hits = tuple(_hit(row, groups) for row in rows)
    ends = [Cursor(pages.sort, _key(row[1]), row[0]) for row in (rows[:1] + rows[-1:])]
    return Page(
        hits=hits,
        total=min(total, MOST_ROWS),
        total_is_capped=total > MOST_ROWS,
        page=pages.page,
        limit=pages.limit,
        next_cursor=str(ends[-1]) if ends and after else None,
        previous_cursor=str(replace(ends[0], is_backwards=True)) if ends and before else None,
        groups=groups,
    )


def _ranked_page(wanted: Wanted, pages: Pages, shelf_id: int, groups: Groups, total: int, first: int) -> Page:
    """Return a page of hits that are too many to be ranked each time.

    Of more than MOST_ROWS, each part of so many that sell best is ranked by itself, and the list ends with MOST_ROWS.
    """
    end = min(total, MOST_ROWS)
    last = min(first + pages.limit, end)
    parts = range(first // MOST_UNRANKED, -(-last // MOST_UNRANKED))
    ranks = [row for part in parts for row in _ranks(wanted, shelf_id, groups, part, total > MOST_ROWS)]
    skipped = first % MOST_UNRANKED
    found = _by_ids(ranks[skipped : skipped + last - first])

    def rank(place: int) -> str:
        return str(Cursor(pages.sort, place, 0))

    return Page(
        hits=tuple(_hit(row, groups) for row in found),
        total=end,
        total_is_capped=total > MOST_ROWS,
        page=pages.page,
        limit=pages.limit,
        next_cursor=rank(last) if last < end else None,
        previous_cursor=rank(max(first - pages.limit, 0)) if first else None,
        groups=groups,
    )


def _ranks(wanted: Wanted, shelf_id: int, groups: Groups, part: int, is_capped: bool) -> Sequence[int]:
    """Return the listings of MOST_UNRANKED ranks in a row, kept until the catalogue changes."""

    def rank() -> Sequence[int]:
        statement, parameters = ranks_of(
            wanted, shelf_id, groups, part * MOST_UNRANKED, MOST_UNRANKED, among_best_sellers=is_capped
        )
        with reading().cursor() as cursor:
            cursor.execute(statement, parameters)
            return array("q", (row[0] for row in cursor.fetchall()))

    return kept(("ranks", shelf_id, wanted, groups, part, is_capped), rank, seconds=RANK_SECONDS)


def _by_ids(listing_ids: Sequence[int]) -> list[tuple[Any, ...]]:
    """Return the rows of these listings in this order, without those that are gone."""
    if not listing_ids:
        return []
    marks = ", ".join(["%s"] * len(listing_ids))
    statement = f"SELECT l.id, 0, {CARD}, {TEXTS} FROM catalog_listing l {WITH_TEXTS} WHERE l.id IN ({marks})"  # noqa: S608
    with reading().cursor() as cursor:
        cursor.execute(statement, list(listing_ids))
        rows = {row[0]: row for row in cursor.fetchall()}
    return [rows[one] for one in listing_ids if one in rows]


def _hit(row: tuple[Any, ...], groups: Groups) -> Hit:
    listing_id, key, card, names, highest, *texts = row
    highlight = " · ".join(filter(None, (marked(text, groups) for text in texts))) if groups else ""
    return Hit(listing_id, _key(key), card, names, highlight, highest)


def _key(value: Any) -> int:
    return value if isinstance(value, int) else microseconds(value)


def reading() -> Any:
    """Return the connection that this request reads lists from."""
    return connections[router.db_for_read(Listing)]
