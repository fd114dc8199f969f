"""Make the first administrator."""

import sys
from getpass import getpass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import services
from accounts.querysets import validate_email
from core.errors import DomainError


class Command(BaseCommand):
    help = (
        "Make an administrator, or make one of an existing account. Running it again changes nothing, "
        "whatever the password has become since."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--password", help="asked for when it is not given")
        parser.add_argument("--name", default="Administrator")
        parser.add_argument(
            "--reset-password", action="store_true", help="replace the password of an account that has another one"
        )

    def handle(self, *args: Any, email: str, password: str | None, **options: Any) -> None:
        try:
            validate_email(email.strip())
        except ValidationError as wrong:
            raise CommandError(" ".join(wrong.messages)) from None
        try:
            user, was_changed = services.create_admin(
                email=email,
                password=password or _asked_for(),
                name=options["name"],
                reset_password=options["reset_password"],
            )
        except DomainError as refusal:
            reasons = [str(reason) for messages in refusal.details.values() for reason in messages]
            raise CommandError(" ".join(reasons) or str(refusal)) from None
        said = "is an administrator now" if was_changed else "was one already; nothing was changed"
        self.stdout.write(f"{user.email} {said}.")


def _asked_for() -> str:
    if not sys.stdin.isatty():
        raise CommandError("There is no terminal to ask for the password. Add --password.", returncode=2)
    return getpass()
