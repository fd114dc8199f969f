"""Make the first administrator."""

from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import services
from core.errors import DomainError


class Command(BaseCommand):
    help = "Make an administrator, or make one of an existing account. Running it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--password", help="asked for when it is not given")
        parser.add_argument("--name", default="Administrator")

    def handle(self, *args: Any, email: str, password: str | None, name: str, **options: Any) -> None:
        try:
            user, was_changed = services.create_admin(email=email, password=password or getpass(), name=name)
        except DomainError as refusal:
            reasons = [str(reason) for messages in refusal.details.values() for reason in messages]
            raise CommandError(" ".join(reasons) or str(refusal)) from None
        self.stdout.write(f"{user.email} {'is an administrator now' if was_changed else 'was one already'}.")
