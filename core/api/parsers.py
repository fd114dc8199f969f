"""JSON bodies, read strictly."""

import json
import math
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.parsers import BaseParser
from rest_framework.serializers import Serializer
from rest_framework.settings import api_settings

MAX_DEPTH = 32


class StrictJSONParser(BaseParser):
    """Refuses what is not JSON to the letter: NaN, a key given twice, deep nesting, bad UTF-8, half characters."""

    media_type = "application/json"

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: dict | None = None) -> Any:
        try:
            text = stream.read().decode("utf-8")
            value = json.loads(text, parse_constant=_no_constant, parse_float=_finite, object_pairs_hook=_unique_keys)
            if text.count("[") + text.count("{") > MAX_DEPTH and _depth(value) > MAX_DEPTH:
                raise ValueError("nested too deeply")
            if "\\u" in text:
                _check_characters(value)
        except (ValueError, RecursionError):
            raise ParseError(_("The body is not valid JSON.")) from None
        if value is None:
            # The framework takes null for "nothing sent", in words of its own.
            raise ValidationError({api_settings.NON_FIELD_ERRORS_KEY: Serializer.default_error_messages["invalid"]})
        return value


def _no_constant(word: str) -> None:
    raise ValueError(f"{word} is not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is beyond all numbers")
    return number


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("a key is given twice")
    return result


def _check_characters(value: Any) -> None:
    """Refuse NUL and lone surrogates: no database of ours stores them."""
    text = json.dumps(value, ensure_ascii=False)
    text.encode("utf-8")
    # json.dumps writes NUL as \\u0000 and every real backslash twice.
    if "\\u0000" in text.replace("\\\\", ""):
        raise ParseError(_("Take the NUL characters out of the text; they cannot be kept."))


def _depth(value: Any) -> int:
    """How deeply lists and objects are nested, found without recursion."""
    depth, level = 0, [value]
    while level := [item for item in level if isinstance(item, dict | list)]:
        depth += 1
        level = [child for item in level for child in (item.values() if isinstance(item, dict) else item)]
    return depth
