"""Which old messages leave the database."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from core.cleaning import register_step
from notifications.enums import MessageStatus
from notifications.models import EmailLog, Notification, SMSLog

LOGS_KEPT = timedelta(days=90)
NOTICES_KEPT = timedelta(days=365)
WAITING = [MessageStatus.QUEUED, MessageStatus.SENDING]


def register_steps() -> None:
    """Have the weekly clean-up remove finished messages older than 90 days and notices older than a year."""
    register_step("mail log", find_old_mails)
    register_step("SMS log", find_old_text_messages)
    register_step("notices", find_old_notices)


def find_old_mails(now: datetime) -> QuerySet[EmailLog]:
    return EmailLog.objects.filter(created_at__lt=now - LOGS_KEPT).exclude(status__in=WAITING)


def find_old_text_messages(now: datetime) -> QuerySet[SMSLog]:
    return SMSLog.objects.filter(created_at__lt=now - LOGS_KEPT).exclude(status__in=WAITING)


def find_old_notices(now: datetime) -> QuerySet[Notification]:
    return Notification.objects.filter(created_at__lt=now - NOTICES_KEPT)
