"""Look at everything that the shop needs, and say what to do."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.diagnosis import Diagnosis, State, diagnose


class Command(BaseCommand):
    help = "Look at configuration, services and files, and say what to do. Exit code 1 when something does not work."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the findings as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        diagnoses = []
        for diagnosis in diagnose():
            diagnoses.append(diagnosis)
            if not options["json"]:
                self._print(diagnosis)
        broken = [diagnosis.name for diagnosis in diagnoses if diagnosis.finding.state is State.FAILED]
        if options["json"]:
            lines = [
                {"name": one.name, "state": one.finding.state, "text": one.finding.text, "advice": one.finding.advice}
                for one in diagnoses
            ]
            self.stdout.write(json.dumps({"ok": not broken, "findings": lines}))
        if broken:
            raise CommandError(f"Needs attention: {', '.join(broken)}")

    def _print(self, diagnosis: Diagnosis) -> None:
        finding = diagnosis.finding
        self.stdout.write(f"{finding.state.value:8} {diagnosis.name}: {finding.text}")
        if finding.advice:
            self.stdout.write(f"{'':8} -> {finding.advice}")
