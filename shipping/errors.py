"""What shipping refuses, and in which words."""

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


class ZoneInUse(DomainError):
    code = "SHIPPING_ZONE_IN_USE"
    message = _("Shipping methods belong to this zone. Delete or move them first.")
