"""Public answers kept as bytes: found before sessions and sign-in are looked at, dropped when what they show changes.

A view opts in with `@public(max_age=…, tags=[…])`; whoever changes what it shows calls `bump(tag)` in the same
transaction. The bytes live in the process and, when Redis is configured, beside it for the other processes.
"""

import hashlib
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

from core import metrics, route_limits
from core.compression import best_encoding
from core.error_pages import is_api, refuse
from core.errors import RateLimitExceeded
from core.kept_answers import Kept, find_kept, keep_for_others, tell_others, times_told
from core.models import CacheVersion
from core.routing import where_strangers_read

log = logging.getLogger(__name__)

VERSION_SECONDS = 1.0
MOST_BYTES = 16 * 1024 * 1024
LONGEST_QUERY = 512
NOT_KEPT = frozenset({"X-Request-ID", "Set-Cookie", "Date"})
OF_THE_BODY = frozenset({"Content-Type", "Content-Length", "Content-Encoding"})

BUMP = """
INSERT INTO core_cacheversion AS version (tag, number) VALUES (%s, 1)
ON CONFLICT (tag) DO UPDATE SET number = version.number + 1
"""

# What asks whether the shop is alive waits for no database, not even for a key.
PROBED = frozenset({"/health", "/health/live", "/api/health", "/metrics"})

# Nobody can tell a copy outside of the shop that something was bumped.
ELSEWHERE_SECONDS = 5

KeyPart = Callable[[HttpRequest], str]


@dataclass(frozen=True, slots=True)
class Public:
    """How a view is public: for how long, and what it shows."""

    max_age: int
    tags: tuple[str, ...]
    is_current: bool

    @property
    def cache_control(self) -> str:
        """What browsers and caches on the way are told."""
        if self.is_current:
            return "public, max-age=0, must-revalidate"
        return f"public, max-age={min(self.max_age, ELSEWHERE_SECONDS) if self.tags else self.max_age}"


def public(*, max_age: int, tags: Iterable[str] = (), is_current: bool = False) -> Callable:
    """Mark a page or an API view class as the same for everyone: no session, no cookie, no token in it.

    With tags, it lives until one of them is bumped, at most `max_age` seconds; copies outside of the shop live a few
    seconds, and what is current is asked for anew each time.
    """

    def mark(view: Any) -> Any:
        view.public = Public(max_age, tuple(tags), is_current)
        return view

    return mark


def bump(*tags: str) -> None:
    """Drop every public answer that shows one of these, from all processes, once the transaction is committed."""
    with connection.cursor() as cursor:
        for tag in sorted(tags):
            cursor.execute(BUMP, [tag])
    transaction.on_commit(_make_known, robust=True)


def _make_known() -> None:
    versions.forget()
    tell_others()


_remembered: dict[tuple[str, str], tuple[tuple[int, ...], Any]] = {}


def remember(tag: str, read: Callable[[], Any], *, named: str = "") -> Any:
    """Return what was read last under this name, as long as nobody bumped the tag. There are only few names."""
    version = versions.of((tag,))
    kept = _remembered.get((tag, named))
    if kept is None or kept[0] != version:
        kept = _remembered[tag, named] = (version, read())
    return kept[1]


def forget() -> None:
    """Forget everything that this process keeps."""
    shelf.clear()
    _remembered.clear()
    versions.forget()


_key_parts: dict[str, KeyPart] = {}
_varies_by: dict[str, Callable[[], Iterable[str]]] = {}


def register_key_part(name: str, read: KeyPart, *, varies_by: Callable[[], Iterable[str]] = tuple) -> None:
    """Let public answers differ by something of the request, such as the region of its cookie.

    What it reads must be checked: whoever can forge an audience sees that audience's prices. `varies_by` names the
    headers beside the cookie that it reads, for caches on the way.
    """
    _key_parts[name] = read
    _varies_by[name] = varies_by


_counters: list[Callable[[HttpRequest, str], None]] = []


def register_counter(count: Callable[[HttpRequest, str], None]) -> None:
    """Be told of answers that are sent again without their view, by what the view wrote in `response.counted`."""
    _counters.append(count)


class Versions:
    """The number of each tag, read once a second and after a bump; the last known ones while the database is down.

    A process learns of its own bumps at once, and of those of others, where there is a Redis to tell, before it
    answers with what has to be current.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers: dict[str, int] = {}
        self._read_at = float("-inf")
        self._told: bytes | None = None

    def of(self, tags: tuple[str, ...], *, is_current: bool = False) -> tuple[int, ...]:
        if not tags:
            return ()
        if is_current and (told := times_told()) != self._told:
            self._told = told
            self.forget()
        if time.monotonic() - self._read_at >= VERSION_SECONDS and self._lock.acquire(blocking=False):
            try:
                self._read()
            finally:
                self._lock.release()
        return tuple(self._numbers.get(tag, 0) for tag in tags)

    def forget(self) -> None:
        self._read_at = float("-inf")

    def _read(self) -> None:
        # From where the answers are read: the replica's data must not be kept under the primary's newer number.
        try:
            self._numbers = dict(CacheVersion.objects.using(where_strangers_read()).values_list("tag", "number"))
        except DatabaseError as error:
            log.warning("versions of public answers not read", extra={"reason": type(error).__name__})
        self._read_at = time.monotonic()


class Shelf:
    """The kept answers of this process, least recently used ones dropped first."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._bytes = 0

    def get(self, key: str) -> Kept | None:
        kept = self._kept.get(key)
        if (
            kept is None
            or kept.ends_at <= time.time()
            or kept.versions != versions.of(kept.tags, is_current=kept.is_current)
        ):
            return None
        return kept

    def put(self, key: str, kept: Kept) -> None:
        with self._lock:
            self._drop(self._kept.pop(key, None))
            self._kept[key] = kept
            self._bytes += len(kept.body)
            while self._bytes > self._most_bytes and self._kept:
                self._drop(self._kept.popitem(last=False)[1])

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._bytes = 0

    def _drop(self, kept: Kept | None) -> None:
        if kept:
            self._bytes -= len(kept.body)


versions = Versions()
shelf = Shelf()


@lru_cache(maxsize=256)
def accepted_language(accepted: str) -> str:
    """Return the first language of an Accept-Language header that the shop speaks."""
    for code, _quality in parse_accept_lang_header(accepted):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


class PublicCacheMiddleware:
    """Answers from the shelf, then from Redis, then by the view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        meta = request.META
        # Whoever carries a message from the page before has to see it on this one.
        is_personal = "HTTP_AUTHORIZATION" in meta or "messages=" in meta.get("HTTP_COOKIE", "")
        if is_personal or request.method not in {"GET", "HEAD"} or request.path_info in PROBED:
            return self.get_response(request)
        key = self._key(request)
        if (kept := shelf.get(key)) and self._is_within_limits(request):
            return self._answer_again(request, kept, "process")
        request.public_key = key
        response = self.get_response(request)
        if about := getattr(request, "public", None):
            response = self._keep(request, response, key, about)
        return response

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        """Now that the view is known: look among the answers of other processes before calling it."""
        about = getattr(getattr(view, "cls", None) or getattr(view, "view_class", view), "public", None)
        if about is None or not hasattr(request, "public_key"):
            return None
        if hasattr(request, "too_many"):
            return refuse(request, request.too_many)
        request.public_versions = versions.of(about.tags, is_current=about.is_current)
        kept = find_kept(request.public_key)
        if kept and kept.versions == request.public_versions and kept.ends_at > time.time():
            shelf.put(request.public_key, kept)
            if not self._is_within_limits(request):
                return refuse(request, request.too_many)
            return self._answer_again(request, kept, "shared")
        request.public = about
        return None

    def _key(self, request: HttpRequest) -> str:
        meta = request.META
        language = accepted_language(meta.get("HTTP_ACCEPT_LANGUAGE", "")) if is_api(request) else ""
        parts = [
            request.scheme,
            # As it was given: only what was asked of a host of ours is kept.
            meta.get("HTTP_HOST", ""),
            request.path_info,
            meta.get("QUERY_STRING", "")[: LONGEST_QUERY + 1],
            language,
            # Only origins that are let in are told anything of their own.
            origin if (origin := meta.get("HTTP_ORIGIN", "")) in settings.CORS_ALLOWED_ORIGINS else "",
            best_encoding(meta.get("HTTP_ACCEPT_ENCODING", "")),
            *(read(request) for read in _key_parts.values()),
        ]
        return "\n".join(parts)

    def _is_within_limits(self, request: HttpRequest) -> bool:
        """Count a call of the API. What is one too many goes on to be refused, with all that every answer carries."""
        if is_api(request):
            try:
                route_limits.count(request, route_limits.RouteClass.CATALOGUE)
            except RateLimitExceeded as refusal:
                request.too_many = refusal
                return False
        return True

    def _answer_again(self, request: HttpRequest, kept: Kept, source: str) -> HttpResponse:
        if kept.counted:
            for count in _counters:
                count(request, kept.counted)
        return self._answer(request, kept, source)

    def _answer(self, request: HttpRequest, kept: Kept, source: str) -> HttpResponse:
        metrics.public_answers.labels(source).inc()
        request.route_name = kept.route
        if _matches(request.META.get("HTTP_IF_NONE_MATCH", ""), kept.etag):
            return _bare_response(b"", 304, [header for header in kept.headers if header[0] not in OF_THE_BODY])
        return _bare_response(b"" if request.method == "HEAD" else kept.body, kept.status, kept.headers)

    def _keep(self, request: HttpRequest, response: HttpResponse, key: str, about: Public) -> HttpResponse:
        if response.status_code != 200 or response.streaming or request.method != "GET":
            return response
        session = getattr(request, "session", None)
        if response.cookies or (session is not None and session.accessed):
            log.error("a public page is personal", extra={"route": request.resolver_match.route})
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response
        body = response.content
        etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
        response.headers["ETag"] = etag
        response.headers["Content-Length"] = str(len(body))
        response.headers.setdefault("Cache-Control", about.cache_control)
        _vary(request, response)
        kept = Kept(
            status=200,
            headers=tuple((name, value) for name, value in response.headers.items() if name not in NOT_KEPT),
            body=body,
            etag=etag,
            versions=request.public_versions,
            tags=about.tags,
            ends_at=time.time() + about.max_age,
            is_current=about.is_current,
            route=request.resolver_match.route,
            counted=getattr(response, "counted", ""),
        )
        metrics.public_answers.labels("view").inc()
        if len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY:
            shelf.put(key, kept)
            keep_for_others(key, kept, about.max_age)
        if _matches(request.META.get("HTTP_IF_NONE_MATCH", ""), etag):
            return self._answer(request, kept, "process")
        return response


def _bare_response(body: bytes, status: int, headers: Iterable[tuple[str, str]]) -> HttpResponse:
    """Return an answer with these headers, which one that was sent before has carried."""
    response = HttpResponse(body, status=status)
    # Checking them one by one again would cost as much as all the rest.
    response.headers._store = {name.lower(): (name, value) for name, value in headers}
    return response


def _vary(request: HttpRequest, response: HttpResponse) -> None:
    """Name what the answer depends on: a page's language stands in its address, the API's in a header."""
    by_parts = [header for headers in _varies_by.values() for header in headers()]
    if is_api(request):
        patch_vary_headers(response, ["Accept-Encoding", "Authorization", "Cookie", "Accept-Language", *by_parts])
        return
    named = [name.strip() for name in response.get("Vary", "").split(",")]
    # LocaleMiddleware names the header even where the address has decided.
    kept = [name for name in named if name and name.lower() != "accept-language"]
    response.headers.pop("Vary", None)
    patch_vary_headers(response, dict.fromkeys([*kept, "Accept-Encoding", "Cookie", *by_parts]))


def _matches(given: str, etag: str) -> bool:
    if not given:
        return False
    return given.strip() == "*" or etag in {tag.strip().removeprefix("W/") for tag in given.split(",")}
