from collections.abc import Callable, Iterable

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    name = "catalog"
    verbose_name = _("Catalogue")

    def ready(self) -> None:
        from catalog import counting, selectors
        from catalog.demo import darkroom, loading, synonyms
        from catalog.listing import invariants, lexemes
        from catalog.models import Brand, Category, ProductMedia, ProductRestriction, ProductVariant, VariantPrice
        from catalog.services import health, importing
        from core import caching, cleaning, demo, pictures
        from regions import usage

        health.register()
        self._tell_search_engines()
        post_migrate.connect(lexemes.install, sender=self, dispatch_uid="catalog.lexemes")
        invariants.register()
        caching.register_counter(counting.count_view)
        caching.register_key_part("audience", selectors.audience_of_cookie)
        cleaning.register_step("imports", importing.find_old_imports, importing.forget_imports)
        demo.register("catalogue", loading.load, prepare=darkroom.develop)
        demo.register("synonyms", synonyms.load)
        demo.register("listing", loading.count_listed, prepare=loading.list_all, is_last=True)
        for model in (Category, Brand, ProductMedia):
            pictures.register_references(model, "picture")
        usage.register_use(
            "prices", _("prices of variants"), lambda pk: VariantPrice.objects.filter(region_id=pk).exists()
        )
        usage.register_use(
            "restrictions", _("restrictions"), lambda pk: ProductRestriction.objects.filter(region_id=pk).exists()
        )
        usage.register_base_prices(ProductVariant.objects.exists)

    def _tell_search_engines(self) -> None:
        from catalog import selectors
        from core import sitemaps

        def one_part() -> list[str]:
            return [selectors.FIRST_PART]

        def paths(route: str, slugs: Callable[[str], Iterable[str]]) -> Callable[[str], Iterable[str]]:
            return lambda part: (reverse(route, args=[slug]) for slug in slugs(part))

        sitemaps.register(
            "products", parts=selectors.product_parts, rows=paths("catalog:product", selectors.product_slugs)
        )
        sitemaps.register("categories", parts=one_part, rows=paths("catalog:category", selectors.category_slugs))
        sitemaps.register("brands", parts=one_part, rows=paths("catalog:brand", selectors.brand_slugs))
