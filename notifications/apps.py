from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = _("Messages")

    def ready(self) -> None:
        from accounts import privacy
        from notifications import anonymise
        from notifications.services import health, retention
        from notifications.services.privacy import erase_messages, export_messages

        anonymise.register_steps()
        health.register_checks()
        retention.register_steps()
        privacy.register("messages", export=export_messages, erase=erase_messages)
