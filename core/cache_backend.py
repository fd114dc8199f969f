"""Django's cache on Redis that loses its memory, not the request, when Redis is gone."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.retry import Retry

from core import redis


def _patient(name: str, when_gone: Any) -> Callable:
    method = getattr(RedisCache, name)

    @wraps(method)
    def call(self: RedisCache, *args: Any, **kwargs: Any) -> Any:
        default = kwargs.get("default", args[1] if name == "get" and len(args) > 1 else when_gone)
        if redis.breaker.is_open():
            return default if name == "get" else when_gone
        try:
            return method(self, *args, **kwargs)
        except redis.FAILURES:
            redis.breaker.trip()
            return default if name == "get" else when_gone

    return call


class PatientRedisCache(RedisCache):
    """A miss for every read and a loss for every write while Redis does not answer."""

    def __init__(self, server: str, params: dict) -> None:
        options = params.setdefault("OPTIONS", {})
        options.setdefault("socket_timeout", redis.TIMEOUT_SECONDS)
        options.setdefault("socket_connect_timeout", redis.TIMEOUT_SECONDS)
        options.setdefault("retry", Retry(NoBackoff(), 0))
        super().__init__(server, params)

    get = _patient("get", None)
    set = _patient("set", None)
    add = _patient("add", False)
    touch = _patient("touch", False)
    delete = _patient("delete", False)
    incr = _patient("incr", 0)
    has_key = _patient("has_key", False)
    get_many = _patient("get_many", {})
    set_many = _patient("set_many", [])
    delete_many = _patient("delete_many", None)
    clear = _patient("clear", False)
