"""Compile the translation catalogues."""

from typing import Any

from django.core.management.base import BaseCommand

from core.translations import compile_catalogues


class Command(BaseCommand):
    help = "Compile locale/*/LC_MESSAGES/*.po that changed. Needs no gettext programs."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        made = compile_catalogues()
        for source in made:
            self.stdout.write(f"  {source.parent.parent.name}: {source.name}")
        self.stdout.write(f"{len(made)} compiled." if made else "Everything is up to date.")
