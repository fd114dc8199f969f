"""Signing in: the password first, then the second factor where there is one."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts import limits
from accounts.constants import CHALLENGE_SALT, CODE_LIFETIME_MINUTES
from accounts.enums import CodeChannel, CodePurpose, TwoFactorMethod, UserStatus
from accounts.errors import AccountInactive, AccountSuspended, CodeExpired, CodeInvalid, InvalidCredentials
from accounts.models import OneTimeCode, User
from accounts.querysets import normalise_email
from accounts.services import codes
from accounts.services.factors import kind_of, spend_app_code, spend_recovery_code, wrong_code
from accounts.services.passwords import is_password_of
from core import links


class ChallengeInvalid(CodeInvalid):
    message = _("Please sign in again.")


class ChallengeExpired(CodeExpired):
    message = _("That took too long. Please sign in again.")


@dataclass(frozen=True, slots=True)
class SignIn:
    """What a right password led to: the person, or a challenge that only a second factor answers."""

    user: User | None = None
    challenge: str = ""
    methods: list[str] = field(default_factory=list)


def sign_in(*, email: str, password: str) -> SignIn:
    """Check e-mail and password. No session is opened here: the caller opens one for `user`, if there is one.

    Raises InvalidCredentials in the same words and after the same work for an unknown address and a wrong
    password; AccountSuspended or AccountInactive only after the right one; RateLimitExceeded.
    """
    email = normalise_email(email)
    limits.spend_sign_in(email=email)
    user = User.objects.by_email(email).first()
    if not is_password_of(user, password) or user is None:
        raise InvalidCredentials
    limits.forgive_sign_in(email=email)
    refuse_inactive(user)
    if not user.has_two_factor:
        return SignIn(user=user)
    row = _start_challenge(user)
    return SignIn(challenge=_token_of(row), methods=[user.two_factor, "recovery_code"])


def complete_sign_in(*, challenge: str, code: str) -> User:
    """Answer a challenge by a code of the chosen method, or by a recovery code. Each works once.

    Raises CodeInvalid, CodeExpired, TooManyAttempts or RateLimitExceeded; the counts outlive the challenge.
    """
    row = _read_challenge(challenge)
    user = row.user
    kind = kind_of(code)
    limits.spend_second_factor(user_id=user.pk, kind=kind)
    if kind == limits.CODE:
        codes.count_try(row)
    if not _is_answer(row, code) or not codes.mark_used(row):
        raise wrong_code(user=user, code=code)
    limits.forgive_second_factor(user_id=user.pk, kind=kind)
    refuse_inactive(user)
    return user


def resend_challenge(*, challenge: str) -> str:
    """Send another code for a challenge and return the challenge that it answers. An app needs none sent."""
    row = _read_challenge(challenge)
    if row.channel == CodeChannel.APP:
        return challenge
    return _token_of(_start_challenge(row.user))


def refuse_inactive(user: User) -> None:
    """Raises AccountSuspended or AccountInactive."""
    if user.status == UserStatus.SUSPENDED:
        raise AccountSuspended
    if not user.is_active:
        raise AccountInactive


def _start_challenge(user: User) -> OneTimeCode:
    if user.two_factor == TwoFactorMethod.TOTP:
        return codes.write_code(
            user=user, purpose=CodePurpose.LOGIN_2FA, channel=CodeChannel.APP, destination=user.email
        )
    limits.spend_message(kind="sign_in", destination=user.email)
    by_sms = user.two_factor == TwoFactorMethod.SMS
    return codes.issue_code(
        user=user,
        purpose=CodePurpose.LOGIN_2FA,
        channel=CodeChannel.SMS if by_sms else CodeChannel.EMAIL,
        destination=str(user.phone_number) if by_sms else user.email,
    )


def _token_of(row: OneTimeCode) -> str:
    return links.sign(CHALLENGE_SALT, row.pk.hex, lifetime=timedelta(minutes=CODE_LIFETIME_MINUTES))


def _read_challenge(challenge: str) -> OneTimeCode:
    try:
        pk = UUID(links.read(CHALLENGE_SALT, challenge))
    except links.LinkExpired:
        raise ChallengeExpired from None
    except links.LinkInvalid:
        raise ChallengeInvalid from None
    rows = OneTimeCode.objects.open().filter(purpose=CodePurpose.LOGIN_2FA).select_related("user")
    row = rows.filter(pk=pk).first()
    if row is None or not row.user.has_two_factor:
        raise ChallengeInvalid
    return row


def _is_answer(row: OneTimeCode, code: str) -> bool:
    if row.channel == CodeChannel.APP and spend_app_code(user=row.user, code=code):
        return True
    return codes.matches(row, code) or spend_recovery_code(user=row.user, code=code)
