"""Goods from a file: checked, written, gone on with, or rolled back."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from catalog import services
from catalog.enums import ImportStatus, OnError, RowOutcome
from catalog.models import ImportBatch
from core.errors import DomainError

SHOWN_ERRORS = 50


class Command(BaseCommand):
    help = "Import products, variants and stock from a CSV or XLSX file, or roll an import back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="see docs/import.md for its columns")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, write nothing")
        parser.add_argument(
            "--on-error", choices=OnError.values, default=OnError.STOP.value,
            help="when rows are wrong, write nothing (stop) or all others (skip)",
        )  # fmt: skip
        parser.add_argument("--rollback", metavar="BATCH", help="put back what this import changed")
        parser.add_argument("--resume", metavar="BATCH", help="go on with an import that was broken off")
        parser.add_argument("--json", action="store_true", help="print the outcome as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if sum(bool(options[name]) for name in ("file", "rollback", "resume")) != 1:
            raise CommandError("Give a file, --rollback BATCH or --resume BATCH.")
        self.is_quiet = options["json"]
        try:
            batch = self._run(options)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from None
        self._report(batch)
        if batch.refused_because:
            raise CommandError(batch.refused_because)
        if batch.errors and batch.on_error == OnError.STOP and batch.status == ImportStatus.CHECKED:
            raise CommandError(f"{batch.errors} rows are wrong; nothing was written.")

    def _run(self, options: dict[str, Any]) -> ImportBatch:
        if options["rollback"]:
            batch = _batch(options["rollback"])
            if batch.status != ImportStatus.UNDOING:
                services.roll_back_import(batch=batch, actor=None, in_worker=False)
            return self._steps(batch)
        if options["resume"]:
            batch = self._steps(_batch(options["resume"]))
        else:
            batch = self._steps(self._start(options["file"], options["on_error"]))
        may_write = batch.on_error == OnError.SKIP or not batch.errors
        if batch.status == ImportStatus.CHECKED and may_write and not options["dry_run"]:
            services.apply_import(batch=batch, actor=None, in_worker=False)
            batch = self._steps(batch)
        return batch

    def _start(self, path: Path, on_error: str) -> ImportBatch:
        try:
            with path.open("rb") as file:
                return services.start_import(file=file, name=path.name, actor=None, on_error=on_error, in_worker=False)
        except FileNotFoundError:
            raise CommandError(f"There is no file {path}.") from None
        except OSError as why:
            raise CommandError(f"{path} cannot be read: {why.strerror}.") from None

    def _steps(self, batch: ImportBatch) -> ImportBatch:
        for after in services.steps_of(batch_id=batch.pk):
            batch = after
            if not self.is_quiet:
                self.stdout.write(f"\r{batch.get_status_display()}: row {batch.done_until:,}", ending="")
        return batch

    def _report(self, batch: ImportBatch) -> None:
        wrong = batch.rows.filter(outcome=RowOutcome.ERROR)[:SHOWN_ERRORS]
        kept = batch.rows.exclude(undoing="").exclude(undoing="done")[:SHOWN_ERRORS]
        numbers = ("total", "new", "changed", "unchanged", "errors", "written", "undone", "kept")
        if self.is_quiet:
            told = {"id": str(batch.pk), "status": batch.status} | {name: getattr(batch, name) for name in numbers}
            rows = [{"row": row.number, "sku": row.sku, "problems": row.problems} for row in (*wrong, *kept)]
            self.stdout.write(json.dumps(told | {"problems": rows}, ensure_ascii=False))
            return
        self.stdout.write(f"\nImport {batch.pk}: {batch.get_status_display()}")
        self.stdout.write(", ".join(f"{name} {getattr(batch, name):,}" for name in numbers))
        for row in (*wrong, *kept):
            for column, why in row.problems:
                self.stdout.write(f"Row {row.number}, {column}: {why}")


def _batch(pk: str) -> ImportBatch:
    try:
        return ImportBatch.objects.get(pk=pk)
    except (ImportBatch.DoesNotExist, ValidationError, ValueError):
        raise CommandError(f"There is no import {pk}.") from None
