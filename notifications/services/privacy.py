"""A person's messages in their export, and gone with their account."""

from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from notifications.enums import MessageStatus
from notifications.mails.account import ACCOUNT_ERASED
from notifications.models import EmailLog, Notification, Preference, SMSLog
from notifications.services.queueing import queue_mail
from notifications.services.resending import GONE


def export_messages(user: User) -> dict:
    """Return what was sent to the person, what they chose, and their notices."""
    return {
        "emails": list(
            EmailLog.objects.filter(user=user)
            .order_by("id")
            .values("to", "subject", "text", "status", "created_at", "sent_at")
        ),
        "sms": list(
            SMSLog.objects.filter(user=user).order_by("id").values("to", "text", "status", "created_at", "sent_at")
        ),
        "preferences": list(Preference.objects.filter(user=user).order_by("id").values("topic", "channel", "is_on")),
        "notifications": list(
            Notification.objects.filter(user=user).order_by("id").values("title", "link", "created_at", "read_at")
        ),
    }


@transaction.atomic
def erase_messages(user: User) -> None:
    """Take the person out of the logs and say farewell. Runs while the account still knows its address."""
    Preference.objects.filter(user=user).delete()
    Notification.objects.filter(user=user).delete()
    for model in (EmailLog, SMSLog):
        mine = model.objects.filter(user=user)
        mine.filter(status=MessageStatus.QUEUED).update(status=MessageStatus.FAILED)
        forget_recipients(mine)
    queue_mail(mail=ACCOUNT_ERASED, to=user.email, cause=f"erased:{user.pk}", params={}, language=user.language)


def forget_recipients(rows: models.QuerySet) -> None:
    """Remove address and words; that a message went out, and when, remains."""
    scrubbed: dict = {"user": None, "params": {}, "text": "", "error": "", "updated_at": timezone.now()}
    if rows.model is EmailLog:
        scrubbed |= {"subject": "", "html": ""}
    for pk in rows.values_list("pk", flat=True):
        rows.model.objects.filter(pk=pk).update(to=f"{pk}{GONE}", **scrubbed)
