"""Reading back what the embedded shop wrote instead of sending."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from pathlib import Path

from django.conf import settings
from django.utils import timezone

NAME = re.compile(r"[A-Za-z0-9_-]{1,120}")
MOST_SHOWN = 200


@dataclass(frozen=True)
class WrittenMail:
    name: str
    written_at: datetime
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def to(self) -> str:
        return str(self.message["To"])

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    def _part(self, kind: str) -> str:
        part = self.message.get_body(preferencelist=(kind,))
        return part.get_content() if part else ""


@dataclass(frozen=True)
class WrittenSMS:
    name: str
    written_at: datetime
    text: str


def list_mails() -> list[WrittenMail]:
    """Return the newest mails, with their headers only."""
    parser = BytesHeaderParser(policy=policy.default)
    return [
        WrittenMail(path.stem, _time(path), parser.parsebytes(path.read_bytes()))
        for path in _newest(settings.EMAIL_FILE_PATH, "*.eml")
    ]


def find_mail(name: str) -> WrittenMail | None:
    path = Path(settings.EMAIL_FILE_PATH) / f"{name}.eml"
    if not NAME.fullmatch(name) or not path.is_file():
        return None
    message = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
    return WrittenMail(path.stem, _time(path), message)


def list_text_messages() -> list[WrittenSMS]:
    return [
        WrittenSMS(path.stem, _time(path), path.read_text(encoding="utf-8"))
        for path in _newest(settings.SMS_FILE_PATH, "*.txt")
    ]


def _newest(folder: str | Path, pattern: str) -> list[Path]:
    return sorted(Path(folder).glob(pattern), key=lambda path: path.stat().st_mtime, reverse=True)[:MOST_SHOWN]


def _time(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, tz=timezone.get_default_timezone())
