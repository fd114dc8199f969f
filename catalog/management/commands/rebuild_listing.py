"""Makes the listing again."""

import os
import time

from django.core.management.base import BaseCommand, CommandParser

from catalog import services
from catalog.models import Product


class Command(BaseCommand):
    help = "Makes the listing again from the catalogue. Stopped at any point, it goes on from there the next time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--processes",
            type=int,
            default=os.cpu_count() or 1,
            help="how many work at once where the database is PostgreSQL; as many as there are cores unless told",
        )

    def handle(self, *, processes: int, **options: object) -> None:
        started, total, shown_at = time.monotonic(), Product.objects.count(), 0.0
        seen = written = 0
        for progress in services.rebuild_listing(processes=processes):
            seen, written = seen + progress.seen, written + progress.written
            if time.monotonic() - shown_at > 1:
                shown_at = time.monotonic()
                rate = seen / max(shown_at - started, 0.001)
                self.stdout.write(f"\r{seen:,} of {total:,} products, {rate:,.0f} a second", ending="")
        seconds = time.monotonic() - started
        self.stdout.write(f"\n{seen:,} products seen, {written:,} listings written in {seconds:.0f} s.")
