"""The demo shop: every app registers what it loads, from the ground up, so that later parts find the earlier ones."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from core.errors import DomainError, Refusal

PASSWORD = "Bazaar-2026!"  # noqa: S105
DOMAIN = "haat.example"


class DemoForbidden(DomainError):
    """Its passwords are printed in the documentation."""

    code = "DEMO_FORBIDDEN"
    message = "The demo shop is for HAAT_ENV=embedded only: everybody knows its passwords."
    refusal = Refusal.FORBIDDEN


@dataclass(frozen=True)
class Part:
    """What one app adds. `load` gives the same rows every time, adds only missing ones, and says what it made."""

    name: str
    load: Callable[[], str]
    logins: Sequence[str] = ()


_parts: dict[str, Part] = {}


def register(name: str, load: Callable[[], str], *, logins: Sequence[str] = ()) -> None:
    _parts[name] = Part(name, load, tuple(logins))


def names() -> list[str]:
    return list(_parts)


def logins() -> list[str]:
    """Return the addresses with which the demo's people sign in; the password is PASSWORD."""
    return [login for part in _parts.values() for login in part.logins]


def load() -> Iterator[tuple[str, str]]:
    """Load each part in a transaction of its own; yields its name and what it made.

    Raises DemoForbidden outside the embedded shop.
    """
    if not settings.DEMO_ALLOWED:
        raise DemoForbidden
    for part in _parts.values():
        with transaction.atomic():
            made = part.load()
        yield part.name, made
