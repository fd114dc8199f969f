"""Hold back or release mails, SMS and calls to other companies."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core import outgoing


class Command(BaseCommand):
    help = "Say whether this shop speaks to the world; hold everything back (pause), or let it out again (resume)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", nargs="?", choices=["status", "pause", "resume"], default="status")
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "pause":
            outgoing.pause(now=timezone.now(), reason="manage.py outgoing pause")
        elif options["action"] == "resume":
            outgoing.resume(reason="manage.py outgoing resume")
            if settings.OUTGOING_OFF:
                raise CommandError("The environment says OUTGOING=off: nothing leaves until that is changed.")
        paused = outgoing.is_paused()
        if options["json"]:
            self.stdout.write(json.dumps({"paused": paused}))
        else:
            self.stdout.write("Held back: nothing is sent." if paused else "Open: mails and calls go out.")
