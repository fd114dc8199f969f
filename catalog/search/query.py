"""What shoppers type, as groups of words that have to occur, each with what may stand for it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from catalog.search.words import LONGEST_WORD, is_thing, parts_of_codes, stem, stems_of, words_of

MOST_WORDS = 12
SHORTEST_BEGINNING, SHORTEST_BEGINNING_OF_SOME = 2, 5
# Words between those that tell what is meant: nothing has to have them.
SMALL = frozenset(words_of("a an and at by for from in of on or the to with और का की के को में से लिए वाला वाली वाले"))
DETAILS = frozenset(("for", "from", "in", "of", "with"))
# Hundredths of a full hit.
EXACT, SYNONYM, BEGINNING, MISTYPED = 100, 85, 55, 50
# The weights of a name, and of brand, number, category, tags and what the name says it is.
NAME, KIND = "a", "bc"

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
    # The weights in which it says what a thing is, for lists of what has some of the words.
    telling: str = ""


@dataclass(frozen=True, slots=True)
class Groups:
    """What a query asks for, and how many of its groups need not occur."""

    every: tuple[Group, ...] = ()
    spare: int = 0
    # The place of the group that names the thing; the others say which.
    thing: int = -1

    def __len__(self) -> int:
        return len(self.every)

    def __iter__(self) -> Iterator[Group]:
        return iter(self.every)


NO_WORDS = Groups()


def read(text: str, synonyms: Synonyms) -> Groups:
    """Return the groups of a query. The last word may be unfinished."""
    words = words_of(text)[:MOST_WORDS]
    stems = [stem(word) for word in words]
    # "T-shirt" is also tshirt.
    joined = {tuple(map(stem, parts)): "".join(parts)[:LONGEST_WORD] for parts in parts_of_codes(text)}
    longest = max(map(len, (*synonyms, *joined)), default=1)
    tells = not SMALL.issuperset(words)
    groups: list[Group] = []
    at, thing = 0, None
    while at < len(words):
        length = next(
            (
                n
                for n in range(min(longest, len(words) - at), 0, -1)
                if (phrase := tuple(stems[at : at + n])) in synonyms or phrase in joined
            ),
            1,
        )
        phrase = tuple(stems[at : at + length])
        if tells and words[at] in SMALL and phrase not in synonyms:
            # "Kurta for men" is a kurta.
            if words[at] in DETAILS and groups and thing is None:
                thing = len(groups) - 1
            at += 1
            continue
        told = (joined[phrase],) if phrase in joined else words[at : at + length]
        readings = [Reading(phrase, EXACT)]
        if phrase in joined:
            readings.append(Reading(stems_of(joined[phrase]), EXACT))
        readings += [Reading(other, SYNONYM) for other in synonyms.get(phrase, ())]
        at += length
        if at == len(words) and len(told) == 1 and len(told[0]) >= SHORTEST_BEGINNING:
            readings += _beginnings(told[0])
        groups.append(Group(told, tuple(readings)))
    if thing is None:
        named = (place for place, group in enumerate(groups) if is_thing(group.words[-1]))
        thing = max(named, default=-1)
    return Groups(tuple(groups), thing=thing)


def finished(groups: Groups) -> Groups:
    """Return the groups with every word taken as it stands: what only begins like the last one is left out."""
    return replace(
        groups,
        every=tuple(
            replace(group, readings=tuple(one for one in group.readings if one.worth != BEGINNING)) for group in groups
        ),
    )


def is_as_typed(groups: Groups) -> bool:
    """Return whether nothing was read into the words but what else the shop calls the same."""
    return all(one.worth >= SYNONYM for group in groups for one in group.readings)


def partly(groups: Groups, most: int) -> Groups:
    """Return the groups to be found in part, so many at most.

    The word that names the thing counts twice: the last one, but for numbers, units and what follows "for" or "with".
    What only begins like a word does not count if it is short: a mat is nothing that is matte.
    One of the words found has to tell what the thing is: who asks for a water bottle wants no rose water, and for a
    washing machine no kite that does not move the washing.
    """
    if not groups:
        return groups
    others = [replace(group, telling=KIND, readings=_long_enough(group)) for group in groups]
    thing = others.pop(groups.thing)
    twice = tuple(replace(one, worth=2 * one.worth) for one in thing.readings)
    return replace(groups, every=(*others[: most - 1], replace(thing, telling=NAME + KIND, readings=twice)), thing=-1)


def _long_enough(group: Group) -> tuple[Reading, ...]:
    some = (one for one in group.readings if not one.is_beginning or len(one.stems[0]) >= SHORTEST_BEGINNING_OF_SOME)
    return tuple(some)


def with_corrections(groups: Groups, corrections: Mapping[str, Sequence[str]]) -> Groups:
    """Return the groups with the words that were probably meant beside those that were typed."""
    corrected = []
    for group in groups:
        meant = corrections.get(group.words[0], ()) if len(group.words) == 1 else ()
        readings = tuple(Reading((word,), MISTYPED) for word in meant)
        corrected.append(replace(group, readings=group.readings + readings))
    return replace(groups, every=tuple(corrected))


def _beginnings(word: str) -> list[Reading]:
    found = [Reading((word,), BEGINNING, is_beginning=True)]
    # "batteri" is on its way to batteries, whose stem is battery.
    if word.endswith("i") and len(word) > 3:
        found.append(Reading((word[:-1] + "y",), BEGINNING))
    return found
