"""Closed sets of words; the stored value is the one on the wire."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TaxMode(models.TextChoices):
    INCLUSIVE = "inclusive", _("Prices include tax")
    EXCLUSIVE = "exclusive", _("Tax is added to prices")


class RateSource(models.TextChoices):
    MANUAL = "manual", _("Entered by staff")
    JOB = "job", _("Fetched")


class Applies(models.TextChoices):
    """When a tax is due, by where goods come from: in India CGST and SGST within a state, IGST across states."""

    ALWAYS = "always", _("Always")
    WITHIN_STATE = "within_state", _("Within a state")
    ACROSS_STATES = "across_states", _("Across states")
