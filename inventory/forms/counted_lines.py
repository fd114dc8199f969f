"""What was counted, line by line: from a text field, a scanner or a file."""

import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from catalog.models import ProductVariant
from catalog.services import normal_sku
from inventory.constants import MOST_UNITS

LONGEST_CODE = 100
SHOWN_PROBLEMS = 20
BETWEEN = re.compile("[,;\t]")
BEFORE_NUMBER = re.compile(r"\s+(?=[0-9]+$)")
NUMBER = re.compile("[0-9]+")
BLANK = re.compile(r"\s")
HEADS = {"sku", "barcode", "code", "ean", "gtin"}
Line = tuple[int, str]


def read_counts(lines: Iterable[Line]) -> tuple[dict[str, int], list[str]]:
    """Return how many of each code, and what is wrong with which line; a code that is there again adds to it."""
    said = [(number, line.strip().rstrip(" ,;\t")) for number, line in lines]
    said = [(number, line) for number, line in said if line]
    if said and _is_header(said[0][1]):
        said = said[1:]
    whole_codes = _known_codes(line for _number, line in said)
    found: Counter[str] = Counter()
    problems = []
    for number, line in said:
        code, counts = _parted(line, whole_codes)
        if not counts and BLANK.search(code) and normal_sku(code) not in whole_codes:
            said_so = {"number": number, "line": code[:LONGEST_CODE]}
            problems.append(_("Line %(number)d: this line is not understood: %(line)s") % said_so)
            continue
        if not 0 < len(code) <= LONGEST_CODE or any(not NUMBER.fullmatch(part) for part in counts):
            problems.append(_("Line %(number)d: give a code, a comma and a number.") % {"number": number})
            continue
        # No int: that refuses a long run of zeros.
        counted = found[code] + Decimal(counts[0] if counts else 1)
        if counted > MOST_UNITS:
            most = number_format(MOST_UNITS, force_grouping=True)
            problems.append(_("Line %(number)d: count at most %(most)s pieces.") % {"number": number, "most": most})
            continue
        found[code] = int(counted)
    return dict(found), _listed(problems)


def _is_header(line: str) -> bool:
    return re.split(r"[,;\t ]", line)[0].strip('"').casefold() in HEADS and not NUMBER.search(line)


def _parted(line: str, whole_codes: set[str]) -> tuple[str, list[str]]:
    between = BETWEEN if BETWEEN.search(line) or normal_sku(line) in whole_codes else BEFORE_NUMBER
    code, *counts = (part.strip() for part in between.split(line, maxsplit=1))
    return code, counts


def _known_codes(lines: Iterable[str]) -> set[str]:
    """Of lines with a blank, those that are a SKU as they stand: “LAMP 07” is one piece of it."""
    asked = {normal_sku(line) for line in lines if len(line) <= LONGEST_CODE and BLANK.search(line)}
    return set(ProductVariant.objects.alive().filter(sku__in=asked).values_list("sku", flat=True))


def _listed(problems: list[str]) -> list[str]:
    more = len(problems) - SHOWN_PROBLEMS
    if more <= 0:
        return problems
    return [*problems[:SHOWN_PROBLEMS], _("and %(number)d more") % {"number": more}]
