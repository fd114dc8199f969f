"""Importing a big file: how long, and in how much memory.

    DATABASE_URL=postgres://… python -m benchmarks.imports --rows 100000

The database is one of its own, migrated and with a catalogue of `manage.py make_catalog`; what is imported stays.
"""

import argparse
import csv
import json
import resource
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django


def write_file(path: Path, rows: int, category: str) -> None:
    """Three variants to a product."""
    header = ["sku", "product", "name", "category", "short_description", "description", "price", "barcode", "stock"]
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, [*header, "attr.colour"])
        writer.writeheader()
        for number in range(rows):
            row = {"sku": f"BENCH-{number}", "product": f"bench-{number // 3}", "price": f"{100 + number % 900}.00"}
            row |= {"barcode": f"{number:013}", "stock": number % 50}
            row["attr.colour"] = ("red", "blue", "green")[number % 3]
            if number % 3 == 0:
                row |= {"name": f"Bench product {number}", "category": category}
                row["short_description"] = f"The product of row {number}, made to be measured."
                row["description"] = f"<p>{'It is long enough to be a description. ' * 8}{number}</p>"
            writer.writerow(row)


def timed(batch: Any) -> tuple[Any, float]:
    from catalog import services

    started = time.perf_counter()
    for after in services.steps_of(batch_id=batch.pk):
        batch = after
    return batch, round(time.perf_counter() - started, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    rows = parser.parse_args().rows
    django.setup()
    from catalog import services
    from catalog.models import Category

    with TemporaryDirectory() as folder:
        path = Path(folder) / "goods.csv"
        write_file(path, rows, Category.objects.order_by("-pk").values_list("slug", flat=True)[0])
        with path.open("rb") as file:
            batch = services.start_import(file=file, name=path.name, actor=None, in_worker=False)
        batch, checking = timed(batch)
        services.apply_import(batch=batch, actor=None, in_worker=False)
        batch, writing = timed(batch)
        services.roll_back_import(batch=batch, actor=None, in_worker=False)
        batch, undoing = timed(batch)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    counts = {name: getattr(batch, name) for name in ("total", "errors", "written", "undone", "kept")}
    print(json.dumps(counts | {"check_s": checking, "write_s": writing, "undo_s": undoing, "peak_mb": peak}))


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    main()
