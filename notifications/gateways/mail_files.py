"""The embedded shop's mail server: a folder, one readable file a mail."""

import re
from collections.abc import Sequence
from email import policy
from email.message import EmailMessage as ReadableMessage
from email.parser import BytesParser
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
    unfinished.write_bytes(_readable(message.as_bytes(linesep="\n")).as_bytes())  # type: ignore[call-arg]
    unfinished.rename(folder / f"{stem}.eml")


def _readable(raw: bytes) -> ReadableMessage:
    """The same mail with its texts in plain 8-bit letters, so that a person can read the file."""
    message = BytesParser(policy=policy.default).parsebytes(raw)
    for part in message.walk():
        if part.get_content_maintype() == "text":
            subtype, words = part.get_content_subtype(), part.get_content()
            part.set_content(words, subtype=subtype, cte="8bit")
    return message
