"""What is sold: the product that people read about, and the variants that they buy."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.enums import ProductKind, ProductStatus, TargetRole
from catalog.models.category import Brand, Category
from catalog.querysets import ProductQuerySet, VariantQuerySet
from core.models import SoftDeleteModel
from core.money import MoneyOf
from regions.models import TaxClass
from stores.models import Store

MOST_MINOR = 99_999_999_999


class Product(SoftDeleteModel):
    """Something with a page of its own."""

    store = models.ForeignKey(
        Store, null=True, blank=True, on_delete=models.PROTECT, related_name="products", verbose_name=_("store")
    )
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="products", verbose_name=_("category")
    )
    brand = models.ForeignKey(
        Brand, null=True, blank=True, on_delete=models.PROTECT, related_name="products", verbose_name=_("brand")
    )
    name = models.CharField(_("name"), max_length=255)
    slug = models.SlugField(_("address"), max_length=280, unique=True)
    description = models.TextField(_("description"), max_length=40_000)
    short_description = models.CharField(_("in short"), max_length=500)
    base_price_minor = models.PositiveBigIntegerField(_("base price"))
    currency = models.CharField(_("currency"), max_length=3)
    status = models.CharField(_("status"), max_length=10, choices=ProductStatus, default=ProductStatus.DRAFT)
    kind = models.CharField(_("kind"), max_length=12, choices=ProductKind, default=ProductKind.PHYSICAL)
    tax_class = models.ForeignKey(TaxClass, on_delete=models.PROTECT, related_name="+", verbose_name=_("tax class"))
    tags = models.JSONField(_("tags"), default=list, blank=True)
    target_role = models.CharField(_("for"), max_length=10, choices=TargetRole, blank=True)
    seo_title = models.CharField(_("title for search engines"), max_length=120, blank=True)
    seo_description = models.CharField(_("description for search engines"), max_length=320, blank=True)
    weight_grams = models.PositiveIntegerField(_("weight in grams"), null=True, blank=True)
    length_mm = models.PositiveIntegerField(_("length in millimetres"), null=True, blank=True)
    width_mm = models.PositiveIntegerField(_("width in millimetres"), null=True, blank=True)
    height_mm = models.PositiveIntegerField(_("height in millimetres"), null=True, blank=True)
    rating_sum = models.PositiveIntegerField(_("stars in all"), default=0, editable=False)
    rating_count = models.PositiveIntegerField(_("ratings"), default=0, editable=False)
    view_count = models.PositiveBigIntegerField(_("views"), default=0, editable=False)
    sold_count = models.PositiveBigIntegerField(_("sold"), default=0, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)

    base_price = MoneyOf("base_price_minor")
    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        indexes = [
            models.Index(fields=["status", "-created_at"], name="catalog_product_by_status"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(base_price_minor__gte=1, base_price_minor__lte=MOST_MINOR),
                name="catalog_product_price_within_bounds",
            ),
            models.CheckConstraint(condition=Q(status__in=ProductStatus.values), name="catalog_product_status_known"),
            models.CheckConstraint(condition=Q(kind__in=ProductKind.values), name="catalog_product_kind_known"),
            models.CheckConstraint(
                condition=Q(target_role__in=["", *TargetRole.values]), name="catalog_product_target_role_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProductVariant(SoftDeleteModel):
    """What is bought: one combination of a product's axes, with its own number and price."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="variants", verbose_name=_("product"))
    sku = models.CharField(_("SKU"), max_length=100, unique=True)
    barcode = models.CharField(_("barcode"), max_length=40, blank=True, db_index=True)
    price_minor = models.PositiveBigIntegerField(_("price"))
    compare_at_price_minor = models.PositiveBigIntegerField(_("former price"), null=True, blank=True)
    cost_price_minor = models.PositiveBigIntegerField(_("cost"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    weight_grams = models.PositiveIntegerField(_("weight in grams"), null=True, blank=True)
    position = models.PositiveIntegerField(_("position"), default=0)
    is_default = models.BooleanField(_("default"), default=False)
    is_active = models.BooleanField(_("on sale"), default=True)
    # A digest of the ids of its axis values: no two living variants of a product share one.
    combination = models.CharField(max_length=64, blank=True, editable=False)

    price = MoneyOf("price_minor")
    compare_at_price = MoneyOf("compare_at_price_minor")
    cost_price = MoneyOf("cost_price_minor")
    objects = VariantQuerySet.as_manager()

    class Meta:
        verbose_name = _("variant")
        verbose_name_plural = _("variants")
        ordering = ["position", "sku"]
        constraints = [
            models.UniqueConstraint(
                fields=["product", "combination"],
                condition=Q(deleted_at=None),
                name="catalog_productvariant_combination_once",
            ),
            models.UniqueConstraint(
                fields=["product"],
                condition=Q(is_default=True, deleted_at=None),
                name="catalog_productvariant_one_default",
            ),
            models.CheckConstraint(
                condition=Q(price_minor__gte=1, price_minor__lte=MOST_MINOR),
                name="catalog_productvariant_price_within_bounds",
            ),
            models.CheckConstraint(
                condition=Q(compare_at_price_minor=None) | Q(compare_at_price_minor__gt=F("price_minor")),
                name="catalog_productvariant_former_price_higher",
            ),
        ]

    def __str__(self) -> str:
        return self.sku

    @property
    def labels(self) -> str:
        """By what it differs from its sisters, as people read it."""
        return " · ".join(said.label for said in self.attribute_values.all())
