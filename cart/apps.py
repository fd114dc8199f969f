from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CartConfig(AppConfig):
    name = "cart"
    verbose_name = _("Carts")

    def ready(self) -> None:
        from accounts import privacy
        from cart import demo
        from cart.services import keeping
        from core import anonymise, cleaning
        from core import demo as demo_shop

        privacy.register("cart", export=keeping.export_carts, erase=keeping.erase_carts)
        anonymise.register("carts", count=keeping.count_words, run=keeping.scramble_words)
        cleaning.register_step("carts", keeping.find_expired)
        demo_shop.register("carts", demo.fill_carts, is_last=True)
