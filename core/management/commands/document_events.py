"""Write docs/events.md: every event, what it says, and who is told."""

import inspect
from argparse import ArgumentParser
from collections import defaultdict
from dataclasses import fields
from typing import Any, get_type_hints

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core import outbox
from core.events import Event
from core.outbox import registry

PATH = settings.BASE_DIR / "docs" / "events.md"
OPENING = """\
# Events

What happens in the shop, and who is told. Written by `manage.py document_events`; a test keeps it fresh.

An event is published in the transaction of the change that it tells of (`core.outbox.publish`), and delivered to each
handler once, after the commit. `config/wiring.py` is the table behind this page. A handler runs in a transaction of
its own that also marks its delivery done; one marked *outside* speaks to the world outside of transactions and may be
told again when its process dies, so it brings a key that makes repeating harmless. Order is not promised.

Failures are tried again after 10 seconds, then twice as long each time up to an hour; after 20 attempts a delivery is
a dead letter, which the back office shows and tries again. See [operations](operations.md) for the commands.
"""


def document() -> str:
    """Return the page as it should be."""
    by_app = defaultdict(list)
    for name in outbox.wiring():
        event = Event.registry[name]
        by_app[event.__module__.partition(".")[0]].append(event)
    parts = [OPENING]
    for app in sorted(by_app):
        parts.append(f"## {app}\n")
        parts += [_describe(event) for event in sorted(by_app[app], key=lambda event: event.__name__)]
    return "\n".join(parts)


def _describe(event: type[Event]) -> str:
    hints = get_type_hints(event)
    carried = ", ".join(f"`{field.name}: {_type_name(hints[field.name])}`" for field in fields(event))
    lines = [f"### {event.__name__}\n"]
    # A dataclass without words of its own gets its signature for a docstring.
    words = inspect.getdoc(event) or ""
    if words and not words.startswith(f"{event.__name__}("):
        lines.append(f"{words}\n")
    lines.append(f"Carries {carried}.\n")
    handlers = outbox.wiring()[event.__name__]
    lines += [f"- `{name}` ({_how(function)})" for name, function in handlers.items()]
    if not handlers:
        lines.append("- nobody yet")
    return "\n".join([*lines, ""])


def _how(function: outbox.Handler) -> str:
    return f"{registry.queue_of(function)}{', outside' if registry.is_external(function) else ''}"


def _type_name(hint: Any) -> str:
    return hint.__name__ if isinstance(hint, type) else str(hint)


class Command(BaseCommand):
    help = "Write docs/events.md from the wiring. With --check, fail when it is not fresh."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; exit code 1 when the page is stale")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = document()
        if PATH.exists() and PATH.read_text() == wanted:
            self.stdout.write("docs/events.md is fresh.")
        elif options["check"]:
            raise CommandError("docs/events.md is stale: run `manage.py document_events`.")
        else:
            PATH.write_text(wanted)
            self.stdout.write("docs/events.md is written.")
