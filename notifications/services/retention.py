"""Old logs leave the database."""

from datetime import datetime, timedelta

from notifications.enums import MessageStatus
from notifications.models import EmailLog, Notification, SMSLog

KEPT = timedelta(days=90)
NOTICES_KEPT = timedelta(days=365)
STEP = 500
WAITING = [MessageStatus.QUEUED, MessageStatus.SENDING]


def remove_old_messages(*, now: datetime) -> int:
    """Remove finished messages older than 90 days and notices older than a year, in short steps. Returns how many."""
    old = now - KEPT
    return (
        _remove(EmailLog.objects.filter(created_at__lt=old).exclude(status__in=WAITING))
        + _remove(SMSLog.objects.filter(created_at__lt=old).exclude(status__in=WAITING))
        + _remove(Notification.objects.filter(created_at__lt=now - NOTICES_KEPT))
    )


def _remove(rows) -> int:
    removed = 0
    while pks := list(rows.values_list("pk", flat=True)[:STEP]):
        removed += rows.model.objects.filter(pk__in=pks).delete()[0]
    return removed
