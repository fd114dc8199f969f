from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Shop")

    def ready(self) -> None:
        from django.db.backends.signals import connection_created

        from core import (  # noqa: F401
            anonymise,
            checks,
            invariants,
            outbox,
            pictures,
            probes,
            retention,
            sentry,
            sql_watch,
        )
        from core.api import words

        connection_created.connect(sql_watch.watch)
        sentry.start()
        words.speak()
        anonymise.register_steps()
        invariants.register()
        probes.register()
        retention.register()
        outbox.register_gauges()
        pictures.register_references(self.get_model("ShopSettings"), "logo")
