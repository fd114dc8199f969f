"""What makes a copy's messages tell nothing about anybody."""

from core.anonymise import Fakes, register
from notifications.models import Broadcast, EmailLog, Notification, SMSLog

LOGS = (EmailLog, SMSLog, Notification)


def register_steps() -> None:
    register("messages", count=lambda: sum(log.objects.count() for log in LOGS), run=remove_messages)
    register("messages of staff", count=Broadcast.objects.count, run=blank_broadcasts)


def remove_messages(fakes: Fakes) -> None:
    """Remove the logs: who got what, and when, is personal even without the text."""
    for log in LOGS:
        log.objects.all().delete()


def blank_broadcasts(fakes: Fakes) -> None:
    Broadcast.objects.update(subject="", text="", recipients=[])
