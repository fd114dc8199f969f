"""Closed sets of words; the stored value is the one on the wire."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MovementKind(models.TextChoices):
    RECEIVE = "receive", _("Received")
    SELL = "sell", _("Sold")
    UNSELL = "unsell", _("Sale taken back")
    RETURN = "return", _("Returned")
    ADJUST = "adjust", _("Adjusted")
    TRANSFER = "transfer", _("Moved")
    DAMAGE = "damage", _("Damaged")
    CORRECTION = "correction", _("Counted")


# What staff may write by hand; the others follow from orders, transfers and counts.
BY_HAND = [MovementKind.RECEIVE, MovementKind.RETURN, MovementKind.ADJUST, MovementKind.DAMAGE]


class ReservationStatus(models.TextChoices):
    HELD = "held", _("Held")
    # Paid for, but not there yet: a backorder. It holds until goods come in.
    AWAITING = "awaiting", _("Waiting for goods")
    COMMITTED = "committed", _("Taken")
    RELEASED = "released", _("Released")


# These count as reserved.
OPEN = [ReservationStatus.HELD, ReservationStatus.AWAITING]


class AlertStatus(models.TextChoices):
    PENDING = "pending", _("New")
    SENT = "sent", _("Told")
    RESOLVED = "resolved", _("Resolved")
