"""Rate limits by class of route: the sign-in family, writes and account reads, and public reads."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from enum import StrEnum
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from core import context, rate_limits
from core.rate_limits import Limit, Usage

MOST_BUCKETS = 50_000


class RouteClass(StrEnum):
    AUTH = "auth"
    API = "api"
    CATALOGUE = "catalogue"
    NONE = "none"


class TokenBuckets:
    """Limits of this process only: nothing shared is written, so a public read stays a read."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def spend(self, key: str, limit: Limit) -> Usage:
        """Take a token, which grow back evenly. Raises RateLimitExceeded when there is none."""
        rate = limit.tries / limit.seconds
        now = time.monotonic()
        with self._lock:
            tokens, then = self._buckets.pop(key, (float(limit.tries), now))
            tokens = min(float(limit.tries), tokens + (now - then) * rate)
            is_refused = tokens < 1
            tokens -= 0 if is_refused else 1
            self._buckets[key] = (tokens, now)
            if len(self._buckets) > MOST_BUCKETS:
                self._buckets.popitem(last=False)
        if is_refused:
            raise rate_limits.refusal(limit, int((1 - tokens) / rate) + 1)
        used = limit.tries - int(tokens)
        return Usage(limit, used, int(used / rate) + 1)

    def clear(self) -> None:
        self._buckets.clear()


buckets = TokenBuckets()


def limit_of(route_class: RouteClass) -> Limit | None:
    match route_class:
        case RouteClass.CATALOGUE:
            return rate_limits.parse(settings.RATE_LIMIT_CATALOGUE)
        case RouteClass.AUTH:
            return rate_limits.auth_requests()
        case RouteClass.API:
            return rate_limits.parse(settings.RATE_LIMIT_API)
        case _:
            return None


def spend(route_class: RouteClass, *, user_id: object = None) -> Usage:
    """Count a request of this class for the person, or for the address when nobody is signed in.

    Raises RateLimitExceeded.
    """
    limit = limit_of(route_class)
    if limit is None:
        return Usage(None)
    visitor = rate_limits.network(context.current().ip)
    if route_class is RouteClass.CATALOGUE:
        return buckets.spend(visitor, limit)
    if route_class is RouteClass.AUTH:
        return rate_limits.spend(f"route:auth:{visitor}", limit)
    who = f"user:{user_id}" if user_id else f"ip:{visitor}"
    return rate_limits.spend(f"route:api:{who}", limit)


def count(request: HttpRequest, route_class: RouteClass, *, user_id: object = None) -> None:
    """Count the request, and note on it what is left for the answer to say. Raises RateLimitExceeded."""
    request.rate_usage = spend(route_class, user_id=user_id)


def limited(route_class: RouteClass) -> Callable:
    """Mark a page whose posts count against a limit, as API routes of the class do."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def counted(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.method == "POST":
                user_id = request.user.pk if route_class is RouteClass.API else None
                count(request, route_class, user_id=user_id)
            return view(request, *args, **kwargs)

        return counted

    return decorate
