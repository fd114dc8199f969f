"""Where the shop sells, and how it shows its prices there."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models import BaseModel
from regions.enums import TaxMode


class Region(BaseModel):
    """Countries that share one currency, one way of showing tax and one price list."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=80)
    # What it is called in other languages: {"hi": "भारत"}.
    names = models.JSONField(_("names in other languages"), default=dict, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    tax_mode = models.CharField(_("tax"), max_length=10, choices=TaxMode, default=TaxMode.INCLUSIVE)
    # A converted price is raised to the next multiple of the step, less the ending: step 100 and ending 1 give x.99.
    price_step_minor = models.PositiveIntegerField(_("price step"), default=1)
    price_ending_minor = models.PositiveIntegerField(_("price ending"), default=0)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_default = models.BooleanField(_("default"), default=False)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="regions_region_one_default"
            ),
            models.CheckConstraint(
                condition=Q(is_default=False) | Q(is_active=True), name="regions_region_default_is_active"
            ),
            models.CheckConstraint(
                condition=Q(price_step_minor__gte=1) & Q(price_ending_minor__lt=F("price_step_minor")),
                name="regions_region_ending_within_step",
            ),
            models.CheckConstraint(condition=Q(tax_mode__in=TaxMode.values), name="regions_region_tax_mode_known"),
        ]

    def __str__(self) -> str:
        return self.name


class RegionCountry(BaseModel):
    """A country belongs to one region at most."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="countries", verbose_name=_("region"))
    country = models.CharField(_("country"), max_length=2, unique=True)

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["country"]

    def __str__(self) -> str:
        return self.country
