"""Deliver what the outbox holds, now."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core import outbox
from core.models import DeliveryStatus, OutboxDelivery

REPORT_EVERY = 100


class Command(BaseCommand):
    help = (
        "Deliver every event that is due to its handlers, and what these publish in turn. "
        "Exit code 1 when a handler failed or something is left undelivered."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--queue", action="append", choices=[queue.value for queue in outbox.Queue])
        parser.add_argument("--all", action="store_true", help="also what waits for its next attempt")
        parser.add_argument("--dead", action="store_true", help="also dead letters, with all their attempts anew")
        parser.add_argument("--json", action="store_true", help="print the outcome as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        queues = options["queue"] or [queue.value for queue in outbox.Queue]
        mine = OutboxDelivery.objects.unfinished().filter(queue__in=queues)
        if options["dead"]:
            for delivery in mine.filter(status=DeliveryStatus.DEAD):
                outbox.try_again(delivery=delivery)
        if options["all"]:
            mine.filter(status=DeliveryStatus.PENDING).update(next_try_at=timezone.now())
        drained = outbox.drain(queues=queues, report=lambda drained: self._report(drained, options))
        waiting = mine.filter(status=DeliveryStatus.PENDING).count()
        if options["json"]:
            self.stdout.write(json.dumps({**asdict(drained), "waiting": waiting}))
        else:
            self.stdout.write(
                f"{drained.done} delivered, {drained.failed} failed, {drained.dead} given up, {waiting} waiting."
            )
        if drained.failed or drained.dead:
            raise CommandError("Some handlers failed; see the log, or Deliveries of events in the admin.")
        if waiting:
            raise CommandError("Some deliveries wait for their next attempt; --all tries them now.")

    def _report(self, drained: outbox.Drained, options: dict[str, Any]) -> None:
        if drained.total % REPORT_EVERY == 0 and not options["json"]:
            self.stdout.write(f"{drained.total} ...")
