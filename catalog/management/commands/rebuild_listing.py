"""Makes the listing again."""

import time

from django.core.management.base import BaseCommand

from catalog import services
from catalog.models import Product


class Command(BaseCommand):
    help = "Makes the listing again from the catalogue. Stopped at any point, it goes on from there the next time."

    def handle(self, **options: object) -> None:
        started, total, shown_at = time.monotonic(), Product.objects.count(), 0.0
        seen = written = 0
        for progress in services.rebuild_listing():
            seen, written = progress.seen, progress.written
            if time.monotonic() - shown_at > 1:
                shown_at = time.monotonic()
                rate = seen / max(shown_at - started, 0.001)
                self.stdout.write(f"\r{seen:,} of {total:,} products, {rate:,.0f} a second", ending="")
        seconds = time.monotonic() - started
        self.stdout.write(f"\n{seen:,} products seen, {written:,} listings written in {seconds:.0f} s.")
