"""What search engines are told of. Every app registers its own addresses; no page of them grows without bound.

`parts()` yields the names of the pages of a map, and `rows(part)` the paths on one of them, without the language.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sitemap:
    parts: Callable[[], Iterable[str]]
    rows: Callable[[str], Iterable[str]]


_maps: dict[str, Sitemap] = {}


def register(name: str, *, parts: Callable[[], Iterable[str]], rows: Callable[[str], Iterable[str]]) -> None:
    _maps[name] = Sitemap(parts, rows)


def registered() -> dict[str, Sitemap]:
    return dict(_maps)
