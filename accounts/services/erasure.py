"""Leaving: the person goes, what has to be kept for the books stays without them."""

from django.db import transaction
from django.utils import timezone

from accounts import privacy
from accounts.enums import CodeChannel, CodePurpose, TwoFactorMethod, UserStatus
from accounts.errors import DeletionBlocked
from accounts.events import UserErased
from accounts.models import User
from accounts.services.factors import confirm_code
from accounts.services.passwords import confirm_password
from accounts.services.two_factor import send_confirmation_code
from core.outbox import publish


def request_deletion(*, user: User, password: str) -> CodeChannel:
    """Send the code that a deletion asks for beside the password, and say by which channel. An app needs none sent.

    Raises DeletionBlocked, WrongPassword or RateLimitExceeded.
    """
    refuse_blocked(user)
    confirm_password(user=user, password=password)
    return send_confirmation_code(user=user, purpose=CodePurpose.DELETE_ACCOUNT)


def delete_account(*, user: User, password: str, code: str) -> None:
    """Delete the person's own account, for good.

    Raises DeletionBlocked, WrongPassword, CodeInvalid, CodeExpired or TooManyAttempts; then nothing is lost.
    """
    refuse_blocked(user)
    confirm_password(user=user, password=password)
    confirm_code(user=user, purpose=CodePurpose.DELETE_ACCOUNT, code=code)
    erase_user(user=user)


@transaction.atomic
def erase_user(*, user: User) -> None:
    """Scrub everything about the person in every app. Doing it again changes nothing.

    Raises DeletionBlocked while orders or balances are open.
    """
    user = User.objects.lock(user.pk)
    if user.deleted_at:
        return
    refuse_blocked(user)
    privacy.erase_all(user)
    _anonymise(user)
    publish(UserErased(user_id=user.pk))


def refuse_blocked(user: User) -> None:
    """Raises DeletionBlocked with the reasons."""
    if blockers := privacy.list_blockers(user):
        raise DeletionBlocked(blockers=blockers)


def _anonymise(user: User) -> None:
    if user.avatar:
        privacy.delete_file_later(user.avatar)
    user.email = f"{user.pk.hex}@erased.invalid"
    user.name = "Deleted account"
    user.phone_number = None
    user.avatar = ""
    user.region = user.shopping_region = user.timezone = user.totp_secret = ""
    user.language = "en"
    user.email_verified_at = user.phone_verified_at = user.last_login_at = None
    user.two_factor = TwoFactorMethod.NONE
    user.marketing_consent = user.is_staff = user.is_superuser = False
    user.status = UserStatus.INACTIVE
    user.deleted_at = timezone.now()
    user.set_unusable_password()
    user.save()
    user.groups.clear()
    user.user_permissions.clear()
