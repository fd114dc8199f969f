from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StoresConfig(AppConfig):
    name = "stores"
    verbose_name = _("Stores")

    def ready(self) -> None:
        from core import demo as demo_shop
        from stores import demo, privacy

        privacy.register_own()
        demo_shop.register("stores", demo.load_stores)
