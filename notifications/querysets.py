"""The words in which messages are asked for."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from notifications.enums import MessageStatus

# Longer than any answer of a mail server; after that the sender is taken for dead.
CLAIM_LASTS = timedelta(minutes=5)


class MessageQuerySet(models.QuerySet):
    def due(self, now: datetime):
        """Those to be sent now, and those whose sender died on the way."""
        waiting = Q(status=MessageStatus.QUEUED, next_try_at__lte=now)
        abandoned = Q(status=MessageStatus.SENDING, claimed_at__lte=now - CLAIM_LASTS)
        return self.filter(waiting | abandoned)

    def for_list(self):
        return self.select_related("user").order_by("-id")

    def matching(self, q: str):
        """Those to this address or number (or its beginning), or to this shopper."""
        return self.filter(Q(to__startswith=q.lower()) | Q(user__shopper_id=q.upper()))


class NotificationQuerySet(models.QuerySet):
    def of(self, user):
        return self.filter(user_id=user.pk).order_by("-id")

    def unread(self):
        return self.filter(read_at=None)
