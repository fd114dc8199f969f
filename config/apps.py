"""Ties the apps together once all of them are loaded."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from audit.services import record_action
        from config.back_office import fill
        from config.wiring import WIRING
        from core import actions, outbox
        from core.back_office.registry import back_office

        outbox.wire(WIRING)
        actions.register_sink(record_action)
        fill(back_office)
