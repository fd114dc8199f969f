"""Goods as a file that `import_products` reads."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from catalog.models import Product
from catalog.porting import exporting
from core.back_office.exports import stream_csv, stream_xlsx


class Command(BaseCommand):
    help = "Export products, variants and stock as CSV, or as XLSX when the file is called so."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="left out, CSV goes to standard output")

    def handle(self, *args: Any, file: Path | None, **options: Any) -> None:
        header, rows = exporting.header(), exporting.rows(Product.objects.alive())
        if file is None:
            for line in stream_csv(header, rows):
                sys.stdout.write(line)
        elif file.suffix.lower() == ".xlsx":
            with file.open("wb") as out:
                out.writelines(stream_xlsx(header, rows))
        else:
            with file.open("w", encoding="utf-8", newline="") as out:
                out.writelines(stream_csv(header, rows))
