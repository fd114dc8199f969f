"""The demo shop: every app registers what it loads, from the ground up, so that later parts find the earlier ones."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core import outbox
from core.errors import DomainError, Refusal
from core.models import Lease

PASSWORD = "Bazaar-2026!"  # noqa: S105
DOMAIN = "haat.example"
# Stands in the database from the beginning of a load to its end, so that one that was killed is known.
UNDERWAY = "demo"


class DemoForbidden(DomainError):
    """Its passwords are printed in the documentation."""

    code = "DEMO_FORBIDDEN"
    message = "The demo shop is for HAAT_ENV=embedded only: everybody knows its passwords."
    refusal = Refusal.FORBIDDEN


@dataclass(frozen=True)
class Part:
    """What one app adds. `load` gives the same rows every time, adds only missing ones, and says what it made.

    `prepare` runs before it, outside of its transaction: for what takes long and is kept in files.
    """

    name: str
    load: Callable[[], str]
    prepare: Callable[[], None] | None = None
    logins: Sequence[str] = ()
    # It needs what apps further up have put in.
    is_last: bool = False


_parts: dict[str, Part] = {}


def register(
    name: str,
    load: Callable[[], str],
    *,
    prepare: Callable[[], None] | None = None,
    logins: Sequence[str] = (),
    is_last: bool = False,
) -> None:
    _parts[name] = Part(name, load, prepare, tuple(logins), is_last)


def names() -> list[str]:
    return list(_parts)


def logins() -> list[str]:
    """Return the addresses with which the demo's people sign in; the password is PASSWORD."""
    return [login for part in _parts.values() for login in part.logins]


def load() -> Iterator[tuple[str, str]]:
    """Load each part in a transaction of its own; yields its name and what it made.

    One that is killed leaves what it made and is finished by the next. Raises DemoForbidden outside the embedded shop.
    """
    if not settings.DEMO_ALLOWED:
        raise DemoForbidden
    Lease.objects.update_or_create(name=UNDERWAY, defaults={"holder": UNDERWAY, "held_until": timezone.now()})
    for part in sorted(_parts.values(), key=lambda part: part.is_last):
        if part.prepare:
            part.prepare()
            _settle()
        with transaction.atomic():
            made = part.load()
        _settle()
        yield part.name, made
    Lease.objects.filter(name=UNDERWAY).delete()


def _settle() -> None:
    """Let what was published take effect while it concerns little: a picture that no product shows yet, say."""
    deliveries = logging.getLogger(outbox.__name__)
    level = deliveries.level
    deliveries.setLevel(logging.WARNING)
    try:
        outbox.drain(queues=[outbox.Queue.DEFAULT])
    finally:
        deliveries.setLevel(level)


def is_unfinished() -> bool:
    """Whether a load was begun and never came to its end."""
    return Lease.objects.filter(name=UNDERWAY).exists()
