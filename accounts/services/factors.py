"""Second factors, each spent when it is right: a step of the app's code and a recovery code work once."""

from django.db import transaction
from django.utils import timezone

from accounts import limits, selectors, totp
from accounts.constants import CODE_DIGITS, RECOVERY_CODE_LENGTH
from accounts.derivation import recovery_hash
from accounts.enums import CodePurpose, TwoFactorMethod
from accounts.errors import AppCodeInvalid, CodeInvalid, RecoveryCodeInvalid
from accounts.events import RecoveryCodeUsed
from accounts.models import RecoveryCode, User
from accounts.services.codes import redeem_code
from core.failpoints import failpoint
from core.outbox import publish
from core.text import typed_code


def kind_of(code: str) -> str:
    """Return as what a typed code counts: recovery codes are longer than all others."""
    return limits.RECOVERY_CODE if len(typed_code(code)) == RECOVERY_CODE_LENGTH else limits.CODE


def wrong_code(*, user: User, code: str) -> CodeInvalid:
    """Return the refusal of a code in words that lead on."""
    typed = typed_code(code)
    if len(typed) > CODE_DIGITS or not typed.isdecimal():
        return RecoveryCodeInvalid()
    return AppCodeInvalid() if user.two_factor == TwoFactorMethod.TOTP else CodeInvalid()


def spend_app_code(*, user: User, code: str) -> bool:
    """Whether this is a code of the person's app that was not used; it is used now."""
    digits = "".join(code.split())
    step = totp.matching_step(user.totp_secret, digits, timezone.now()) if user.totp_secret else None
    if step is None:
        return False
    # Of two requests with the same code, the one that moves the step on wins.
    return bool(User.objects.filter(pk=user.pk, totp_last_step__lt=step).update(totp_last_step=step))


def spend_recovery_code(*, user: User, code: str) -> bool:
    """Whether this is a recovery code of the person that was not used; it is used now, and they are told by mail."""
    unused = RecoveryCode.objects.filter(user=user, code_hash=recovery_hash(code), used_at=None)
    # One transaction: a code that is gone was told of.
    with transaction.atomic():
        if not unused.update(used_at=timezone.now()):
            return False
        failpoint("accounts.recovery_code_spent")
        _total, left = selectors.count_recovery_codes(user=user)
        publish(RecoveryCodeUsed(user_id=user.pk, left=left))
    return True


def confirm_code(*, user: User, purpose: CodePurpose, code: str) -> None:
    """Let a signed-in person prove with a code that it is them: the app's, a recovery code, or the one just sent.

    Call it outside of transactions. Raises CodeInvalid, CodeExpired, TooManyAttempts or RateLimitExceeded.
    """
    kind = kind_of(code)
    limits.spend_second_factor(user_id=user.pk, kind=kind)
    if kind == limits.RECOVERY_CODE or user.two_factor == TwoFactorMethod.TOTP:
        is_good = spend_app_code(user=user, code=code) or spend_recovery_code(user=user, code=code)
        if not is_good:
            raise wrong_code(user=user, code=code)
    else:
        redeem_code(purpose=purpose, code=code, user=user)
    limits.forgive_second_factor(user_id=user.pk, kind=kind)
