"""The way to Redis: short timeouts, and a breaker so that a hung server costs one wait and not one per request."""

from functools import cache

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from core.breaker import Breaker

TIMEOUT_SECONDS = 0.25
FAILURES = (redis.RedisError, OSError)


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
