"""Make the data of this database safe to show."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.utils import timezone

from core import actions, anonymise, outgoing
from core.models import ShopSettings

REASON = "manage.py anonymise"


class Command(BaseCommand):
    help = (
        "Replace people, addresses, messages, logs and secrets by inventions, in place and for good. "
        "Run it on a restored copy, never on the shop itself. Nobody can sign in afterwards: make somebody with "
        "create_admin."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count what would be changed")
        parser.add_argument(
            "--confirm", metavar="DATABASE", help="the database's name, to show that you mean this one"
        )
        parser.add_argument("--yes", action="store_true", help="also needed where HAAT_ENV=production")
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        counts = {step.name: step.count() for step in anonymise.steps()}
        if not options["dry_run"]:
            self._refuse_unless_meant(options)
            with transaction.atomic():
                for step in anonymise.steps():
                    step.run(anonymise.Fakes())
                    if not options["json"]:
                        self.stdout.write(f"  {step.name}: {counts[step.name]}")
                outgoing.pause(now=timezone.now(), reason=REASON)
                # The old log is empty now; this begins that of the copy.
                actions.record(actor=None, action="core.data.anonymised", target=ShopSettings, reason=REASON)
        if options["json"]:
            self.stdout.write(json.dumps({"dry_run": options["dry_run"], "rows": counts}))
        elif options["dry_run"]:
            self.stdout.write("\n".join(f"  {name}: {count}" for name, count in counts.items()))
        else:
            self.stdout.write(self.style.SUCCESS("Done. Nothing is sent from this copy until `outgoing resume`."))

    def _refuse_unless_meant(self, options: dict[str, Any]) -> None:
        name = Path(str(connection.settings_dict["NAME"])).name
        if options["confirm"] != name:
            raise CommandError(f"This cannot be undone. If you mean the database {name!r}, add: --confirm {name}")
        if not settings.DEMO_ALLOWED and not options["yes"]:
            raise CommandError("HAAT_ENV is production. If this really is a copy, add: --yes")
