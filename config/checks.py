"""Production refuses to start with unsafe settings, and names the variable that mends it."""

import ipaddress
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

from config import env
from core import rate_limits

LOCAL_HOSTS = {"127.0.0.1", "localhost", "[::1]"}
TOKENS = "accounts.api.authentication.TokenAuthentication"


def _error(number: int, text: str, hint: str) -> Error:
    return Error(text, hint=hint, id=f"haat.E{number:03d}")


@register(Tags.security)
def api_asks_for_revocable_tokens(**_: Any) -> list[CheckMessage]:
    """Without this class a token would outlive its session: nothing else looks at revocations."""
    if settings.REST_FRAMEWORK.get("DEFAULT_AUTHENTICATION_CLASSES") == [TOKENS]:
        return []
    return [_error(1, "The API does not check sessions.", f"DEFAULT_AUTHENTICATION_CLASSES must be [{TOKENS}].")]


@register(Tags.security)
def limits_and_proxies_can_be_read(**_: Any) -> list[CheckMessage]:
    problems: list[CheckMessage] = []
    for name, limits in _limits():
        try:
            for limit in limits:
                rate_limits.parse(limit)
        except ImproperlyConfigured as error:
            problems.append(_error(2, str(error), f"Set {name} like 100/15m, or off."))
    for name in ("TRUSTED_PROXIES", "METRICS_TRUSTED_IPS"):
        for word in getattr(settings, name):
            if word != "unix" and not _is_network(word):
                problems.append(_error(3, f"{word!r} is no address or network.", f"Set {name} like 10.0.0.0/8."))
    return problems


def _limits() -> Iterator[tuple[str, list[str]]]:
    for name in ("RATE_LIMIT_AUTH", "RATE_LIMIT_API", "RATE_LIMIT_CATALOGUE", "RATE_LIMIT_UPLOADS"):
        yield name, [getattr(settings, name)]
    for name in ("RATE_LIMITS_SECOND_FACTOR", "RATE_LIMITS_SECOND_FACTOR_IP", "RATE_LIMITS_CODE_TRIES"):
        yield name, getattr(settings, name)
    yield "RATE_LIMITS_…_MESSAGES", [limit for limits in settings.RATE_LIMITS_MESSAGES.values() for limit in limits]


@register(Tags.security)
def production_is_safe(**_: Any) -> list[CheckMessage]:
    return list(_unsafe()) if env.IS_PRODUCTION else []


def _unsafe() -> Iterator[CheckMessage]:
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        yield _error(11, "SQLite lets one write at a time.", "Set DATABASE_URL to postgres://…")
    hosts = set(settings.ALLOWED_HOSTS)
    if "*" in hosts or not hosts - LOCAL_HOSTS:
        yield _error(12, "The shop does not know its own names.", "Set ALLOWED_HOSTS to them, separated by commas.")
    site = urlsplit(settings.SITE_URL)
    if site.scheme != "https":
        yield _error(13, "Links in mails would not be encrypted.", "Set SITE_URL to https://…")
    if not _is_named(site.hostname or "", hosts):
        yield _error(14, "Links in mails would lead to another host.", "SITE_URL must be on one of ALLOWED_HOSTS.")
    for origin in settings.ALLOWED_ORIGINS:
        if not origin.startswith("https://"):
            yield _error(15, f"{origin!r} may read the API unencrypted.", "ALLOWED_ORIGINS takes https:// origins.")
    if any(word in {"0.0.0.0/0", "::/0"} for word in settings.TRUSTED_PROXIES):
        yield _error(16, "Everyone could choose the address that limits see.", "Set TRUSTED_PROXIES to your proxies.")
    if settings.METRICS_TOKEN and len(settings.METRICS_TOKEN) < 24:
        yield _error(17, "METRICS_TOKEN can be guessed.", "Give METRICS_TOKEN at least 24 characters.")


def _is_named(host: str, hosts: set[str]) -> bool:
    return host in hosts or any(name.startswith(".") and f".{host}".endswith(name) for name in hosts)


def _is_network(word: str) -> bool:
    try:
        ipaddress.ip_network(word, strict=False)
    except ValueError:
        return False
    return True
