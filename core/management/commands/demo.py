"""Load the demo shop."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import demo
from core.errors import DomainError


class Command(BaseCommand):
    help = "Load the demo shop: the same rows every time, only those that are missing. Embedded shops only."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--list", action="store_true", help="only say what would be loaded, in which order")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            self.stdout.write("\n".join(demo.names()))
            return
        started = time.monotonic()
        try:
            for name, made in demo.load():
                self.stdout.write(f"  {name}: {made}")
        except DomainError as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(self.style.SUCCESS(f"The demo shop is there ({time.monotonic() - started:.1f} s)."))
