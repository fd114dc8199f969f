"""Where parcels go, and the ways to send them there."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models import SoftDeleteModel
from regions.models import TaxClass
from shipping.constants import DESCRIPTION_MOST_CHARACTERS, MOST_DAYS, NAME_MOST_CHARACTERS
from shipping.enums import Basis
from shipping.offers import MONDAY_TO_SATURDAY
from stores.models import Store


def weekdays_of_work() -> list[int]:
    return sorted(MONDAY_TO_SATURDAY)


class ShippingZone(SoftDeleteModel):
    """Places that parcels go to by the same ways. The most exact one that covers a place counts there.

    Without countries it is the rest of the world; postal patterns narrow one country.
    """

    name = models.CharField(_("name"), max_length=NAME_MOST_CHARACTERS)
    countries = models.JSONField(_("countries"), default=list, blank=True)
    postal_patterns = models.JSONField(_("postal codes"), default=list, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("shipping zone")
        verbose_name_plural = _("shipping zones")
        ordering = ["position", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=Q(deleted_at=None), name="shipping_shippingzone_name_taken_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ShippingMethod(SoftDeleteModel):
    """A way to send: what it costs by steps, how long it takes, and when parcels leave. See `shipping.offers`."""

    zone = models.ForeignKey(
        ShippingZone, on_delete=models.PROTECT, related_name="methods", verbose_name=_("shipping zone")
    )
    store = models.ForeignKey(
        Store,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="shipping_methods",
        verbose_name=_("store"),
        help_text=_("Empty: whoever has none of their own sends by it."),
    )
    name = models.CharField(_("name"), max_length=NAME_MOST_CHARACTERS)
    # What they are in other languages: {"hi": "साधारण"}.
    names = models.JSONField(_("names in other languages"), default=dict, blank=True)
    description = models.CharField(_("description"), max_length=DESCRIPTION_MOST_CHARACTERS, blank=True)
    descriptions = models.JSONField(_("descriptions in other languages"), default=dict, blank=True)
    basis = models.CharField(_("price"), max_length=10, choices=Basis, default=Basis.FLAT)
    currency = models.CharField(_("currency"), max_length=3)
    # [[from so many grams or minor units on, minor units], …], the lowest first.
    steps = models.JSONField(_("prices"), default=list)
    free_from_minor = models.PositiveBigIntegerField(_("free from"), null=True, blank=True)
    most_grams = models.PositiveIntegerField(_("at most, in grams"), null=True, blank=True)
    least_days = models.PositiveSmallIntegerField(_("days at least"), default=1)
    most_days = models.PositiveSmallIntegerField(_("days at most"), default=1)
    cut_off = models.TimeField(_("leaves the same day until"), null=True, blank=True)
    sends_on = models.JSONField(_("leaves on"), default=weekdays_of_work)
    delivers_on = models.JSONField(_("arrives on"), default=weekdays_of_work)
    # Dates as 2026-11-08.
    closed_on = models.JSONField(_("days off"), default=list, blank=True)
    tax_class = models.ForeignKey(
        TaxClass, on_delete=models.PROTECT, related_name="shipping_methods", verbose_name=_("tax class")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("shipping method")
        verbose_name_plural = _("shipping methods")
        ordering = ["position", "name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(basis__in=Basis.values), name="shipping_shippingmethod_basis_known"),
            models.CheckConstraint(
                condition=Q(least_days__lte=F("most_days")) & Q(most_days__lte=MOST_DAYS),
                name="shipping_shippingmethod_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name
