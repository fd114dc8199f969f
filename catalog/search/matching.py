"""The groups of a query in SQL: which listings have them, and how well. Whole numbers, equal on both databases."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from catalog.listing.lexemes import WORDS_TABLE
from catalog.search.query import Group, Groups, Reading

# What a hit is worth by where the word stands: name; brand and number; its own category and tags; what is said of it,
# and the categories above.
WORTH = {"a": 100, "b": 50, "c": 40, "d": 10}
# For several words that stand for one: somewhere.
ANYWHERE = "d"
SHORT_NAME = 60

Sql = tuple[str, list[object]]


def matches(groups: Groups, vendor: str) -> Sql:
    """Return the condition that a listing `l` has all the groups but those to spare."""
    any_of, also, otherwise = (_pg_any, "&", "|") if vendor == "postgresql" else (_fts_any, "AND", "OR")
    conditions = [any_of(_needed(one.readings)) for one in groups]
    if groups.spare:
        # Whichever are found, one of them tells what the thing is.
        telling = [any_of([_last(each) for each in one.readings], one.telling) for one in groups]
        chosen = combinations(zip(conditions, telling, strict=True), len(groups) - groups.spare)
        wanted = f" {otherwise} ".join(
            f"({f' {also} '.join(found for found, _tells in some)} {also} "
            f"({f' {otherwise} '.join(tells for _found, tells in some)}))"
            for some in chosen
        )
    else:
        wanted = f" {also} ".join(conditions)
    if vendor == "postgresql":
        return "l.search @@ %s::tsquery", [wanted]
    return f"l.id IN (SELECT rowid FROM {WORDS_TABLE} WHERE {WORDS_TABLE} MATCH %s)", [wanted]  # noqa: S608


def _last(reading: Reading) -> Reading:
    """Of several words that stand for one, the last names the thing."""
    return replace(reading, stems=reading.stems[-1:])


def _needed(readings: Sequence[Reading]) -> list[Reading]:
    """Leave out whole words that one of the beginnings finds anyway: looking twice takes twice as long."""
    beginnings = tuple(reading.stems[0] for reading in readings if reading.is_beginning)
    return [
        reading
        for reading in readings
        if reading.is_beginning or len(reading.stems) > 1 or not reading.stems[0].startswith(beginnings)
    ]


def score(groups: Groups, vendor: str) -> Sql:
    """Return how well a listing `l` fits: where the words stand, how short its name is, how popular it is."""
    parts, parameters = [], []
    # The text of a thing with a short name is no better than that of others.
    short = f" + {SHORT_NAME // max(len(groups), 1)} / l.name_words"
    for group in groups:
        cases = []
        for worth, weight, condition, values in sorted(_cases(group, vendor), key=lambda case: -case[0]):
            cases.append(f"WHEN {condition} THEN {worth}{short if weight != ANYWHERE else ''}")
            parameters += values
        parts.append(f"CASE {' '.join(cases)} ELSE 0 END")
    return f"{' + '.join(parts)} + l.popularity", parameters


def _cases(group: Group, vendor: str) -> list[tuple[int, str, str, list[object]]]:
    has = _pg_has if vendor == "postgresql" else _fts_has
    return [
        (WORTH[weight] * reading.worth // 100, weight, *has(reading, weight))
        for reading in group.readings
        for weight in (WORTH if len(reading.stems) == 1 else ("a", ANYWHERE))
    ]


def _pg_has(reading: Reading, weight: str) -> Sql:
    anywhere = weight == ANYWHERE and len(reading.stems) > 1
    return "l.search @@ %s::tsquery", [_pg_all(reading, "" if anywhere else weight.upper())]


def _pg_any(readings: Sequence[Reading], weights: str = "") -> str:
    return "(" + " | ".join(_pg_all(reading, weights.upper()) for reading in readings) + ")"


def _pg_all(reading: Reading, weight: str = "") -> str:
    # Stems are letters and digits only: there is nothing in them to be escaped.
    mark = "*" * reading.is_beginning + weight
    return "(" + " & ".join(f"'{stem}':{mark}" if mark else f"'{stem}'" for stem in reading.stems) + ")"


def _fts_has(reading: Reading, weight: str) -> Sql:
    anywhere = weight == ANYWHERE and len(reading.stems) > 1
    wanted = _fts_all(reading, "" if anywhere else f"{weight} : ")
    return f"l.id IN (SELECT rowid FROM {WORDS_TABLE} WHERE {WORDS_TABLE} MATCH %s)", [wanted]  # noqa: S608


def _fts_any(readings: Sequence[Reading], weights: str = "") -> str:
    columns = f"{{{' '.join(weights)}}} : " if weights else ""
    return "(" + " OR ".join(_fts_all(reading, columns) for reading in readings) + ")"


def _fts_all(reading: Reading, column: str = "") -> str:
    mark = " *" * reading.is_beginning
    return "(" + " AND ".join(f'{column}"{stem}"{mark}' for stem in reading.stems) + ")"
