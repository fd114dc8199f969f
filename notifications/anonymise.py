"""What makes a copy's messages tell nothing about anybody."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from core.anonymise import Fakes, register
from notifications.models import Broadcast, EmailLog, Notification, SMSLog

LOGS = (EmailLog, SMSLog, Notification)


def register_steps() -> None:
    register("messages", count=lambda: sum(log.objects.count() for log in LOGS), run=remove_messages)
    register("written mails and texts", count=lambda: len(list(_written())), run=remove_written)
    register("messages of staff", count=Broadcast.objects.count, run=blank_broadcasts)


def remove_messages(fakes: Fakes) -> None:
    """Remove the logs: who got what, and when, is personal even without the text."""
    for log in LOGS:
        log.objects.all().delete()


def remove_written(fakes: Fakes) -> None:
    """Remove the files that an embedded shop keeps instead of sending: addresses, codes and links stand in them."""
    for file in _written():
        transaction.on_commit(partial(file.unlink, missing_ok=True))


def _written() -> Iterator[Path]:
    for folder, kinds in ((settings.EMAIL_FILE_PATH, ("*.eml", "*.part")), (settings.SMS_FILE_PATH, ("*.txt",))):
        for kind in kinds if folder else ():
            yield from Path(folder).glob(kind)


def blank_broadcasts(fakes: Fakes) -> None:
    Broadcast.objects.update(name="", subject="", text="", translations={}, recipients=[])
