"""What differs from region to region: prices that are set by hand, and what is not sold."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.enums import RestrictionRule
from catalog.models.category import Brand, Category
from catalog.models.product import MOST_MINOR, Product, ProductVariant
from core.models import BaseModel
from core.money import MoneyOf
from regions.models import Region
from stores.models import Store

RESTRICTABLE = ("product", "category", "brand", "store")


class VariantPrice(BaseModel):
    """The price of a variant in a region, instead of the converted one."""

    variant = models.ForeignKey(ProductVariant, on_delete=models.CASCADE, related_name="region_prices")
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="+")
    price_minor = models.PositiveBigIntegerField(_("price"))
    compare_at_price_minor = models.PositiveBigIntegerField(_("former price"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3)

    price = MoneyOf("price_minor")
    compare_at_price = MoneyOf("compare_at_price_minor")

    class Meta:
        verbose_name = _("price in a region")
        verbose_name_plural = _("prices in regions")
        constraints = [
            models.UniqueConstraint(fields=["variant", "region"], name="catalog_variantprice_one_per_region"),
            models.CheckConstraint(
                condition=Q(price_minor__gte=1, price_minor__lte=MOST_MINOR),
                name="catalog_variantprice_price_within_bounds",
            ),
            models.CheckConstraint(
                condition=Q(compare_at_price_minor=None) | Q(compare_at_price_minor__gt=F("price_minor")),
                name="catalog_variantprice_former_price_higher",
            ),
        ]

    def __str__(self) -> str:
        return str(self.price)


class ProductRestriction(BaseModel):
    """What a region may not be sold, or may be sold there only. Names exactly one thing."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="restrictions", verbose_name=_("region"))
    rule = models.CharField(_("rule"), max_length=12, choices=RestrictionRule)
    product = models.ForeignKey(
        Product,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="restrictions",
        verbose_name=_("product"),
    )
    category = models.ForeignKey(
        Category,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="restrictions",
        verbose_name=_("category"),
    )
    brand = models.ForeignKey(
        Brand, null=True, blank=True, on_delete=models.CASCADE, related_name="restrictions", verbose_name=_("brand")
    )
    store = models.ForeignKey(
        Store, null=True, blank=True, on_delete=models.CASCADE, related_name="restrictions", verbose_name=_("store")
    )

    class Meta:
        verbose_name = _("restriction")
        verbose_name_plural = _("restrictions")
        constraints = [
            *(
                models.UniqueConstraint(
                    fields=["region", named],
                    condition=Q(**{f"{named}__isnull": False}),
                    name=f"catalog_productrestriction_{named}_once",
                )
                for named in RESTRICTABLE
            ),
            models.CheckConstraint(
                condition=(
                    Q(product__isnull=False, category=None, brand=None, store=None)
                    | Q(product=None, category__isnull=False, brand=None, store=None)
                    | Q(product=None, category=None, brand__isnull=False, store=None)
                    | Q(product=None, category=None, brand=None, store__isnull=False)
                ),
                name="catalog_productrestriction_names_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_rule_display()}: {self.product or self.category or self.brand or self.store}"
