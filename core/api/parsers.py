"""JSON bodies, read strictly."""

import json
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

MAX_DEPTH = 32


class StrictJSONParser(BaseParser):
    """Refuses what is not JSON to the letter: NaN, a key given twice, deep nesting, bad UTF-8."""

    media_type = "application/json"

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: dict | None = None) -> Any:
        try:
            text = stream.read().decode("utf-8")
            if "\x00" in text or "\\u0000" in text:
                raise ValueError("NUL is not text")
            value = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_unique_keys)
            if _depth(value) > MAX_DEPTH:
                raise ValueError("nested too deeply")
        except (ValueError, RecursionError):
            raise ParseError("The body is not valid JSON.") from None
        return value


def _no_constant(word: str) -> None:
    raise ValueError(f"{word} is not JSON")


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("a key is given twice")
    return result


def _depth(value: Any) -> int:
    """How deeply lists and objects are nested, found without recursion."""
    depth, level = 0, [value]
    while level := [item for item in level if isinstance(item, dict | list)]:
        depth += 1
        level = [child for item in level for child in (item.values() if isinstance(item, dict) else item)]
    return depth
