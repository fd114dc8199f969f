"""The embedded shop's telephone: a folder, one file a message."""

from pathlib import Path

from django.conf import settings


class Files:
    def send(self, *, to: str, text: str, reference: str) -> str:
        folder = Path(settings.SMS_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{reference}.txt").write_text(f"To: {to}\n\n{text}\n", encoding="utf-8")
        return reference
