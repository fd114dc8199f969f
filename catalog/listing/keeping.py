"""What is dear to count or to draw, kept in the process for as long as nothing in the catalogue changes.

What took long to count is counted by one thread at a time, and is good for a while after a change as well: a shop of a
million products is not scanned anew for every price that changes. Lists may be seconds old.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from math import inf
from typing import Any, TypeVar

from django.conf import settings

from core import caching

TAGS = ("catalogue", "categories", "brands", "synonyms")
MOST_KEPT = 1_000
# What takes longer than this is dear, and good for as long as lists may be old.
DEAR_SECONDS, GOOD_SECONDS = 0.25, 5.0

Value = TypeVar("Value")


@dataclass(slots=True)
class _Kept:
    value: Any = None
    version: tuple[int, ...] | None = None
    good_until: float = 0.0
    ends_at: float = inf
    counting: Any = field(default_factory=threading.Lock)


_lock = threading.Lock()


def kept(key: Hashable, count: Callable[[], Value], *, seconds: float = inf) -> Value:
    """Return what was counted under this key, or count it now; what shows sales is good for some seconds only."""
    if not settings.KEEP_COUNTS:
        return count()
    version = caching.versions.of(TAGS)
    entry = _entry(key)
    if _is_good(entry, version):
        return entry.value
    with entry.counting:
        # Another thread may have counted it in the meantime.
        if _is_good(entry, version):
            return entry.value
        started = time.monotonic()
        value = count()
        ended = time.monotonic()
        entry.good_until = ended + GOOD_SECONDS if ended - started > DEAR_SECONDS else 0.0
        entry.ends_at = ended + seconds
        entry.value, entry.version = value, version
    return value


def _is_good(entry: _Kept, version: tuple[int, ...]) -> bool:
    now = time.monotonic()
    return entry.version is not None and now < entry.ends_at and (entry.version == version or now < entry.good_until)


def _entry(key: Hashable) -> _Kept:
    # Nobody bumps this: it lives as long as whatever else the process remembers.
    store: OrderedDict[Hashable, _Kept] = caching.remember("kept counts", OrderedDict)
    with _lock:
        entry = store.setdefault(key, _Kept())
        store.move_to_end(key)
        while len(store) > MOST_KEPT:
            store.popitem(last=False)
    return entry
