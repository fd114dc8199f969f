"""Leading a mistyped word to words that occur: shared groups of three letters first, then counted slips. Pure."""

from collections.abc import Iterable

SHORTEST, MOST_FOUND = 4, 3


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
    """Return the candidates with the fewest slips, in order; those of a beginning may go on."""
    most = allowed_slips(word)
    found: dict[int, list[str]] = {}
    for candidate in sorted(set(candidates)):
        slips = slips_between(word, candidate, most)
        if is_beginning and slips > most and len(candidate) > len(word) > SHORTEST:
            lengths = range(len(word) - 1, min(len(word) + 1, len(candidate)) + 1)
            slips = min(slips_between(word, candidate[:length], most) for length in lengths)
        if slips <= most:
            found.setdefault(slips, []).append(candidate)
    return found[min(found)][:MOST_FOUND] if found else []


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
