"""The words in which stock is asked for."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from inventory.enums import OPEN, AlertStatus, ReservationStatus


class StockItemQuerySet(models.QuerySet):
    def lock(self, variant_ids: Collection[UUID]):
        """Take the row locks of all stock of these variants, in the one order that everybody uses."""
        return self.select_for_update(of=("self",)).filter(variant_id__in=variant_ids).order_by("pk")

    def low(self):
        """Stock at or below its threshold."""
        return self.filter(on_hand__lte=F("reserved") + F("low_stock_threshold"))


class ReservationQuerySet(models.QuerySet):
    def open(self):
        return self.filter(status__in=OPEN)

    def of(self, reference: UUID):
        return self.filter(reference=reference)

    def expired(self, now: datetime):
        """Holds whose time is over, whether or not a job has been there."""
        return self.filter(status=ReservationStatus.HELD, expires_at__lte=now)


class StockAlertQuerySet(models.QuerySet):
    def open(self):
        return self.exclude(status=AlertStatus.RESOLVED)


class BackInStockRequestQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(notified_at=None)

    def of_person(self, user):
        """What this person asked for, signed in or by their proven address."""
        mine = Q(user_id=user.pk)
        return self.filter(mine | Q(email=user.email)) if user.is_email_verified else self.filter(mine)
