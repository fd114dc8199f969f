"""Addresses made of names, whatever script they are written in."""

import re
import unicodedata

# Letters that Unicode does not take apart into a Latin one and its marks.
LATIN = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "&": " and "}
)
# Scripts of India: a consonant carries an "a" that a vowel sign replaces and a virama takes away.
INDIC = ("DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM")
VOWELS = {"AA": "a", "II": "i", "UU": "u", "EE": "e", "OO": "o", "VOCALIC R": "ri", "VOCALIC RR": "ri"}
CONSONANTS = {"CA": "cha", "CHA": "chha", "SSA": "sha", "NGA": "na", "NYA": "na"}
DOUBLED = re.compile(r"([A-Z])\1+")
SEPARATORS = re.compile(r"[^a-z0-9]+")


def slug_of(text: str, *, most: int) -> str:
    """Return the text in small Latin letters, digits and dashes, at most so many; empty when nothing is left."""
    plain = " ".join(_latin(word) for word in unicodedata.normalize("NFKC", text).lower().split())
    return SEPARATORS.sub("-", plain).strip("-")[:most].rstrip("-")


def _latin(word: str) -> str:
    spelled = ""
    inherent = False
    for char in word.translate(LATIN):
        letters, carries = _spelled(char)
        if letters is None:
            continue
        if inherent and carries is None:
            spelled = spelled[:-1]
        spelled += letters
        inherent = bool(carries)
    # At the end of a word the inherent vowel is written but not spoken.
    return spelled[:-1] if inherent and len(spelled) > 2 else spelled


def _spelled(char: str) -> tuple[str | None, bool | None]:
    """Return how a character sounds, and whether it carries an "a"; None where it changes that of the one before."""
    script, _, rest = unicodedata.name(char, "").partition(" ")
    if char.isdigit():
        return str(unicodedata.digit(char, "")), False
    if script not in INDIC:
        apart = unicodedata.normalize("NFKD", char)
        return "".join(part if part.isascii() else "" if unicodedata.combining(part) else " " for part in apart), False
    kind, _, name = rest.rpartition("SIGN ") if "SIGN " in rest else rest.rpartition("LETTER ")
    if "SIGN " in rest:
        match name:
            case "VIRAMA":
                return "", None
            case "NUKTA":
                return None, None
            case "ANUSVARA" | "CANDRABINDU":
                return "n", False
            case "VISARGA":
                return "h", False
        return (_vowel(name), None) if kind.startswith("VOWEL") else ("", False)
    if not rest.startswith("LETTER "):
        return " ", False
    if len(name) > 1 and name.endswith("A") and name != "AA":
        return CONSONANTS.get(name) or DOUBLED.sub(r"\1", name).lower(), True
    return _vowel(name), False


def _vowel(name: str) -> str:
    name = name.removeprefix("CANDRA ").removeprefix("SHORT ")
    return VOWELS.get(name, name.lower())
