"""An event, its handlers and a way to run them in another process, for tests of background work."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils import timezone

from core import outbox
from core.events import Event
from core.ids import uuid7
from core.models import Lease
from core.outbox import Queue


@dataclass(frozen=True)
class LampLit(Event):
    """Something happened to a lamp."""

    lamp_id: UUID


def on_lamp_lit(event: LampLit) -> None:
    note("inside")


@outbox.handler(queue=Queue.MAIL, external=True)
def on_lamp_lit_outside(event: LampLit) -> None:
    note("outside")


@outbox.handler(queue=Queue.BULK)
def on_lamp_lit_broken(event: LampLit) -> None:
    note("broken")
    raise ValueError("the bulb is missing")


@outbox.handler(queue=Queue.CRITICAL)
def on_lamp_lit_again(event: LampLit) -> None:
    """Publish in turn, until the lamp has been lit twice."""
    if not noted("again"):
        outbox.publish(LampLit(lamp_id=event.lamp_id))
    note("again")


def note(who: str) -> None:
    """Write a row per call: a rollback takes it back, and other processes see it."""
    Lease.objects.create(name=str(uuid7()), holder=who, held_until=timezone.now())


def noted(who: str) -> int:
    return Lease.objects.filter(holder=who).count()


@contextmanager
def wired(*handlers: outbox.Handler) -> Iterator[None]:
    """Have these handlers follow LampLit, and nothing follow anything else."""
    from config.wiring import WIRING

    outbox.wire({LampLit: handlers})
    try:
        yield
    finally:
        outbox.wire(WIRING)


def light() -> None:
    outbox.publish(LampLit(lamp_id=uuid7()))


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a process that works on this test's database."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite://{database['NAME']}"
    else:
        password = f":{database['PASSWORD']}" if database["PASSWORD"] else ""
        port = f":{database['PORT']}" if database["PORT"] else ""
        url = f"postgres://{database['USER']}{password}@{database['HOST']}{port}/{database['NAME']}"
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "TEST_DATABASE_URL": url,
        "PYTHONPATH": str(settings.BASE_DIR),
        **more,
    }
