"""The embedded shop's mail server: a folder, one readable file a mail."""

import re
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

UNSAFE = re.compile(r"[^A-Za-z0-9_-]")


class EmailBackend(BaseEmailBackend):
    """Writes each mail to EMAIL_FILE_PATH. A repeated mail has the same name, so it is there once."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for mail in email_messages:
            _write(mail)
        return len(email_messages)


def _write(mail: EmailMessage) -> None:
    folder = Path(settings.EMAIL_FILE_PATH)
    folder.mkdir(parents=True, exist_ok=True)
    message = mail.message()
    stem = UNSAFE.sub("", f"{message['Message-ID'].strip('<>').split('@')[0]}-{message.get('X-Template', 'mail')}")
    unfinished = folder / f"{stem}.part"
    # What a mail server would get, but for the ends of its lines.
    unfinished.write_bytes(message.as_bytes(linesep="\n"))  # type: ignore[call-arg]
    unfinished.rename(folder / f"{stem}.eml")
