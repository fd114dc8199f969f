"""Check what must always be true of the shop's data."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import verification


class Command(BaseCommand):
    help = "Check every invariant, or those named. Exit code 1 and a list when one is broken."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "names", nargs="*", metavar="NAME", help="invariants or groups of them (stock); all without one"
        )
        parser.add_argument("--list", action="store_true", help="print the names of all invariants")
        parser.add_argument("--repair", action="store_true", help="rebuild what can be rebuilt")
        parser.add_argument("--json", action="store_true", help="print the outcome as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            self.stdout.write("\n".join(verification.names()))
            return
        verdicts = []
        try:
            for verdict in verification.verify(options["names"], repair=options["repair"]):
                verdicts.append(verdict)
                if not options["json"]:
                    self._print(verdict)
        except verification.UnknownInvariant as unknown:
            there = ", ".join(verification.names())
            raise CommandError(f"There is no invariant {unknown}. There are: {there}", returncode=2) from None
        broken = [verdict.name for verdict in verdicts if verdict.is_broken]
        if options["json"]:
            lines = [{**asdict(verdict), "is_broken": verdict.is_broken} for verdict in verdicts]
            self.stdout.write(json.dumps({"ok": not broken, "invariants": lines}))
        if broken:
            raise CommandError(f"Broken: {', '.join(broken)}")

    def _print(self, verdict: verification.Verdict) -> None:
        if not verdict.problems:
            self.stdout.write(f"ok        {verdict.name}")
            return
        self.stdout.write(f"{'repaired' if verdict.is_repaired else 'BROKEN  '}  {verdict.name}")
        for problem in verdict.problems:
            self.stdout.write(f"          {problem}")
        if verdict.has_more:
            self.stdout.write("          and more")
        if verdict.is_broken and verdict.can_repair:
            self.stdout.write("          `verify --repair` may make this good")
