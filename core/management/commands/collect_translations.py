"""manage.py collect_translations: bring the catalogues up to what code and templates say."""

from typing import Any

from babel.messages.catalog import Message
from django.conf import settings
from django.core.management.base import BaseCommand

from core.translations import compile_catalogues, update_catalogue


class Command(BaseCommand):
    help = "Collect the words to translate into locale/, tell what is missing, and compile."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for language, _name in settings.LANGUAGES:
            if language == settings.LANGUAGE_CODE:
                continue
            catalog = update_catalogue(language)
            missing = [message for message in catalog if message.id and not all(_strings(message))]
            self.stdout.write(f"{language}: {len(catalog)} sentences, {len(missing)} to translate")
            for message in missing:
                self.stdout.write(f"  {message.id!r}")
        compile_catalogues()


def _strings(message: Message) -> list[Any]:
    """Return the translations of a message: one, or one for each plural form."""
    return list(message.string) if isinstance(message.string, tuple | list) else [message.string]
