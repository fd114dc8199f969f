"""What one currency is worth in another."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models import BaseModel
from regions.enums import RateSource


class ExchangeRate(BaseModel):
    """How much of `quote` one unit of `base` buys, in billionths, from a moment on."""

    base = models.CharField(_("from"), max_length=3)
    quote = models.CharField(_("to"), max_length=3)
    rate_nanos = models.PositiveBigIntegerField(_("rate"))
    at = models.DateTimeField(_("from when"))
    source = models.CharField(_("source"), max_length=10, choices=RateSource, default=RateSource.MANUAL)

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["base", "quote", "at"], name="regions_exchangerate_one_at_a_time"),
            models.CheckConstraint(condition=Q(rate_nanos__gt=0), name="regions_exchangerate_positive"),
            models.CheckConstraint(condition=~Q(base=F("quote")), name="regions_exchangerate_between_two"),
        ]

    def __str__(self) -> str:
        return f"{self.base}/{self.quote}"
