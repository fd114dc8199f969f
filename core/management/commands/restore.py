"""Put a backup in the place of what is there."""

from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from core import actions, outgoing, verification
from core.backups import BackupFailed, check_backup, read_manifest, restore_backup
from core.models import ShopSettings

REASON = "manage.py restore"


class Command(BaseCommand):
    help = (
        "Put database and uploads of a backup in the place of what is there. Stop the shop first. "
        "The restored copy sends nothing until `outgoing resume`, unless you add --go-live."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="only read all of the file, and check whether it is whole and fits"
        )
        parser.add_argument("--confirm", metavar="DATABASE", help="its name, when people are in it already")
        parser.add_argument("--go-live", action="store_true", help="this is the shop itself: mails may go out")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = read_manifest(options["file"])
            self.stdout.write(f"Backup of {manifest.created_at} from {manifest.vendor} ({manifest.kind}).")
            if options["dry_run"]:
                self._check(options["file"])
                return
            self._refuse_unless_meant(options["confirm"])
            restore_backup(options["file"], report=self.stdout.write)
        except BackupFailed as error:
            raise CommandError(str(error)) from None
        with transaction.atomic():
            actions.record(
                actor=None,
                action="core.data.restored",
                target=ShopSettings,
                after={"backup": manifest.created_at},
                reason=REASON,
            )
        if options["go_live"]:
            self.stdout.write(self.style.SUCCESS("Restored."))
        else:
            outgoing.pause(now=timezone.now(), reason=REASON)
            self.stdout.write(self.style.SUCCESS("Restored. Nothing is sent from this copy until `outgoing resume`."))
        self._verify()

    def _check(self, file: Path) -> None:
        manifest, found = check_backup(file)
        for name, counted in manifest.folders.items():
            # The shop goes on while it is packed.
            more = "" if found[name] == counted else f", when it was begun {counted}"
            self.stdout.write(f"Files of {name}: {found[name]}{more}.")
        self.stdout.write(self.style.SUCCESS("It can be read to its end, the database in it is whole, and it fits."))

    def _verify(self) -> None:
        """Say whether what came back holds together. What was broken when it was kept is no failure of restoring."""
        verdicts = list(verification.verify())
        broken = [verdict.name for verdict in verdicts if verdict.is_broken]
        if broken:
            self.stdout.write(self.style.WARNING(f"Broken in it: {', '.join(broken)}. `verify` shows each case."))
        else:
            self.stdout.write(self.style.SUCCESS(f"Verified: all {len(verdicts)} invariants hold."))

    def _refuse_unless_meant(self, confirmed: str | None) -> None:
        name = Path(str(connection.settings_dict["NAME"])).name
        if _has_people() and confirmed != name:
            raise CommandError(f"There are people in {name!r}. To replace them, add: --confirm {name}")


def _has_people() -> bool:
    try:
        return get_user_model()._base_manager.exists()
    except DatabaseError:
        # Not even migrated: nothing can be lost.
        return False
