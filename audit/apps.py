from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "audit"

    def ready(self) -> None:
        from accounts import privacy
        from audit import anonymise, selectors, services, triggers

        post_migrate.connect(triggers.install, sender=self, dispatch_uid="audit.triggers")
        privacy.register(
            "staff-actions",
            export=selectors.list_for_export,
            erase=lambda user: services.blank_person(user=user),
        )
        anonymise.register_steps()
