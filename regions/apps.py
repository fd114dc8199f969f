from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegionsConfig(AppConfig):
    name = "regions"
    verbose_name = _("Regions")

    def ready(self) -> None:
        from core import caching
        from core import demo as demo_shop
        from regions import checks, demo, selectors

        checks.register_own()
        demo_shop.register("regions", demo.load_regions)
        caching.register_key_part("region", selectors.region_key, varies_by=selectors.what_region_varies_by)
