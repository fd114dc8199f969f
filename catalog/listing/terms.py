"""The numbers that listings carry for the values of filters."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import FilteredRelation, Q

from catalog.models import Attribute, Brand, Term
from stores.models import Store

ATTRIBUTE = "attr."
BY_SLUG: dict[str, type[Brand] | type[Store]] = {"brand": Brand, "store": Store}


@dataclass(frozen=True, slots=True)
class Found:
    """Numbers by (filter, value), and the filters that there are."""

    ids: dict[tuple[str, str], int]
    kinds: frozenset[str]


def find(asked: dict[str, list[str]]) -> Found:
    """Return the numbers of these values; zero for what exists and is listed nowhere.

    Brands and stores are named by slug or by id.
    """
    ids: dict[tuple[str, str], int] = {}
    kinds, wanted = {"tag"}, Q(pk=None)
    slugs: dict[tuple[str, str], str] = {}
    for kind, values in asked.items():
        if kind in BY_SLUG:
            kinds.add(kind)
            for object_id, slug in BY_SLUG[kind].objects.filter(_named(values)).values_list("id", "slug"):
                slugs[kind, str(object_id)] = slug
                ids[kind, slug] = ids[kind, str(object_id)] = 0
                wanted |= Q(kind=kind, value=str(object_id))
        else:
            wanted |= Q(kind=kind, value__in=values)
    for code, value in _stated(asked):
        kinds.add(f"{ATTRIBUTE}{code}")
        if value is not None:
            ids[f"{ATTRIBUTE}{code}", value] = 0
    for term_id, kind, value in Term.objects.filter(wanted).values_list("id", "kind", "value"):
        ids[kind, value] = term_id
        if (kind, value) in slugs:
            ids[kind, slugs[kind, value]] = term_id
    return Found(ids, frozenset(kinds))


def _stated(asked: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Yield the code of each attribute that is a filter, with each value of it that was asked for."""
    codes = [kind.removeprefix(ATTRIBUTE) for kind in asked if kind.startswith(ATTRIBUTE)]
    if not codes:
        return
    values = {value for kind, values in asked.items() if kind.startswith(ATTRIBUTE) for value in values}
    among = FilteredRelation("values", condition=Q(values__value__in=values))
    known = Attribute.objects.filter(code__in=codes, is_filterable=True).annotate(among=among)
    yield from known.values_list("code", "among__value")


def _named(values: list[str]) -> Q:
    ids = []
    for value in values:
        try:
            ids.append(UUID(value))
        except ValueError:
            continue
    return Q(slug__in=values) | Q(pk__in=ids)
