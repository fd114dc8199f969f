"""Ties the apps together once all of them are loaded."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.db.models.signals import post_migrate


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from core import form_words

        form_words.speak()
        from audit.services import record_action
        from config import action_words, checks  # noqa: F401
        from config.back_office import fill
        from config.wiring import WIRING
        from core import actions, outbox
        from core.back_office.registry import back_office

        outbox.wire(WIRING)
        actions.register_sink(record_action)
        actions.words.things = action_words.THINGS
        actions.words.deeds = action_words.DEEDS
        actions.words.fields = action_words.FIELDS
        fill(back_office)
        # Told once per app: the last one knows that every table is there.
        last = [app for app in apps.get_app_configs() if app.models_module][-1]
        post_migrate.connect(synchronise_staff_groups, sender=last, dispatch_uid="config.staff_groups")
        post_migrate.connect(lay_ground, sender=last, dispatch_uid="config.ground")
        if settings.CELERY_BROKER_URL:
            # Loaded before the first request, and not at all where nobody needs it.
            import_module("config.celery")


def synchronise_staff_groups(**_signal: Any) -> None:
    from accounts.services import synchronise_groups
    from config.staff import STAFF_GROUPS

    synchronise_groups(table=STAFF_GROUPS)


def lay_ground(**_signal: Any) -> None:
    """A shop without data has one region and the tax classes: nothing can be priced without them."""
    from regions.services import ensure_ground

    ensure_ground()
