"""Closed sets of words; the stored value is the one on the wire."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OwnerStatus(models.TextChoices):
    ACTIVE = "active", _("Active")
    INACTIVE = "inactive", _("Inactive")
    BANNED = "banned", _("Banned")


class StoreStatus(models.TextChoices):
    DRAFT = "draft", _("Being prepared")
    ACTIVE = "active", _("Open")
    VACATION = "vacation", _("On vacation")
    SUSPENDED = "suspended", _("Suspended")


TRANSITIONS: dict[StoreStatus, set[str]] = {
    StoreStatus.DRAFT: {StoreStatus.ACTIVE, StoreStatus.SUSPENDED},
    StoreStatus.ACTIVE: {StoreStatus.VACATION, StoreStatus.SUSPENDED},
    StoreStatus.VACATION: {StoreStatus.ACTIVE, StoreStatus.SUSPENDED},
    StoreStatus.SUSPENDED: {StoreStatus.ACTIVE},
}
