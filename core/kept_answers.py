"""A public answer as it is kept, and the Redis through which the processes share theirs."""

import hashlib
import json
from dataclasses import dataclass

from core import redis

BUMPS = "public:bumps"


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer, ready to be sent."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    etag: str
    versions: tuple[int, ...]
    tags: tuple[str, ...]
    ends_at: float
    is_current: bool
    route: str
    counted: str


def _redis_key(key: str) -> str:
    return f"public:{hashlib.blake2b(key.encode('utf-8', 'surrogatepass'), digest_size=20).hexdigest()}"


def _packed(kept: Kept) -> bytes:
    """One line of JSON, then the body: what comes back from Redis is read, never executed."""
    about = {name: getattr(kept, name) for name in Kept.__slots__ if name != "body"}
    return json.dumps(about).encode() + b"\n" + kept.body


def _unpacked(found: bytes) -> Kept | None:
    line, _, body = found.partition(b"\n")
    try:
        about = json.loads(line)
        return Kept(
            **about
            | {
                "body": body,
                "headers": tuple((name, value) for name, value in about["headers"]),
                "versions": tuple(about["versions"]),
                "tags": tuple(about["tags"]),
            }
        )
    except (ValueError, TypeError, KeyError):
        return None


def find_kept(key: str) -> Kept | None:
    """Return what another process keeps under this key; nothing without Redis."""
    shared = redis.client()
    if shared is None:
        return None
    try:
        found = shared.get(_redis_key(key))
    except redis.FAILURES:
        redis.breaker.trip()
        return None
    return _unpacked(found) if found else None


def keep_for_others(key: str, kept: Kept, seconds: int) -> None:
    """Hand an answer to the other processes, where there is a Redis between them."""
    shared = redis.client()
    if shared is None:
        return
    try:
        shared.set(_redis_key(key), _packed(kept), ex=seconds)
    except redis.FAILURES:
        redis.breaker.trip()


def tell_others() -> None:
    """Let the other processes know that answers of theirs may be out of date."""
    shared = redis.client()
    if shared is None:
        return
    try:
        shared.incr(BUMPS)
    except redis.FAILURES:
        redis.breaker.trip()


def times_told() -> bytes | None:
    """Return how often any process has told; nothing without Redis."""
    shared = redis.client()
    if shared is None:
        return None
    try:
        return shared.get(BUMPS)
    except redis.FAILURES:
        redis.breaker.trip()
        return None
