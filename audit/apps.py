from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "audit"

    def ready(self) -> None:
        from audit import triggers

        post_migrate.connect(triggers.install, sender=self, dispatch_uid="audit.triggers")
