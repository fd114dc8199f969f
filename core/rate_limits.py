"""How often something may be tried: counted in one atomic step, shared by all processes.

Redis counts when it is configured and answers; the database counts otherwise, so a dead Redis never opens a limit.
"""

import hashlib
import ipaddress
import logging
import re
import time
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.db.models import F

from core import redis
from core.errors import RateLimitExceeded
from core.models import RateLimitCounter

log = logging.getLogger(__name__)

LIMIT = re.compile(r"(?P<tries>\d{1,9})/(?P<length>\d{0,6})(?P<unit>[smhd])")
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
AUTH_REQUESTS_PER_TRY = 6

# The window starts with its first use, so a key that is quiet costs nothing.
COUNT_IN_REDIS = """
local used = redis.call('INCR', KEYS[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  left = tonumber(ARGV[1])
end
return {used, left}
"""
COUNT_IN_DATABASE = """
INSERT INTO core_ratelimitcounter AS counter (key, used, ends_at_ms) VALUES (%(key)s, 1, %(ends)s)
ON CONFLICT (key) DO UPDATE SET
  used = CASE WHEN counter.ends_at_ms <= %(now)s THEN 1 ELSE counter.used + 1 END,
  ends_at_ms = CASE WHEN counter.ends_at_ms <= %(now)s THEN excluded.ends_at_ms ELSE counter.ends_at_ms END
RETURNING used, ends_at_ms
"""
GIVE_BACK_IN_REDIS = """
local used = tonumber(redis.call('GET', KEYS[1]) or 0)
if used > 0 then redis.call('DECR', KEYS[1]) end
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries in so many seconds."""

    tries: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Usage:
    """What is left of a limit. Without a limit everything is left."""

    limit: Limit | None
    used: int = 0
    resets_in: int = 0

    @property
    def remaining(self) -> int:
        return max(self.limit.tries - self.used, 0) if self.limit else 0

    @property
    def headers(self) -> dict[str, str]:
        if self.limit is None:
            return {}
        return {
            "RateLimit-Limit": str(self.limit.tries),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.resets_in),
            "RateLimit-Policy": f"{self.limit.tries};w={self.limit.seconds}",
        }


@lru_cache(maxsize=64)
def parse(text: str) -> Limit | None:
    """Read "5/15m" as five tries in fifteen minutes, and "off" as no limit. Raises ImproperlyConfigured."""
    word = text.strip().lower()
    if word == "off":
        return None
    match = LIMIT.fullmatch(word)
    if not match or not int(match["tries"]) or match["length"] == "0":
        raise ImproperlyConfigured(f"A rate limit looks like 5/15m or off, not {text!r}.")
    return Limit(int(match["tries"]), int(match["length"] or 1) * UNITS[match["unit"]])


def auth_requests() -> Limit | None:
    """Return how many requests one IP may send to the sign-in family, beside the failed tries per account."""
    limit = parse(settings.RATE_LIMIT_AUTH)
    return limit and Limit(limit.tries * AUTH_REQUESTS_PER_TRY, limit.seconds)


def network(ip: str | None) -> str:
    """Return what counts as one visitor: an IPv4 address, or the /64 that one IPv6 customer is given."""
    if not ip:
        return "unknown"
    address = ipaddress.ip_address(ip)
    return ip if address.version == 4 else str(ipaddress.ip_network((address, 64), strict=False).network_address)


def spend(key: str, limit: Limit | None) -> Usage:
    """Count one try under the key. Call it outside of transactions: a rollback would give the try back.

    Raises RateLimitExceeded, with `retry_after` in seconds, when the tries of this window are used up.
    """
    if limit is None:
        return Usage(None)
    used, milliseconds = _count(_stored(key), limit)
    usage = Usage(limit, used, max(1, -(-milliseconds // 1000)))
    if used > limit.tries:
        raise refusal(limit, usage.resets_in)
    return usage


def refusal(limit: Limit, resets_in: int) -> RateLimitExceeded:
    """Return what is raised when this limit is used up: body and headers of the answer tell of it."""
    refused = RateLimitExceeded(retry_after=resets_in, limit=limit.tries)
    refused.usage = Usage(limit, limit.tries, resets_in)
    return refused


def spend_upload(user_id: object) -> None:
    """Count a file that somebody sends: reading and drawing it takes long. Raises RateLimitExceeded."""
    spend(f"uploads:{user_id}", parse(settings.RATE_LIMIT_UPLOADS))


def forgive(key: str) -> None:
    """Forget the tries under the key, as after a good password."""
    stored = _stored(key)
    if shared := redis.client():
        try:
            shared.delete(f"limit:{stored}")
        except redis.FAILURES as error:
            _rest(error)
    RateLimitCounter.objects.filter(key=stored).delete()


def give_back(key: str, limit: Limit | None) -> None:
    """Take back one try that was spent, as after a good code: what others spent under the key stays counted."""
    if limit is None:
        return
    stored = _stored(key)
    if shared := redis.client():
        try:
            shared.eval(GIVE_BACK_IN_REDIS, 1, f"limit:{stored}")
        except redis.FAILURES as error:
            _rest(error)
        else:
            return
    running = RateLimitCounter.objects.filter(key=stored, used__gt=0, ends_at_ms__gt=_now_ms())
    running.update(used=F("used") - 1)


def _count(stored: str, limit: Limit) -> tuple[int, int]:
    if shared := redis.client():
        try:
            used, left = shared.eval(COUNT_IN_REDIS, 1, f"limit:{stored}", limit.seconds * 1000)
        except redis.FAILURES as error:
            _rest(error)
        else:
            return int(used), int(left)
    return _count_in_database(stored, limit)


def _count_in_database(stored: str, limit: Limit) -> tuple[int, int]:
    now = _now_ms()
    # durable: refuses to run inside another transaction, whose rollback would un-count the try.
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(COUNT_IN_DATABASE, {"key": stored, "now": now, "ends": now + limit.seconds * 1000})
        used, ends_at = cursor.fetchone()
    return used, ends_at - now


def _stored(key: str) -> str:
    """Keys hold addresses and mails of people: only their hash is kept."""
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=32).hexdigest()


def _rest(error: Exception) -> None:
    redis.breaker.trip()
    log.warning("Redis failed, the database counts tries for a while", extra={"reason": type(error).__name__})


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
