"""From a query to its groups: with the staff's synonyms, and with what was probably meant by words nobody uses."""

from itertools import pairwise

from django.db.models import Count

from catalog.models import SearchTrigram, SearchWord, Synonym
from catalog.search import query, typos
from catalog.search.words import stem, stems_of, words_of
from core import caching

SYNONYMS = "synonyms"
MOST_CANDIDATES = 60


def groups_of(text: str) -> query.Groups:
    """Return the groups of a query as it was typed."""
    return query.read(text, caching.remember(SYNONYMS, _read_synonyms))


def joined(text: str) -> query.Groups:
    """Return the groups of a query whose words are written together where the shop does: "note book".

    No groups if there are no such words. One statement.
    """
    words = words_of(text)[: query.MOST_WORDS]
    pairs = {one + other for one, other in pairwise(words)}
    if not pairs:
        return query.NO_WORDS
    synonyms = caching.remember(SYNONYMS, _read_synonyms)
    stems = {stem(pair) for pair in pairs}
    known = set(SearchWord.objects.filter(stem__in=stems).values_list("stem", flat=True))
    known |= {one for one in stems if (one,) in synonyms}
    together, at = [], 0
    while at < len(words):
        length = 2 if stem("".join(words[at : at + 2])) in known and at + 1 < len(words) else 1
        together.append("".join(words[at : at + length]))
        at += length
    return groups_of(" ".join(together)) if len(together) < len(words) else query.NO_WORDS


def corrected(groups: query.Groups) -> query.Groups:
    """Return the groups with corrections for those words that occur nowhere. Two statements at most."""
    single = {group.words[0]: group for group in groups if len(group.words) == 1}
    doubtful = [word for word in single if typos.allowed_slips(word)]
    if not doubtful:
        return groups
    known = set(SearchWord.objects.filter(stem__in=[stem(word) for word in doubtful]).values_list("stem", flat=True))
    last = groups.every[-1].words[-1]
    corrections = {
        word: [stem(meant) for meant in _meant(word, is_beginning=word == last)]
        for word in doubtful
        if stem(word) not in known
    }
    return query.with_corrections(groups, corrections)


def _meant(word: str, *, is_beginning: bool) -> list[str]:
    """Return the words of the catalogue that are nearest to this one."""
    shared = (
        SearchTrigram.objects.filter(trigram__in=typos.trigrams(word))
        .values("word_id")
        .annotate(times=Count("pk"))
        .order_by("-times", "word__word")
        .values_list("word__word", flat=True)[:MOST_CANDIDATES]
    )
    return typos.nearest(word, shared, is_beginning=is_beginning)


def _read_synonyms() -> query.Synonyms:
    found: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for words in Synonym.objects.order_by("pk").values_list("words", flat=True):
        phrases = list(dict.fromkeys(tuple(stems_of(word)) for word in words if stems_of(word)))
        for phrase in phrases:
            others = found.setdefault(phrase, [])
            others += [other for other in phrases if other != phrase and other not in others]
    return found
