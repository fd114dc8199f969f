"""Questions about messages."""

from typing import TypeVar
from uuid import UUID

from accounts.models import User
from core.errors import NotFound
from notifications.models import EmailLog, Notification, SMSLog
from notifications.querysets import MessageQuerySet, NotificationQuerySet

Log = TypeVar("Log", EmailLog, SMSLog)


def list_mails() -> MessageQuerySet:
    """Return every mail, the newest first, without the bodies."""
    return EmailLog.objects.for_list().defer("text", "html")


def list_text_messages() -> MessageQuerySet:
    return SMSLog.objects.for_list()


def list_mails_of(user: User) -> MessageQuerySet:
    return EmailLog.objects.filter(user=user).order_by("-id").defer("text", "html")


def list_text_messages_of(user: User) -> MessageQuerySet:
    return SMSLog.objects.filter(user=user).order_by("-id")


def get_message(model: type[Log], pk: UUID) -> Log:
    """Return one row of a log. Raises NotFound."""
    row = model.objects.select_related("user").filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row


def list_notices(user: User) -> NotificationQuerySet:
    """Return what is under the person's bell, the newest first."""
    return Notification.objects.of(user)


def count_unread(user: User) -> int:
    return Notification.objects.of(user).unread().count()
