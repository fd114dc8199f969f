"""Turning the second factor on and off."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import limits, totp
from accounts.constants import RECOVERY_CODE_LENGTH, RECOVERY_CODES
from accounts.derivation import recovery_hash
from accounts.enums import CodeChannel, CodePurpose, TwoFactorMethod
from accounts.errors import CodeInvalid, FirstAppCodeInvalid, TwoFactorOff, TwoFactorOn
from accounts.events import TwoFactorChanged
from accounts.models import OneTimeCode, RecoveryCode, User
from accounts.services.codes import end_codes, issue_code, redeem_code
from accounts.services.factors import confirm_code
from accounts.services.passwords import confirm_password
from core.errors import InvalidInput
from core.ids import readable_code
from core.outbox import publish
from core.selectors import get_shop


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What the person needs to set the second factor up. Secret, URI and QR code are for apps only."""

    method: TwoFactorMethod
    secret: str = ""
    otpauth_uri: str = ""
    qr_svg: str = ""


def start_two_factor(*, user: User, method: TwoFactorMethod = TwoFactorMethod.TOTP) -> Enrolment:
    """Prepare a second factor. It is on only after `finish_two_factor`.

    Raises TwoFactorOn when one is on already, InvalidInput without a proven phone for SMS.
    """
    if user.has_two_factor:
        raise TwoFactorOn
    if method == TwoFactorMethod.TOTP:
        return _start_app(user)
    if method == TwoFactorMethod.SMS and not (user.phone_number and user.phone_verified_at):
        raise InvalidInput(method=[_("Verify your phone number first.")])
    if method not in {TwoFactorMethod.EMAIL, TwoFactorMethod.SMS}:
        raise InvalidInput(method=[_("Choose an app, e-mail or SMS.")])
    _send(user, CodePurpose.ENABLE_2FA, method)
    return Enrolment(method=method)


def find_enrolment(*, user: User) -> Enrolment | None:
    """Return the app's set-up that was started and not finished, to be shown again."""
    return _enrolment_of(user) if user.totp_secret and not user.has_two_factor else None


def finish_two_factor(*, user: User, code: str) -> list[str]:
    """Turn the prepared second factor on by a code of it. Returns the recovery codes, which are shown once.

    Raises CodeInvalid, CodeExpired, TooManyAttempts or TwoFactorOn when one is on already.
    """
    limits.spend_second_factor(user_id=user.pk)
    user.refresh_from_db()
    if user.has_two_factor:
        raise TwoFactorOn
    step = totp.matching_step(user.totp_secret, "".join(code.split()), timezone.now()) if user.totp_secret else None
    method = TwoFactorMethod.TOTP
    if step is None:
        if user.totp_secret and not OneTimeCode.objects.open().filter(user=user, purpose=CodePurpose.ENABLE_2FA):
            raise FirstAppCodeInvalid
        row = redeem_code(purpose=CodePurpose.ENABLE_2FA, code=code, user=user)
        method = TwoFactorMethod.SMS if row.channel == CodeChannel.SMS else TwoFactorMethod.EMAIL
    with transaction.atomic():
        fresh = User.objects.filter(pk=user.pk, two_factor=TwoFactorMethod.NONE)
        secret = user.totp_secret if method == TwoFactorMethod.TOTP else ""
        if not fresh.update(two_factor=method, totp_secret=secret, totp_last_step=step or 0):
            raise CodeInvalid
        publish(TwoFactorChanged(user_id=user.pk, is_on=True))
        recovery_codes = _replace_recovery_codes(user)
    limits.forgive_second_factor(user_id=user.pk)
    user.refresh_from_db()
    return recovery_codes


def disable_two_factor(*, user: User, password: str, code: str) -> None:
    """Turn the second factor off. Takes the password and a code (see `send_confirmation_code`).

    Raises WrongPassword, CodeInvalid, CodeExpired, TooManyAttempts or TwoFactorOff.
    """
    if not user.has_two_factor:
        raise TwoFactorOff
    confirm_password(user=user, password=password)
    confirm_code(user=user, purpose=CodePurpose.DISABLE_2FA, code=code)
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(two_factor=TwoFactorMethod.NONE, totp_secret="", totp_last_step=0)
        RecoveryCode.objects.filter(user=user).delete()
        end_codes(user=user)
        publish(TwoFactorChanged(user_id=user.pk, is_on=False))
    user.refresh_from_db()


def regenerate_recovery_codes(*, user: User, password: str) -> list[str]:
    """Make new recovery codes; the old ones end. Raises WrongPassword or TwoFactorOff."""
    if not user.has_two_factor:
        raise TwoFactorOff
    confirm_password(user=user, password=password)
    return _replace_recovery_codes(user)


def send_confirmation_code(*, user: User, purpose: CodePurpose) -> CodeChannel:
    """Send a signed-in person the code that a delicate step asks for. Says by which channel; an app needs none.

    Raises TwoFactorOff when that is what should be turned off.
    """
    if purpose == CodePurpose.DISABLE_2FA and not user.has_two_factor:
        raise TwoFactorOff
    if user.two_factor == TwoFactorMethod.TOTP:
        return CodeChannel.APP
    return _send(user, purpose, TwoFactorMethod(user.two_factor))


def _send(user: User, purpose: CodePurpose, method: TwoFactorMethod) -> CodeChannel:
    limits.spend_message(kind="account", destination=user.email)
    channel = CodeChannel.SMS if method == TwoFactorMethod.SMS else CodeChannel.EMAIL
    destination = str(user.phone_number) if channel == CodeChannel.SMS else user.email
    issue_code(user=user, purpose=purpose, channel=channel, destination=destination)
    return channel


def _start_app(user: User) -> Enrolment:
    secret = totp.new_secret()
    if not User.objects.filter(pk=user.pk, two_factor=TwoFactorMethod.NONE).update(totp_secret=secret):
        raise TwoFactorOn
    user.totp_secret = secret
    return _enrolment_of(user)


def _enrolment_of(user: User) -> Enrolment:
    uri = totp.uri(secret=user.totp_secret, account=user.email, issuer=get_shop().name)
    return Enrolment(method=TwoFactorMethod.TOTP, secret=user.totp_secret, otpauth_uri=uri, qr_svg=totp.qr_svg(uri))


@transaction.atomic
def _replace_recovery_codes(user: User) -> list[str]:
    User.objects.lock(user.pk)
    RecoveryCode.objects.filter(user=user).delete()
    made = [readable_code(RECOVERY_CODE_LENGTH) for number in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, code_hash=recovery_hash(code)) for code in made)
    half = RECOVERY_CODE_LENGTH // 2
    return [f"{code[:half]}-{code[half:]}" for code in made]
