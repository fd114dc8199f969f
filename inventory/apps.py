from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InventoryConfig(AppConfig):
    name = "inventory"
    verbose_name = _("Stock")

    def ready(self) -> None:
        from accounts import privacy
        from catalog import contributors
        from catalog.porting import columns
        from core import demo as demo_shop
        from inventory import demo, selectors
        from inventory.columns import NAME, StockColumn
        from inventory.services import health, requests

        contributors.register(contributors.STOCK, selectors.stock_of_products)
        columns.register(NAME, StockColumn)
        health.register_invariants()
        privacy.register("back-in-stock", export=requests.export_requests, erase=requests.erase_requests)
        demo_shop.register("stock", demo.load_stock)
