"""Where people live and get their post."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from accounts.postal import lines_of, spoken_states
from accounts.querysets import AddressQuerySet
from core.models import BaseModel


class Address(BaseModel):
    """An address of a person's book. Orders keep their own copy."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="addresses", verbose_name=_("person")
    )
    label = models.CharField(_("label"), max_length=40, blank=True)
    first_name = models.CharField(_("first name"), max_length=60)
    last_name = models.CharField(_("last name"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    address_line1 = models.CharField(_("address line 1"), max_length=120)
    address_line2 = models.CharField(_("address line 2"), max_length=120, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    state = models.CharField(_("state"), max_length=80, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=16, blank=True)
    country = CountryField(_("country"))
    is_default_shipping = models.BooleanField(_("default for delivery"), default=False)
    is_default_billing = models.BooleanField(_("default for billing"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = AddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(is_default_shipping=True, is_active=True),
                name="accounts_address_one_default_shipping",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(is_default_billing=True, is_active=True),
                name="accounts_address_one_default_billing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}, {self.address_line1}, {self.city}"

    @property
    def heading(self) -> str:
        """What the person calls it, or whose it is."""
        return self.label or f"{self.first_name} {self.last_name}".strip()

    @property
    def lines(self) -> list[str]:
        """The lines of an envelope in its country, in the words of who reads the page."""
        return lines_of(self, states=spoken_states)

    @property
    def lines_below(self) -> list[str]:
        """The lines below its heading, which may be the name that the envelope begins with."""
        lines = self.lines
        return lines[1:] if lines[0] == self.heading else lines
