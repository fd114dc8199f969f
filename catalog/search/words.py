"""How text becomes words that are found: folded to plain letters, and cut to their stem. Pure.

Stems only lose what makes a plural or a case, so that the beginning of a word is the beginning of its stem.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

LONGEST_WORD = 40
# Letters that Unicode does not take apart.
FOLDED = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ß": "ss"})
ACCENTS = re.compile("[\u0300-\u036f\u200b-\u200f\u2060\ufeff]")
APOSTROPHES = re.compile("['\u2019\u02bc`\u00b4]")
# Letters, digits and the signs that Devanagari writes its vowels with.
ONE_WORD = r"[^\W_](?:[^\W_]|[\u0900-\u0903\u093a-\u094f\u0955-\u0957\u0962\u0963])*"
WORD = re.compile(ONE_WORD)
CODE_SIGNS = re.compile(r"[-_./]")
CODE = re.compile(rf"{ONE_WORD}(?:[-_./]{ONE_WORD})+")
# What follows in a name is details: "Kettle with Whistle", "Kites, Pack of Ten".
DETAILS = re.compile(r"[,;:|(\[]|\s[-\u2013\u2014]\s|\s(?:with|for|of|from|in|by)\s", re.IGNORECASE)
UNITS = frozenset({
    "mm", "cm", "kg", "gm", "ml", "mg", "gb", "tb", "mah", "size", "inch", "litre", "liter", "gram", "pack", "pair",
    "set", "इंच", "सेमी", "मिली", "लीटर", "ग्राम", "किग्रा", "पैक", "सेट",
})  # fmt: skip
DEVANAGARI = re.compile("[\u0900-\u097f]")
# A half ङ, ञ, ण, न or म within a word, before a consonant that it is spoken with: many write a dot for it.
NASALS = re.compile("(?<=[\u0904-\u0939\u093e-\u094c])[ङञणनम]\u094d(?=[क-घच-झट-ढत-धप-भश-स])")
DOT = "\u0902"

IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "feet": "foot", "teeth": "tooth", "mice": "mouse",
    "geese": "goose", "lives": "life", "elves": "elf", "calves": "calf", "people": "person", "canoes": "canoe",
    "saris": "saree", "sari": "saree", "sarees": "saree",
}  # fmt: skip
# How plurals end that are not made by adding something, also of words put together: "bookshelves".
PLURAL_ENDINGS = {
    "knives": "knife", "wives": "wife", "shelves": "shelf", "scarves": "scarf", "loaves": "loaf", "leaves": "leaf",
    "halves": "half", "wolves": "wolf", "hooves": "hoof", "thieves": "thief",
}  # fmt: skip
# Words that end like plurals and are none.
WHOLE = frozenset({"news", "glass", "canvas", "atlas", "lens", "gas", "bus", "plus", "series", "species", "jeans"})
HINDI_ENDINGS = (
    "ियों", "ियाँ", "ियां", "ाओं", "ुओं", "ुएं", "ुएँ", "ाएं", "ाएँ",
    "ओं", "एं", "एँ", "ों", "ें", "ीं", "ां", "ाँ", "ो", "े", "ी", "ि", "ा", "ू", "ु",
)  # fmt: skip


def fold(text: str) -> str:
    """Return the text in small plain letters: accents, width and the dots of Hindi's loaned sounds left out.

    Hindi's nasal sounds are written as one dot.
    """
    # NUL and half characters can be in what people send; no database takes them.
    text = text.replace("\x00", " ")
    if text.isascii():
        return text.lower()
    text = text.encode("utf-8", "ignore").decode()
    text = unicodedata.normalize("NFKD", text.casefold())
    text = ACCENTS.sub("", text).translate(FOLDED)
    return NASALS.sub(DOT, text.replace("\u093c", "").replace("\u0901", DOT))


@lru_cache(maxsize=20_000)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text in their order, as people write them but folded."""
    return tuple(word[:LONGEST_WORD] for word in WORD.findall(APOSTROPHES.sub("", fold(text))))


def codes_of(text: str) -> Iterator[str]:
    """Return the words that are written with dashes or dots as one word each: "T-shirt" is also tshirt."""
    for parts in parts_of_codes(text):
        yield "".join(parts)[:LONGEST_WORD]


def thing_in(name: str) -> str:
    """Return the stem of the word that says what a thing of this name is; empty if there is none.

    It is the last one before the details, in English as in Hindi: rose water mist is no water.
    """
    words = words_of(DETAILS.split(name)[0])
    return stem(next(filter(is_thing, reversed(words)), ""))


def is_thing(word: str) -> bool:
    """Return whether it may say what a thing is: neither a number or a letter nor what it is counted in."""
    return len(word) > 1 and not word[0].isdigit() and word not in UNITS


def parts_of_codes(text: str) -> Iterator[tuple[str, ...]]:
    """Return what each of the words that are written with dashes or dots is put together of."""
    if CODE_SIGNS.search(text):
        for code in CODE.findall(APOSTROPHES.sub("", fold(text))):
            yield words_of(code)


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return what the singular and the plural of a folded word have in common."""
    if DEVANAGARI.search(word):
        return _hindi_stem(word)
    return _english_stem(word)


@lru_cache(maxsize=20_000)
def stems_of(text: str) -> tuple[str, ...]:
    return tuple(map(stem, words_of(text)))


@lru_cache(maxsize=20_000)
def all_stems_of(text: str) -> tuple[str, ...]:
    """Return the stems of a text's words, and of those that are written with dashes as one word each."""
    return (*stems_of(text), *map(stem, codes_of(text)))


def _english_stem(word: str) -> str:
    if word in IRREGULAR:
        return IRREGULAR[word]
    if len(word) < 4 or word in WHOLE or not word.isalpha():
        return word
    if word.endswith("ie"):
        # Their plurals end like that of "battery".
        return word[:-2] + "y"
    if not word.endswith("s") or word.endswith(("ss", "us")):
        return word
    if word.endswith("ves"):
        for plural, singular in PLURAL_ENDINGS.items():
            if word.endswith(plural):
                return word.removesuffix(plural) + singular
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    is_of_oes = word.endswith("oes") and len(word) > 5 and not word.endswith("shoes")
    if is_of_oes or word.endswith(("sses", "shes", "ches", "xes", "zzes")) or word[:-2] in WHOLE:
        return word[:-2]
    # "Women's" is folded to womens.
    return word if word.endswith("is") else IRREGULAR.get(word[:-1], word[:-1])


def _hindi_stem(word: str) -> str:
    for ending in HINDI_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            return word[: -len(ending)]
    return word
