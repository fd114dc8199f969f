from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "audit"
    verbose_name = _("Action log")

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
