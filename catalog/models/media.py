"""Pictures, films and papers of products."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.enums import MediaKind, MediaPurpose
from catalog.models.product import Product, ProductVariant
from core.models import BaseModel, Picture

MOST_MEDIA = 10


class ProductMedia(BaseModel):
    """One thing to look at. An uploaded picture has renditions; what lies elsewhere has addresses only."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="media", verbose_name=_("product"))
    variant = models.ForeignKey(
        ProductVariant,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="media",
        verbose_name=_("variant"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=MediaKind, default=MediaKind.IMAGE)
    picture = models.ForeignKey(
        Picture, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("picture")
    )
    alt_text = models.CharField(_("description for those who cannot see it"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("media")
        verbose_name_plural = _("media")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=MediaKind.values), name="catalog_productmedia_kind_known"),
        ]

    def __str__(self) -> str:
        return self.alt_text or self.get_kind_display()


class ProductMediaURL(BaseModel):
    """Where one size of it lies elsewhere. The sizes of an uploaded picture are in its own row."""

    media = models.ForeignKey(ProductMedia, on_delete=models.CASCADE, related_name="urls")
    purpose = models.CharField(_("purpose"), max_length=10, choices=MediaPurpose)
    url = models.CharField(_("address"), max_length=500)
    width = models.PositiveIntegerField(_("width"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True)
    format = models.CharField(_("format"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("address of media")
        verbose_name_plural = _("addresses of media")
        ordering = ["width", "format"]
        constraints = [
            models.UniqueConstraint(fields=["media", "purpose", "format"], name="catalog_productmediaurl_once"),
        ]

    def __str__(self) -> str:
        return self.url
