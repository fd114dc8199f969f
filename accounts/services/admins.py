"""Making administrators, from the command line only."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role, UserStatus
from accounts.models import User
from accounts.querysets import normalise_email, validate_email
from accounts.services.passwords import is_password_of, set_password
from accounts.services.registration import check_new_password
from core import actions, demo
from core.errors import DomainError, InvalidInput, Refusal


class PasswordDiffers(DomainError):
    """Nobody's password is replaced unless somebody says so: a script that runs again must not reset it."""

    code = "PASSWORD_DIFFERS"
    message = _("This account has another password. To give it the one you named, add --reset-password.")
    refusal = Refusal.CONFLICT


@transaction.atomic
def create_admin(*, email: str, password: str, name: str, reset_password: bool = False) -> tuple[User, bool]:
    """Make an administrator with this password; say whether anything had to change.

    Who is one already keeps the password, unless it is to be reset. Raises PasswordDiffers for somebody else's
    account, and InvalidInput for a wrong address, a weak password, or the demo's outside of the embedded shop.
    """
    email = normalise_email(email)
    try:
        validate_email(email)
    except ValidationError as wrong:
        raise InvalidInput(email=wrong.messages) from None
    user = User.objects.by_email(email).first() or User(email=email, name=name)
    check_new_password(password, user=user)
    if password == demo.PASSWORD and not settings.DEMO_ALLOWED:
        raise InvalidInput(password=[str(_("Everybody knows this password from the documentation."))])
    before = _standing(user)
    is_new = user._state.adding
    user.role, user.status = Role.ADMIN, UserStatus.ACTIVE
    user.is_staff = user.is_superuser = True
    user.email_verified_at = user.email_verified_at or timezone.now()
    differs = not is_new and not is_password_of(user, password)
    if differs and not reset_password:
        if before != _standing(user):
            raise PasswordDiffers
        return user, False
    if is_new:
        user.set_password(password)
    user.save()
    if differs:
        user = set_password(user=user, password=password, by_reset=False)
    was_changed = is_new or differs or before != _standing(user)
    if was_changed:
        after = _standing(user) | ({"password": "changed"} if differs else {})
        actions.record(
            actor=None,
            action="accounts.user.made_admin",
            target=user,
            before={} if is_new else before,
            after=after,
            reason="manage.py create_admin",
        )
    return user, was_changed


def _standing(user: User) -> dict[str, object]:
    return {"role": str(user.role), "status": str(user.status), "is_superuser": user.is_superuser}
