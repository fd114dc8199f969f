"""Makes a big catalogue for measuring: the same goods every time."""

import time

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from catalog.management.mass import rows
from catalog.management.mass.loading import load
from catalog.models import Attribute, Brand, Category, Product
from core.models import Picture
from regions.selectors import default_region, default_tax_class

BATCH = 2_000


class Command(BaseCommand):
    help = "Makes a catalogue of so many products, for measuring. Goes on where an earlier one ended."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--products", type=int, required=True, help="how many there shall be in all")

    def handle(self, *, products: int, **options: object) -> None:
        if products < 1:
            raise CommandError("Give a number from 1 on.")
        started = time.monotonic()
        self._ground()
        goods = rows.Goods(currency=default_region().currency, tax_class_id=default_tax_class().pk)
        done = (
            Product.objects.filter(slug__regex=r"^[a-z]+-[0-9]+$", variants__sku__startswith="MC-").distinct().count()
        )
        while done < products:
            last = min(done + BATCH, products)
            with transaction.atomic():
                load(pair for number in range(done, last) for pair in goods.product(number))
            done = last
            self.stdout.write(f"\r{done:,} products, {time.monotonic() - started:.0f} s", ending="")
        if connection.vendor == "postgresql":
            # Nobody plans well on tables that were empty a minute ago.
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        self.stdout.write("\nNow: manage.py rebuild_listing")

    @transaction.atomic
    def _ground(self) -> None:
        """Make what all products share, once."""
        if Brand.objects.filter(pk=rows.id_of(Brand, 0)).exists():
            return
        if Attribute.objects.filter(code__in=rows.ATTRIBUTES).exists() or Category.objects.exists():
            raise CommandError("This shop has categories or attributes of its own: use an empty one.")
        load((Category, row) for row in rows.categories())
        load((Brand, row) for row in rows.brands())
        load(rows.attributes())
        load((Picture, row) for row in rows.pictures())
