from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PromotionsConfig(AppConfig):
    name = "promotions"
    verbose_name = _("Promotions")

    def ready(self) -> None:
        from accounts import privacy
        from catalog import contributors
        from core import demo as demo_shop
        from promotions import demo
        from promotions import privacy as personal
        from promotions.selectors import sale
        from promotions.services import health

        contributors.register(contributors.SALE, sale.sale_of_products, differs_for_trade=sale.differs_for_trade)
        health.register_invariants()
        privacy.register("coupons", export=personal.export_coupons, erase=personal.erase_coupons)
        personal.register_steps()
        demo_shop.register("promotions", demo.load_promotions)
