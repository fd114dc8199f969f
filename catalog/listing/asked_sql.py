"""A list in SQL: whom it takes its rows from, in which order, from where on. The same on both databases."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from catalog.enums import Sort
from catalog.listing.asking import Pages, Wanted
from catalog.search.matching import Sql, matches, score
from catalog.search.query import Groups
from core.errors import InvalidInput

# The column that sorts, and whether the largest comes first. Without words, what fits best is what sells best.
ORDERS = {
    Sort.RELEVANCE: ("sold", True),
    Sort.BEST_SELLING: ("sold", True),
    Sort.NEWEST: ("published_at", True),
    Sort.PRICE_LOW: ("price_minor", False),
    Sort.PRICE_HIGH: ("price_minor", True),
    Sort.RATING: ("rating", True),
}
PLACES = "catalog_listingplace p"
LISTINGS = "catalog_listing l"
BOTH = f"{PLACES} JOIN {LISTINGS} ON l.id = p.listing_id"


@dataclass(frozen=True, slots=True)
class Source:
    """FROM and WHERE of a list, and the alias that its sorting columns have."""

    tables: str
    where: str
    parameters: list[Any]
    alias: str


@dataclass(frozen=True, slots=True)
class Cursor:
    """The row from which a list goes on, or back; without a listing, `key` is the place of a rank."""

    sort: Sort
    key: int
    listing_id: int
    is_backwards: bool = False

    @property
    def is_rank(self) -> bool:
        return self.listing_id == 0 and self.sort is Sort.RELEVANCE

    def __str__(self) -> str:
        text = f"{self.sort}|{self.key}|{self.listing_id}|{int(self.is_backwards)}"
        return urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str, sort: Sort) -> "Cursor":
        """Raises InvalidInput for what is no cursor of this order."""
        try:
            padded = text + "=" * (-len(text) % 4)
            order, key, listing_id, backwards = urlsafe_b64decode(padded.encode("ascii")).decode("ascii").split("|")
            if order != sort or backwards not in {"0", "1"} or len(key) > 20 or len(listing_id) > 18:
                raise ValueError
            cursor = cls(sort, int(key), int(listing_id), backwards == "1")
            if cursor.listing_id < 0 or abs(cursor.key) >= 2**62:
                raise ValueError
            if sort is Sort.NEWEST:
                moment(cursor.key)
        except (ValueError, OverflowError, OSError):
            raise InvalidInput(cursor=[_("That is no cursor of this list.")]) from None
        return cursor


def source(
    wanted: Wanted, shelf_id: int, groups: Groups, *, needs_listing: bool = False, needs_place: bool = False
) -> Source:
    """Return where the rows of a list come from: found by words, by their place in a category, or both."""
    conditions: list[str] = []
    parameters: list[Any] = []
    # All that stand on a shelf have a place in the whole shop: nobody needs to look.
    by_listing = bool(groups) or (needs_listing and wanted.is_whole_shop)
    by_place = needs_place or not by_listing or not wanted.is_whole_shop
    alias = "l" if by_listing else "p"
    if by_listing:
        tables = f"{LISTINGS} JOIN {PLACES} ON p.listing_id = l.id" if by_place else LISTINGS
        conditions.append("l.shelf_id = %s")
        parameters.append(shelf_id)
    else:
        tables = BOTH if wanted.filters or needs_listing else PLACES
    if groups:
        found, values = matches(groups, connection.vendor)
        conditions.append(found)
        parameters += values
    if by_place:
        conditions.append("p.shelf_id = %s AND p.category_id = %s")
        parameters += [shelf_id, key_of(wanted.category_id)]
    for chosen in wanted.filters:
        condition, values = has_any("l.terms", chosen.term_ids)
        conditions.append(condition)
        parameters += values
    for condition, minor in (
        (f"{alias}.price_minor >= %s", wanted.min_price_minor),
        (f"{alias}.price_minor <= %s", wanted.max_price_minor),
    ):
        if minor is not None:
            conditions.append(condition)
            parameters.append(minor)
    return Source(tables, " AND ".join(conditions), parameters, alias)


def page_of(wanted: Wanted, pages: Pages, shelf_id: int, groups: Groups, *, most_scored: int | None = None) -> Sql:
    """Return the statement for one page and one row more: its listings with the key that they are sorted by.

    With `most_scored`, only so many of the rows that were found are looked at.
    """
    rows = source(wanted, shelf_id, groups)
    column, is_descending = ORDERS[pages.sort]
    key: str = f"{rows.alias}.{column}"
    parameters: list[Any] = []
    if groups and pages.sort is Sort.RELEVANCE:
        key, parameters = score(groups, connection.vendor)
    number = "l.id" if rows.alias == "l" else "p.listing_id"
    tables, where = rows.tables, rows.where
    if most_scored:
        tables, where = f"(SELECT l.* FROM {tables} WHERE {where} LIMIT {most_scored}) l", "TRUE"  # noqa: S608
    inner = f"SELECT {number} AS id, {key} AS sort_key FROM {tables} WHERE {where}"  # noqa: S608
    parameters = [*parameters, *rows.parameters]
    cursor = Cursor.read(pages.cursor, pages.sort) if pages.cursor else None
    limit, skipped = pages.limit + 1, (pages.page - 1) * pages.limit
    if cursor:
        is_descending ^= cursor.is_backwards
        comparison = "<" if is_descending else ">"
        beyond = [moment(cursor.key) if pages.sort is Sort.NEWEST else cursor.key, cursor.listing_id]
        if key.startswith(f"{rows.alias}."):
            inner += f" AND ({key}, {number}) {comparison} (%s, %s)"
        else:
            inner = f"SELECT id, sort_key FROM ({inner}) scored WHERE (sort_key, id) {comparison} (%s, %s)"  # noqa: S608
        parameters += beyond
        skipped = 0
    order = "DESC" if is_descending else "ASC"
    inner += f" ORDER BY sort_key {order}, id {order} LIMIT {limit} OFFSET {skipped}"
    return inner, parameters


def ranks_of(
    wanted: Wanted, shelf_id: int, groups: Groups, skipped: int, limit: int, *, among_best_sellers: bool
) -> Sql:
    """Return the statement for the listings of some ranks, by fit: of all hits, or of so many best sellers."""
    rows = source(wanted, shelf_id, groups, needs_place=among_best_sellers)
    key, parameters = score(groups, connection.vendor)
    tables, where, part = rows.tables, rows.where, f"LIMIT {limit} OFFSET {skipped}"
    if among_best_sellers:
        # In the order of an index: nothing behind them is looked at.
        order = f"ORDER BY p.sold DESC, p.listing_id DESC {part}"
        columns = "l.id, l.search, l.name_words, l.popularity"
        tables, where, part = f"(SELECT {columns} FROM {tables} WHERE {where} {order}) l", "TRUE", ""  # noqa: S608
    statement = f"SELECT l.id FROM {tables} WHERE {where} ORDER BY {key} DESC, l.id DESC {part}"  # noqa: S608
    # The key stands behind the condition, or around it.
    return statement, [*rows.parameters, *parameters]


def has_any(column: str, term_ids: Sequence[int]) -> Sql:
    """Return the condition that a listing carries one of these terms."""
    if connection.vendor == "postgresql":
        return f"{column} && %s::integer[]", [list(term_ids)]
    marks = ", ".join(["%s"] * len(term_ids))
    return f"EXISTS (SELECT 1 FROM json_each({column}) WHERE value IN ({marks}))", list(term_ids)  # noqa: S608


def key_of(value: UUID) -> Any:
    """Return an id as the database compares it."""
    return value if connection.vendor == "postgresql" else value.hex


def moment(microseconds: int) -> Any:
    """Return a time of a cursor as the database compares it."""
    value = datetime.fromtimestamp(microseconds // 10**6, UTC).replace(microsecond=microseconds % 10**6)
    return connection.ops.adapt_datetimefield_value(value)


def microseconds(value: datetime | str) -> int:
    """Return a time for a cursor, whichever way the database gives it."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if value.tzinfo is None:
        value = value.replace(tzinfo=UTC)
    return int(value.timestamp()) * 10**6 + value.microsecond
