"""How many products each filter would leave. A filter's own values are counted as if it were not chosen."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog.listing import labels
from catalog.listing.asked_sql import Source, has_any, source
from catalog.listing.asking import Wanted
from catalog.listing.keeping import kept
from catalog.listing.rows import ALL, FULL_PRICE, IN_STOCK, ON_SALE, REACHED, SOLD_OUT
from catalog.search.query import NO_WORDS, Groups
from catalog.selectors.listing import reading
from catalog.tree import whole_tree
from core.money import Money

MOST_VALUES = 100
PRICE = "price"


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value with the number of products that choosing it alone within its facet would show."""

    value: str
    label: str
    count: int
    is_chosen: bool
    colour_hex: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter with its values. `code` is the name of its parameter."""

    code: str
    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class PriceRange:
    lowest: Money
    highest: Money


@dataclass(frozen=True, slots=True)
class Facets:
    facets: tuple[Facet, ...]
    price: PriceRange | None


# {the filter that is missed, or "": {term: (count, lowest price, highest price)}}
Counted = dict[str, dict[int, tuple[int, int, int]]]


def list_facets(*, shelf_id: int | None, wanted: Wanted, currency: str, groups: Groups = NO_WORDS) -> Facets:
    """Return the filters that this list offers: one grouped statement, remembered until the catalogue changes."""
    if shelf_id is None:
        return Facets((), None)
    about = (shelf_id, wanted, groups)
    language = get_language() or ""

    def shown() -> Facets:
        counted = kept(("facets", *about), lambda: _count(wanted, shelf_id, groups))
        term_ids = {term for terms in counted.values() for term in terms if term > 0}
        known: dict[int, labels.Label] = kept(("labels", language), dict)
        labels.learn(known, term_ids, language)
        return Facets(tuple(_facets(counted, wanted, known)), _price_range(counted, currency))

    return kept(("shown facets", language, currency, *about), shown)


def _count(wanted: Wanted, shelf_id: int, groups: Groups) -> Counted:
    """Count every term of what the list would hold without any one of its filters.

    A row counts for every facet if it passes all filters, and for one facet alone if it misses only that filter.
    """
    base = source(_without_filters(wanted), shelf_id, groups, needs_listing=True)
    missed, parameters = _missed(wanted, base)
    each = "unnest(l.terms)" if connection.vendor == "postgresql" else "t.value"
    tables = base.tables if connection.vendor == "postgresql" else f"{base.tables}, json_each(l.terms) t"
    inner = f"SELECT {missed} AS missed, {each} AS term, l.price_minor FROM {tables} WHERE {base.where}"  # noqa: S608
    # PostgreSQL divides the work among processes only when it is grouped by one thing.
    group = "WHERE missed >= 0 GROUP BY missed, term" if parameters else "GROUP BY term"
    statement = (
        f"SELECT {'missed' if parameters else '0'}, term, count(*), min(price_minor), max(price_minor)"  # noqa: S608
        f" FROM ({inner}) counted {group}"
    )
    names = ["", *_filter_names(wanted)]
    found: Counted = {}
    with reading().cursor() as cursor:
        cursor.execute(statement, [*parameters, *base.parameters])
        for which, term, *numbers in cursor.fetchall():
            found.setdefault(names[which], {})[term] = tuple(numbers)
    return found


def _without_filters(wanted: Wanted) -> Wanted:
    by_words = bool(wanted.text)
    plain = replace(wanted, filters=(), min_price_minor=None, max_price_minor=None)
    # Among hits every category is offered; otherwise those below the chosen one.
    return replace(plain, category_id=Wanted().category_id, category_slug="") if by_words else plain


def _filter_names(wanted: Wanted) -> list[str]:
    names = [chosen.code for chosen in wanted.filters]
    if wanted.text and not wanted.is_whole_shop:
        names.append("category")
    if wanted.min_price_minor is not None or wanted.max_price_minor is not None:
        names.append(PRICE)
    return names


def _missed(wanted: Wanted, base: Source) -> tuple[str, list[Any]]:
    """Return in SQL which filter a row misses: 0 for none, its place for one, -1 for several."""
    conditions: list[tuple[str, list[Any]]] = [has_any("l.terms", chosen.term_ids) for chosen in wanted.filters]
    names = _filter_names(wanted)
    if "category" in names:
        conditions.append(has_any("l.terms", [labels.category_term(wanted.category_id)]))
    if PRICE in names:
        low, high = wanted.min_price_minor, wanted.max_price_minor
        conditions.append(("l.price_minor BETWEEN %s AND %s", [low or 0, 2**62 if high is None else high]))
    if not conditions:
        return "0", []
    misses = [f"CASE WHEN {condition} THEN 0 ELSE 1 END" for condition, _ in conditions]
    places = [f"CASE WHEN {condition} THEN 0 ELSE {place} END" for place, (condition, _) in enumerate(conditions, 1)]
    values = [value for _, own in conditions for value in own]
    return f"CASE WHEN {' + '.join(misses)} > 1 THEN -1 ELSE {' + '.join(places)} END", values * 2


def _facets(counted: Counted, wanted: Wanted, known: dict[int, labels.Label]) -> Iterable[Facet]:
    by_kind: dict[str, list[tuple[labels.Label, int]]] = {}
    chosen_kinds = set(_filter_names(wanted))
    for missed, terms in counted.items():
        for term, (count, _lowest, _highest) in terms.items():
            label = known.get(term)
            if label is not None and missed in {"", label.kind} and _is_offered(label, wanted):
                by_kind.setdefault(label.kind, []).append((label, count))
    for kind in sorted(by_kind, key=lambda kind: labels.place_of(kind, by_kind[kind][0][0])):
        yield _facet(kind, by_kind[kind], wanted, kind in chosen_kinds)
    yield from _fixed(counted, wanted)


def _is_offered(label: labels.Label, wanted: Wanted) -> bool:
    """Of categories those directly below the chosen one; of a search also the uppermost and the chosen one itself."""
    if label.kind != "category":
        return True
    node = whole_tree().by_slug.get(label.value)
    if node is None:
        return False
    chosen = None if wanted.is_whole_shop else wanted.category_id
    return node.parent_id == chosen or bool(wanted.text and (node.parent_id is None or node.id == chosen))


def _facet(kind: str, counts: list[tuple[labels.Label, int]], wanted: Wanted, is_chosen: bool) -> Facet:
    totals: dict[labels.Label, int] = {}
    for label, count in counts:
        totals[label] = totals.get(label, 0) + count
    chosen = {wanted.category_slug} if kind == "category" else set(wanted.values_of(kind))
    most = sorted(totals.items(), key=lambda item: (item[0].value not in chosen, -item[1], item[0].sorting))
    shown = sorted(most[:MOST_VALUES], key=lambda item: item[0].sorting)
    values = tuple(
        FacetValue(label.value, label.name, count, bool({label.value, label.object_id} & chosen), label.colour_hex)
        for label, count in shown
    )
    return Facet(kind, counts[0][0].facet_name, values)


def _fixed(counted: Counted, wanted: Wanted) -> Iterable[Facet]:
    for code, name, terms in (
        ("rating", _("Rating"), {str(stars): (REACHED[stars], labels.stars(stars)) for stars in (4, 3, 2, 1)}),
        ("in_stock", _("Availability"), {"1": (IN_STOCK, _("In stock")), "0": (SOLD_OUT, _("Sold out"))}),
        ("on_sale", _("Offers"), {"1": (ON_SALE, _("On sale")), "0": (FULL_PRICE, _("At full price"))}),
    ):
        chosen = wanted.values_of(code)
        values = tuple(
            FacetValue(value, label, count, value in chosen)
            for value, (term, label) in terms.items()
            # What is sold out, or dearer, is shown to those who ask for it; nobody is led there.
            if (value != "0" or value in chosen)
            and (count := sum(counted.get(missed, {}).get(term, (0,))[0] for missed in {"", code}))
        )
        if values:
            yield Facet(code, name, values)


def _price_range(counted: Counted, currency: str) -> PriceRange | None:
    every = [counted[missed][ALL] for missed in ("", PRICE) if ALL in counted.get(missed, {})]
    if not every:
        return None
    lowest, highest = min(row[1] for row in every), max(row[2] for row in every)
    return PriceRange(Money(lowest, currency), Money(highest, currency))
