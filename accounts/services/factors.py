"""Second factors, each spent when it is right: a step of the app's code and a recovery code work once."""

from django.utils import timezone

from accounts import limits, totp
from accounts.derivation import recovery_hash
from accounts.enums import CodePurpose, TwoFactorMethod
from accounts.errors import CodeInvalid
from accounts.models import RecoveryCode, User
from accounts.services.codes import redeem_code


def spend_app_code(*, user: User, code: str) -> bool:
    """Whether this is a code of the person's app that was not used; it is used now."""
    digits = "".join(code.split())
    step = totp.matching_step(user.totp_secret, digits, timezone.now()) if user.totp_secret else None
    if step is None:
        return False
    # Of two requests with the same code, the one that moves the step on wins.
    return bool(User.objects.filter(pk=user.pk, totp_last_step__lt=step).update(totp_last_step=step))


def spend_recovery_code(*, user: User, code: str) -> bool:
    """Whether this is a recovery code of the person that was not used; it is used now."""
    unused = RecoveryCode.objects.filter(user=user, code_hash=recovery_hash(code), used_at=None)
    return bool(unused.update(used_at=timezone.now()))


def confirm_code(*, user: User, purpose: CodePurpose, code: str) -> None:
    """Let a signed-in person prove with a code that it is them: the app's, a recovery code, or the one just sent.

    Call it outside of transactions. Raises CodeInvalid, CodeExpired, TooManyAttempts or RateLimitExceeded.
    """
    limits.spend_second_factor(user_id=user.pk)
    if user.two_factor == TwoFactorMethod.TOTP:
        if not (spend_app_code(user=user, code=code) or spend_recovery_code(user=user, code=code)):
            raise CodeInvalid
    elif not (user.has_two_factor and spend_recovery_code(user=user, code=code)):
        redeem_code(purpose=purpose, code=code, user=user)
    limits.forgive_second_factor(user_id=user.pk)
