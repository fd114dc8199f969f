"""Has the sizes made that stored pictures lack."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from core import pictures


class Command(BaseCommand):
    help = "Has the worker make the sizes that stored pictures lack, in either format. May be repeated."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count the pictures, change nothing")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        if dry_run:
            self.stdout.write(f"Pictures that lack a size: {sum(1 for _ in pictures.find_incomplete()):,}")
        else:
            self.stdout.write(f"Pictures that the worker makes whole: {pictures.render_incomplete():,}")
