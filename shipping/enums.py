"""Closed sets of words; the stored value is the one on the wire."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shipping import offers


class Basis(models.TextChoices):
    """By what the steps of a price are chosen."""

    FLAT = offers.Basis.FLAT.value, _("One price")
    WEIGHT = offers.Basis.WEIGHT.value, _("By weight")
    VALUE = offers.Basis.VALUE.value, _("By value")
