"""The shop's own settings: one row that staff edit."""

from django.db import models
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from core.models.base import BaseModel
from core.models.picture import Picture

TAGLINE = gettext_noop("An open market for everyone")


class ShopSettings(BaseModel):
    """What the shop is called and how it behaves. Secrets and addresses of services are not here."""

    singleton = models.BooleanField(default=True, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=60, default="Haat")
    tagline = models.CharField(_("tagline"), max_length=120, blank=True, default=TAGLINE)
    logo = models.ForeignKey(
        Picture, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("logo")
    )
    contact_email = models.EmailField(_("e-mail for customers"), default="hello@haat.example")
    contact_phone = models.CharField(_("phone for customers"), max_length=20, blank=True)
    postal_address = models.TextField(_("postal address"), blank=True)
    timezone = models.CharField(_("time zone"), max_length=40, default="Asia/Kolkata")
    base_country = models.CharField(_("country"), max_length=2, default="IN")
    base_currency = models.CharField(_("currency"), max_length=3, default="INR")
    outgoing_paused_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("shop settings")
        verbose_name_plural = _("shop settings")
        permissions = [("export_lists", "Can export lists of the back office")]
        constraints = [
            models.CheckConstraint(condition=models.Q(singleton=True), name="core_shopsettings_one_row"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def spoken_tagline(self) -> str:
        """The tagline in the reader's language; what staff wrote instead is said as they wrote it."""
        return gettext(self.tagline) if self.tagline else ""
