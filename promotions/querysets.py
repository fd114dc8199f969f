"""The words in which coupons and rules are asked for."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from core.models.base import SoftDeleteQuerySet
from promotions.enums import USED


class TermsQuerySet(SoftDeleteQuerySet):
    def lock(self, pk: UUID):
        """Take the lock of a living row; returns it, or None."""
        return self.alive().select_for_update(of=("self",)).filter(pk=pk).first()

    def on(self, now: datetime):
        """Switched on, and between their first and last moment."""
        started = Q(valid_from=None) | Q(valid_from__lte=now)
        return self.alive().filter(started, is_active=True).filter(Q(valid_to=None) | Q(valid_to__gt=now))


class RedemptionQuerySet(QuerySet):
    def used(self):
        """Those that count against the limits."""
        return self.filter(status__in=USED)

    def of_customer(self, user_id: UUID | None, email: str):
        """Those of this customer, signed in or not; nobody's where neither is known."""
        mine = Q(pk=None)
        if user_id:
            mine |= Q(user_id=user_id)
        if email:
            mine |= Q(email=email)
        return self.filter(mine)
