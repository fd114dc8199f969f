"""Moving an account to another e-mail address."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import limits
from accounts.enums import CodePurpose, UserStatus
from accounts.errors import CodeInvalid, OwnAddress, UserExists
from accounts.events import EmailChanged, EmailVerified, RegistrationRepeated
from accounts.models import User
from accounts.querysets import normalise_email
from accounts.services.codes import end_codes, issue_code, issue_decoy, redeem_code
from accounts.services.passwords import confirm_password
from core.outbox import publish


def request_email_change(*, user: User, new_email: str, password: str, quietly: bool) -> None:
    """Send a code to the new address. Nothing changes before it comes back.

    Raises WrongPassword, OwnAddress, and UserExists for a taken address. Quietly, an address that somebody else
    has answers like a free one and its owner is told by mail.
    """
    new_email = normalise_email(new_email)
    confirm_password(user=user, password=password)
    if new_email == user.email:
        raise OwnAddress
    limits.spend_message(kind="change_email", destination=str(user.pk))
    owner = User.objects.by_email(new_email).first()
    if owner is None:
        issue_code(user=user, purpose=CodePurpose.CHANGE_EMAIL, destination=new_email)
        return
    if not quietly:
        raise UserExists
    with transaction.atomic():
        issue_decoy(user=user, purpose=CodePurpose.CHANGE_EMAIL, destination=new_email)
        publish(RegistrationRepeated(user_id=owner.pk))


def confirm_email_change(*, user: User, code: str) -> User:
    """Move the account to the address that the code was sent to, and tell the old one.

    Raises CodeInvalid, CodeExpired, TooManyAttempts, or UserExists when somebody took it meanwhile.
    """
    row = redeem_code(purpose=CodePurpose.CHANGE_EMAIL, code=code, user=user)
    try:
        with transaction.atomic():
            return _move(user, row.destination)
    except IntegrityError:
        raise UserExists from None


def _move(user: User, new_email: str) -> User:
    user = User.objects.lock(user.pk)
    if not user.is_active:
        raise CodeInvalid
    old_email = user.email
    user.email = new_email
    user.email_verified_at = timezone.now()
    if user.status == UserStatus.PENDING:
        user.status = UserStatus.ACTIVE
    user.save(update_fields=["email", "email_verified_at", "status", "updated_at"])
    end_codes(user=user)
    publish(EmailChanged(user_id=user.pk, old_email=old_email))
    publish(EmailVerified(user_id=user.pk, email=new_email, is_first=False))
    return user
