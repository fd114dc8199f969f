"""Showing where words were found: safe HTML with marks around them. Pure."""

from collections.abc import Iterable
from functools import lru_cache

from django.utils.html import escape

from catalog.search.query import Group
from catalog.search.words import APOSTROPHES, WORD, fold, stem

MOST_CHARACTERS = 160


def marked(text: str, groups: Iterable[Group]) -> str:
    """Return the text around the first word that was found, such words in <mark>; empty if there is none."""
    readings = [reading for group in groups for reading in group.readings]
    whole = {one for reading in readings if not reading.is_beginning for one in reading.stems}
    beginnings = tuple(one for reading in readings if reading.is_beginning for one in reading.stems)
    spans = []
    for word in WORD.finditer(text):
        folded, stemmed = _read(word[0])
        if stemmed in whole or (beginnings and folded.startswith(beginnings)):
            spans.append(word.span())
    if not spans:
        return ""
    start = max(spans[0][0] - MOST_CHARACTERS // 3, 0)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = min(start + MOST_CHARACTERS, len(text))
    end = max(text.rfind(" ", start, end), spans[0][1]) if end < len(text) else end
    parts, at = ["… " if start else ""], start
    for first, last in spans:
        if last > end:
            break
        parts += [escape(text[at:first]), "<mark>", escape(text[first:last]), "</mark>"]
        at = last
    parts += [escape(text[at:end]), " …" if end < len(text) else ""]
    return "".join(parts)


@lru_cache(maxsize=20_000)
def _read(word: str) -> tuple[str, str]:
    """Return a word folded, and its stem: names and short descriptions are made of few words."""
    folded = APOSTROPHES.sub("", fold(word))
    return folded, stem(folded)
