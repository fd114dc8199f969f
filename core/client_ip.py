"""Who is asking, behind proxies that are trusted and headers that are not."""

import ipaddress
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
MAX_HOPS = 10
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT")


@lru_cache(maxsize=8)
def _networks(trusted: tuple[str, ...]) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(word, strict=False) for word in trusted if word != "unix")


@lru_cache(maxsize=4096)
def _normal(text: str) -> str | None:
    """Return the address in its one spelling, or None for what is none."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(address).partition("%")[0]


@lru_cache(maxsize=4096)
def is_trusted(ip: str | None, trusted: tuple[str, ...]) -> bool:
    """Whether the peer is one of our proxies. No address at all is a unix socket, trusted by the word `unix`."""
    if ip is None:
        return "unix" in trusted
    address = ipaddress.ip_address(ip)
    return any(address in network for network in _networks(trusted))


def client_ip(meta: Mapping[str, Any], trusted: Iterable[str]) -> str | None:
    """Return the nearest address that is not one of our proxies.

    X-Forwarded-For is read from the right, and only as far as trusted proxies wrote it: whatever a visitor
    puts there himself stands further left and is never reached.
    """
    trusted = tuple(trusted)
    ip = _normal(meta.get("REMOTE_ADDR") or "")
    if not trusted or not is_trusted(ip, trusted):
        return ip
    hops = meta.get("HTTP_X_FORWARDED_FOR", "").split(",")
    for hop in reversed(hops[-MAX_HOPS:]):
        before = _normal(hop)
        if before is None:
            break
        ip = before
        if not is_trusted(ip, trusted):
            break
    return ip


def distrust_forwarded(meta: dict[str, Any], trusted: Iterable[str]) -> None:
    """Remove what only a proxy may say when the peer is none of ours."""
    if not is_trusted(_normal(meta.get("REMOTE_ADDR") or ""), tuple(trusted)):
        for name in FORWARDED:
            meta.pop(name, None)
