"""What is taxed how, and where."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import BaseModel
from regions.enums import Applies
from regions.models.region import Region


class TaxClass(BaseModel):
    """A kind of goods that one rate applies to."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    is_default = models.BooleanField(_("default"), default=False)

    class Meta:
        verbose_name = _("tax class")
        verbose_name_plural = _("tax classes")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="regions_taxclass_one_default"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TaxRate(BaseModel):
    """A tax on a class of goods in a region, or in a part of it. The most exact place wins for each name."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="tax_rates", verbose_name=_("region"))
    tax_class = models.ForeignKey(
        TaxClass, on_delete=models.PROTECT, related_name="rates", verbose_name=_("tax class")
    )
    name = models.CharField(_("name"), max_length=40)
    rate_millionths = models.PositiveIntegerField(_("rate"))
    country = models.CharField(_("country"), max_length=2, blank=True)
    state = models.CharField(_("state"), max_length=80, blank=True)
    postal_pattern = models.CharField(_("postal code"), max_length=20, blank=True)
    applies = models.CharField(_("applies"), max_length=14, choices=Applies, default=Applies.ALWAYS)
    is_compound = models.BooleanField(_("on top of the other taxes"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("tax rate")
        verbose_name_plural = _("tax rates")
        ordering = ["region", "tax_class", "position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "tax_class", "name", "country", "state", "postal_pattern"],
                name="regions_taxrate_one_per_place",
            ),
            models.CheckConstraint(condition=Q(rate_millionths__lte=1_000_000), name="regions_taxrate_at_most_whole"),
            models.CheckConstraint(condition=Q(applies__in=Applies.values), name="regions_taxrate_applies_known"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.rate_millionths / 10_000:g} %"
