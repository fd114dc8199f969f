"""What arrives in somebody's mailbox, phone or app: the codes and links that pages ask for."""

from accounts import totp
from accounts.derivation import code_of, reset_token_of
from accounts.enums import CodePurpose
from accounts.models import OneTimeCode, User


def newest(purpose: CodePurpose, destination: str | None = None) -> OneTimeCode:
    rows = OneTimeCode.objects.filter(purpose=purpose).order_by("-created_at", "-pk")
    return (rows.filter(destination=destination) if destination else rows)[0]


def code_sent(purpose: CodePurpose, destination: str | None = None) -> str:
    """Return the digits of the newest message."""
    return code_of(newest(purpose, destination))


def reset_link() -> str:
    """Return the path of the newest link to choose a new password."""
    return f"/account/reset-password/{reset_token_of(newest(CodePurpose.RESET_PASSWORD))}/"


def app_code(user: User, *, steps_on: int = 0) -> str:
    """Return what the person's authenticator app shows, now or a few half-minutes later.

    Ask for now and then for one step on: each is still right when a half-minute ends before the shop looks at it.
    """
    from django.utils import timezone

    user.refresh_from_db()
    return totp.code_at(user.totp_secret, totp.step_at(timezone.now()) + steps_on)
