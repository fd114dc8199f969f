from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        from accounts import anonymise, checks, demo, privacy
        from core import demo as demo_shop

        privacy.register_own()
        demo_shop.register("people", demo.load_people, logins=demo.LOGINS)
        anonymise.register_steps()
        checks.register_own()
