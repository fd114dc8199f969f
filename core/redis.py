"""The way to Redis: short timeouts, and a breaker so that a hung server costs one wait and not one per request."""

import time
from functools import cache

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

TIMEOUT_SECONDS = 0.25
REST_SECONDS = 5.0
FAILURES = (redis.RedisError, OSError)


class Breaker:
    """Open for a while after a failure; then one caller may try again."""

    def __init__(self, rest_seconds: float = REST_SECONDS) -> None:
        self.rest_seconds = rest_seconds
        self._closed_from = 0.0

    def is_open(self) -> bool:
        return time.monotonic() < self._closed_from

    def trip(self) -> None:
        self._closed_from = time.monotonic() + self.rest_seconds

    def reset(self) -> None:
        self._closed_from = 0.0


breaker = Breaker()


@cache
def _client(url: str) -> redis.Redis:
    return redis.Redis.from_url(
        url,
        socket_timeout=TIMEOUT_SECONDS,
        socket_connect_timeout=TIMEOUT_SECONDS,
        retry=Retry(NoBackoff(), 0),
        max_connections=64,
    )


def client() -> redis.Redis | None:
    """Return a client, or None when no Redis is configured or it failed a moment ago."""
    url = settings.REDIS_URL
    return None if not url or breaker.is_open() else _client(url)
