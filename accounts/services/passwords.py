"""Passwords: checking, changing, and starting over when one is forgotten."""

from contextlib import suppress

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import limits
from accounts.derivation import read_reset_token
from accounts.enums import CodeChannel, CodePurpose
from accounts.errors import CodeExpired, CodeInvalid, WrongPassword
from accounts.events import PasswordChanged, PasswordResetRequested
from accounts.models import OneTimeCode, User
from accounts.querysets import normalise_email
from accounts.services.codes import end_codes, mark_used, write_code
from accounts.services.registration import check_new_password, mark_email_verified
from accounts.services.sessions import end_sessions, restamp_sessions
from core.errors import InvalidInput, RateLimitExceeded
from core.outbox import publish


class ResetLinkInvalid(CodeInvalid):
    message = _("This link is not valid any more. Ask for a new one.")


class ResetLinkExpired(CodeExpired):
    message = _("This link is older than ten minutes. Ask for a new one.")


def is_password_of(user: User | None, password: str) -> bool:
    """Compare a password. Nobody's password takes one hash too, so that the time tells nothing."""
    if user is None:
        make_password(password)
        return False

    def renew(raw: str) -> None:
        user.set_password(raw)
        user.save(update_fields=["password"])
        restamp_sessions(user=user)

    return check_password(password, user.password, renew)


def confirm_password(*, user: User, password: str) -> None:
    """Let the person prove that it is still them. Call it outside of transactions.

    Raises WrongPassword, or RateLimitExceeded after too many wrong ones.
    """
    limits.spend_sign_in(email=user.email)
    if not is_password_of(user, password):
        raise WrongPassword
    limits.forgive_sign_in(email=user.email)


def change_password(*, user: User, current_password: str, new_password: str) -> User:
    """Set a new password. Every session ends; the caller opens a new one for the device that asked.

    Raises WrongPassword, or InvalidInput for a weak password and for the present one again.
    """
    confirm_password(user=user, password=current_password)
    if new_password == current_password:
        raise InvalidInput(new_password=[str(_("Choose another password than your present one."))])
    check_new_password(new_password, user=user, field="new_password")
    return set_password(user=user, password=new_password, by_reset=False)


def request_password_reset(*, email: str) -> None:
    """Mail a link if the address has an account. Says nothing, whether or not it has."""
    email = normalise_email(email)
    with suppress(RateLimitExceeded):
        limits.spend_message(kind="reset_password", destination=email)
        user = User.objects.by_email(email).first()
        if user and user.is_active:
            send_reset_link(user=user)


@transaction.atomic
def send_reset_link(*, user: User) -> None:
    """Make a link and ask for it to be mailed. Earlier links end."""
    row = write_code(
        user=user,
        purpose=CodePurpose.RESET_PASSWORD,
        channel=CodeChannel.EMAIL,
        destination=user.email,
        has_digits=False,
    )
    publish(PasswordResetRequested(code_id=row.pk))


def find_reset(*, token: str) -> OneTimeCode:
    """Return the row of a link that still works. Raises CodeInvalid or CodeExpired."""
    pk = read_reset_token(token)
    rows = OneTimeCode.objects.open().filter(pk=pk, purpose=CodePurpose.RESET_PASSWORD)
    row = rows.select_related("user").first() if pk else None
    if row is None or row.user.email != row.destination or not row.user.is_active:
        raise ResetLinkInvalid
    if row.expires_at <= timezone.now():
        raise ResetLinkExpired
    return row


@transaction.atomic
def reset_password(*, token: str, password: str) -> User:
    """Set a new password by the mailed link. The link ends, every device is signed out.

    Reading the mail proves the address as well. Raises CodeInvalid, CodeExpired or InvalidInput.
    """
    row = find_reset(token=token)
    check_new_password(password, user=row.user)
    if not mark_used(row):
        raise ResetLinkInvalid
    user = set_password(user=row.user, password=password, by_reset=True)
    return mark_email_verified(user=user)


@transaction.atomic
def set_password(*, user: User, password: str, by_reset: bool) -> User:
    """Set a password that was checked, end every session and code, and tell the owner."""
    user = User.objects.lock(user.pk)
    user.set_password(password)
    user.save(update_fields=["password", "updated_at"])
    end_sessions(user=user, reason="password changed")
    end_codes(user=user)
    publish(PasswordChanged(user_id=user.pk, by_reset=by_reset))
    return user
