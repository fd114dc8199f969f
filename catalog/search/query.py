"""What shoppers type, as groups of words that all have to occur, each with what may stand for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from catalog.search.words import stem, words_of

MOST_WORDS = 12
SHORTEST_BEGINNING = 2
# Words between those that tell what is meant: nothing has to have them.
SMALL = frozenset(words_of("a an and at by for from in of on or the to with और का की के को में से लिए वाला वाली वाले"))
# Hundredths of a full hit.
EXACT, BEGINNING, SYNONYM, MISTYPED = 100, 70, 60, 50

Synonyms = Mapping[tuple[str, ...], Sequence[tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a group: stems that all have to occur, or one that words begin with."""

    stems: tuple[str, ...]
    worth: int
    is_beginning: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A word, or some that belong together, with all its readings, the best one first."""

    words: tuple[str, ...]
    readings: tuple[Reading, ...]


def read(text: str, synonyms: Synonyms) -> list[Group]:
    """Return the groups of a query. The last word may be unfinished."""
    words = words_of(text)[:MOST_WORDS]
    stems = [stem(word) for word in words]
    longest = max((len(phrase) for phrase in synonyms), default=1)
    tells = not SMALL.issuperset(words)
    groups, at = [], 0
    while at < len(words):
        length = next(
            (n for n in range(min(longest, len(words) - at), 0, -1) if tuple(stems[at : at + n]) in synonyms), 1
        )
        phrase = tuple(stems[at : at + length])
        if tells and words[at] in SMALL and phrase not in synonyms:
            at += 1
            continue
        readings = [Reading(phrase, EXACT)]
        readings += [Reading(other, SYNONYM) for other in synonyms.get(phrase, ())]
        at += length
        if at == len(words) and length == 1 and len(words[-1]) >= SHORTEST_BEGINNING:
            readings += _beginnings(words[-1])
        groups.append(Group(tuple(words[at - length : at]), tuple(readings)))
    return groups


def with_corrections(groups: Sequence[Group], corrections: Mapping[str, Sequence[str]]) -> list[Group]:
    """Return the groups with the words that were probably meant beside those that were typed."""
    corrected = []
    for group in groups:
        meant = corrections.get(group.words[0], ()) if len(group.words) == 1 else ()
        readings = tuple(Reading((word,), MISTYPED) for word in meant)
        corrected.append(replace(group, readings=group.readings + readings))
    return corrected


def _beginnings(word: str) -> list[Reading]:
    found = [Reading((word,), BEGINNING, is_beginning=True)]
    # "batteri" is on its way to batteries, whose stem is battery.
    if word.endswith("i") and len(word) > 3:
        found.append(Reading((word[:-1] + "y",), BEGINNING))
    return found
