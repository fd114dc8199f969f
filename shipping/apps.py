from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ShippingConfig(AppConfig):
    name = "shipping"
    verbose_name = _("Shipping")

    def ready(self) -> None:
        from catalog import contributors
        from core import demo as demo_shop
        from shipping import checks, demo, selectors

        contributors.register_promise(selectors.promise)
        checks.register_own()
        demo_shop.register("shipping", demo.load_shipping)
