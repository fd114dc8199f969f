"""Remove what nobody needs any more."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from core import cleaning


class Command(BaseCommand):
    help = "Remove expired and finished rows: codes, sessions, keys, delivered events. The schedule does this weekly."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count the rows, change nothing")
        parser.add_argument("--json", action="store_true", help="print the numbers as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        numbers = {}
        for name, number in cleaning.count(now) if options["dry_run"] else cleaning.clean(now):
            numbers[name] = number
            if not options["json"]:
                self.stdout.write(f"{name}: {number}{' to do' if options['dry_run'] else ''}")
        if options["json"]:
            self.stdout.write(json.dumps(numbers))
