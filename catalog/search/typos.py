"""Leading a mistyped word to words that occur: shared groups of three letters first, then counted slips. Pure."""

import re
from collections.abc import Iterable

from catalog.search.words import stem

SHORTEST, MOST_FOUND = 4, 3
DOUBLED = re.compile(r"(.)\1+")
VOWELS = re.compile("[aeiouy\u0900-\u0914\u093a-\u094f]")
# How a word that is a slip away may still look like the one that was typed, the likest first.
SAME_LETTERS, SAME_CONSONANTS, SAME_FIRST, OTHER = range(4)


def trigrams(word: str) -> set[str]:
    """Return each three letters in a row, with the beginning and the end of the word marked."""
    marked = f" {word} "
    return {marked[at : at + 3] for at in range(len(marked) - 2)}


def allowed_slips(word: str) -> int:
    """Return how many slips a word of this length may have: none, one, or two."""
    if len(word) < SHORTEST or any(letter.isdigit() for letter in word):
        return 0
    return 1 if len(word) < 8 else 2


def nearest(word: str, candidates: Iterable[str], *, is_beginning: bool = False) -> list[str]:
    """Return the candidates with the fewest slips that look most like it, in order.

    Those of a beginning may go on, and come after whole words. Of short words only vowels are guessed, doubled letters
    and swapped ones: with another consonant they are other words.
    """
    most = allowed_slips(word)
    furthest = SAME_CONSONANTS if len(word) == SHORTEST else OTHER
    found: dict[tuple[int, bool, int], list[str]] = {}
    for candidate in sorted(set(candidates)):
        lengths = range(len(word) - 1, len(word) + 2) if is_beginning else ()
        whole = [(one, False) for one in {candidate, stem(candidate)}]
        begun = [(candidate[:length], True) for length in lengths if length < len(candidate)]
        slips = [
            (slips_between(word, one, most), is_begun, likeness)
            for one, is_begun in whole + begun
            if (likeness := _likeness(word, one)) <= furthest
        ]
        if slips and min(slips)[0] <= most:
            found.setdefault(min(slips), []).append(candidate)
    return found[min(found)][:MOST_FOUND] if found else []


def _likeness(word: str, other: str) -> int:
    one, two = DOUBLED.sub(r"\1", word), DOUBLED.sub(r"\1", other)
    if one == two:
        return SAME_LETTERS
    if sorted(VOWELS.sub("", one)) == sorted(VOWELS.sub("", two)):
        return SAME_CONSONANTS
    return SAME_FIRST if word[0] == other[0] else OTHER


def slips_between(one: str, other: str, most: int) -> int:
    """Count letters left out, added, changed or swapped with a neighbour; any number above `most` is too many."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, against in enumerate(other, 1):
            cost = min(above[column] + 1, current[-1] + 1, above[column - 1] + (letter != against))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        if min(current) > most:
            return most + 1
        before, above = above, current
    return above[-1]
