"""Ties the apps together once all of them are loaded."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from config.wiring import WIRING
        from core import outbox

        outbox.wire(WIRING)
