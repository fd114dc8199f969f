"""Views and searches, counted in the process and written now and then: reading the shop writes nothing."""

import logging
import re
import threading
import time
from collections import Counter
from uuid import UUID

from django.db import DatabaseError, connection
from django.http import HttpRequest

from catalog.search.words import words_of

log = logging.getLogger(__name__)

FLUSH_SECONDS = 20.0
# More different ones than this in one go are somebody's script.
MOST_WAITING = 5_000
LONGEST_QUERY = 80
# By what they call themselves: who hides does not matter for what is popular.
ROBOTS = re.compile(
    r"bot|crawl|spider|slurp|preview|headless|lighthouse|monitor|facebookexternalhit|curl|wget|python|java/|go-http",
    re.IGNORECASE,
)

_lock = threading.Lock()
_views: Counter[UUID] = Counter()
_searches: dict[str, tuple[int, int]] = {}
_flushed_at = time.monotonic()


def count_view(request: HttpRequest, product_id: UUID | str) -> None:
    """Note that somebody looked at a product. Robots do not count, nor does whoever chooses among its variants."""
    if not _is_a_look(request):
        return
    product_id = UUID(str(product_id))
    with _lock:
        if product_id in _views or len(_views) < MOST_WAITING:
            _views[product_id] += 1
    _flush_when_due()


def _is_a_look(request: HttpRequest) -> bool:
    meta = request.META
    agent = meta.get("HTTP_USER_AGENT", "")
    is_asked_ahead = "prefetch" in meta.get("HTTP_SEC_PURPOSE", "")
    is_part = "HTTP_HX_REQUEST" in meta
    return request.method == "GET" and bool(agent) and not (is_asked_ahead or is_part or ROBOTS.search(agent))


def count_search(text: str, found: int) -> None:
    """Note what was searched for, in folded words, and how much was found."""
    query = " ".join(words_of(text))[:LONGEST_QUERY]
    if not query:
        return
    with _lock:
        if query in _searches or len(_searches) < MOST_WAITING:
            _searches[query] = (_searches.get(query, (0, 0))[0] + 1, found)
    _flush_when_due()


def flush() -> None:
    """Write what was counted. What the database does not take now is let go: these are only counts."""
    from catalog import services

    global _flushed_at
    with _lock:
        views, searches = dict(_views), dict(_searches)
        _views.clear()
        _searches.clear()
    _flushed_at = time.monotonic()
    try:
        if views:
            services.record_views(views=views)
        if searches:
            services.record_searches(searches=searches)
    except DatabaseError as error:
        log.warning("views and searches not written", extra={"reason": type(error).__name__})


def forget() -> None:
    """Drop what was counted and not written yet."""
    with _lock:
        _views.clear()
        _searches.clear()


def _flush_when_due() -> None:
    global _flushed_at
    with _lock:
        if time.monotonic() - _flushed_at < FLUSH_SECONDS:
            return
        _flushed_at = time.monotonic()
    # Beside the request: nobody waits for it.
    threading.Thread(target=_flush_and_close, name="counting", daemon=True).start()


def _flush_and_close() -> None:
    try:
        flush()
    finally:
        connection.close()
