"""Write the whole shop into one file."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core.backups import BackupFailed, read_manifest, write_backup


class Command(BaseCommand):
    help = (
        "Write database and uploads into one file, while the shop goes on. The keys in the environment are not in it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="default: VAR_DIR/backups/haat-<time>.tar.gz")
        parser.add_argument("--portable", action="store_true", help="as rows: goes into any kind of database")
        parser.add_argument("--show", action="store_true", help="only say what is in an existing file")
        parser.add_argument("--force", action="store_true", help="write over an existing file")
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        file = options["file"] or settings.VAR_DIR / "backups" / f"haat-{now:%Y%m%d-%H%M%S}.tar.gz"
        try:
            if options["show"]:
                manifest = read_manifest(file)
            else:
                self._refuse_overwriting(file, options["force"])
                file.parent.mkdir(parents=True, exist_ok=True)
                quiet = options["json"]
                report = (lambda _: None) if quiet else self.stdout.write
                manifest = write_backup(file, is_portable=options["portable"], now=now, report=report)
        except BackupFailed as error:
            raise CommandError(str(error)) from None
        described = {"file": str(file), "bytes": file.stat().st_size, **asdict(manifest)}
        if options["json"]:
            self.stdout.write(json.dumps(described))
        else:
            described["migrations"] = len(manifest.migrations)
            self.stdout.write("\n".join(f"  {name}: {value}" for name, value in described.items()))

    def _refuse_overwriting(self, file: Path, is_forced: bool) -> None:
        if file.exists() and not is_forced:
            raise CommandError(f"{file} exists already. Choose another name, or add --force.")
