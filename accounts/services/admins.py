"""Making administrators, from the command line only."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from accounts.enums import Role, UserStatus
from accounts.models import User
from accounts.querysets import normalise_email
from accounts.services.passwords import is_password_of, set_password
from accounts.services.registration import check_new_password
from core import actions, demo
from core.errors import InvalidInput


@transaction.atomic
def create_admin(*, email: str, password: str, name: str) -> tuple[User, bool]:
    """Make an administrator with this password; say whether anything had to change.

    Raises InvalidInput for a wrong address, a weak password, or the demo's outside of the embedded shop.
    """
    email = normalise_email(email)
    try:
        validate_email(email)
    except ValidationError as wrong:
        raise InvalidInput(email=wrong.messages) from None
    user = User.objects.by_email(email).first() or User(email=email, name=name)
    check_new_password(password, user=user)
    if password == demo.PASSWORD and not settings.DEMO_ALLOWED:
        raise InvalidInput(password=["Everybody knows this password from the documentation."])
    before = _standing(user)
    is_new = user._state.adding
    user.role, user.status = Role.ADMIN, UserStatus.ACTIVE
    user.is_staff = user.is_superuser = True
    user.email_verified_at = user.email_verified_at or timezone.now()
    if is_new:
        user.set_password(password)
    user.save()
    has_new_password = not is_new and not is_password_of(user, password)
    if has_new_password:
        user = set_password(user=user, password=password, by_reset=False)
    was_changed = is_new or has_new_password or before != _standing(user)
    if was_changed:
        after = _standing(user) | ({"password": "changed"} if has_new_password else {})
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
