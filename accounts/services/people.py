"""What staff do with people's accounts. Each step is recorded in the transaction that makes it."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role, UserStatus
from accounts.events import MailToUserRequested, UserStatusChanged
from accounts.models import Session, User
from accounts.services.erasure import erase_user
from accounts.services.passwords import send_reset_link
from accounts.services.profile import EDITABLE, update_profile
from accounts.services.sessions import end_session, end_sessions
from accounts.services.staff import follow_role
from core import actions
from core.errors import InvalidInput, InvalidTransition, NotAllowed
from core.outbox import publish

CUSTOMER_ROLES = {Role.CUSTOMER, Role.RETAILER, Role.SELLER}


@transaction.atomic
def set_status(*, user: User, status: UserStatus, actor: User, reason: str) -> User:
    """Suspend, deactivate or activate somebody. Suspended people are signed out everywhere at once.

    Raises NotAllowed for oneself and for stronger people, InvalidInput without a reason, InvalidTransition.
    """
    user = _locked(user, actor)
    if not reason.strip():
        raise InvalidInput(reason=[_("Say why.")])
    if status == UserStatus.PENDING or user.deleted_at:
        raise InvalidTransition
    before = user.status
    user.status = UserStatus.PENDING if status == UserStatus.ACTIVE and not user.is_email_verified else status
    if user.status == before:
        return user
    user.save(update_fields=["status", "updated_at"])
    if not user.is_active:
        end_sessions(user=user, reason=f"account {user.status}")
    _record(actor, f"accounts.user.{user.status}", user, {"status": before}, {"status": user.status}, reason)
    publish(UserStatusChanged(user_id=user.pk))
    return user


@transaction.atomic
def update_user(*, user: User, actor: User, reason: str = "", role: Role | None = None, **changes: Any) -> User:
    """Change somebody's profile for them. Only superusers make or unmake staff by the role, which takes a reason.

    Raises NotAllowed, InvalidInput, PhoneTaken or InvalidTransition for a deleted account.
    """
    user = _locked(user, actor, own_is_fine=role is None)
    if user.deleted_at:
        raise InvalidTransition
    if role and role != user.role and not actor.is_superuser and not {role, Role(user.role)} <= CUSTOMER_ROLES:
        raise NotAllowed
    if role and role != user.role and not reason.strip():
        raise InvalidInput(reason=[_("Say why.")])
    fields = sorted(changes.keys() & EDITABLE)
    before = {field: _plain(getattr(user, field)) for field in [*fields, "role"]}
    user = update_profile(user=user, **changes)
    if role and role != user.role:
        user.role = role
        user.is_staff = role in {Role.SUPPORT, Role.ADMIN}
        user.is_superuser = user.is_superuser and user.is_staff
        user.save(update_fields=["role", "is_staff", "is_superuser", "updated_at"])
        follow_role(user=user)
    after = {field: _plain(getattr(user, field)) for field in before}
    changed = [field for field in before if before[field] != after[field]]
    if changed:
        _record(
            actor,
            "accounts.user.changed",
            user,
            {field: before[field] for field in changed},
            {field: after[field] for field in changed},
            reason,
        )
    return user


@transaction.atomic
def send_mail_to_user(*, user: User, actor: User, subject: str, text: str, reason: str = "") -> None:
    """Write to somebody in the shop's name. Raises NotAllowed for stronger people, InvalidTransition once deleted."""
    user = _locked(user, actor, own_is_fine=True)
    if user.deleted_at:
        raise InvalidTransition
    publish(MailToUserRequested(user_id=user.pk, subject=subject, text=text))
    _record(actor, "accounts.user.mailed", user, {}, {"subject": subject}, reason)


@transaction.atomic
def trigger_password_reset(*, user: User, actor: User, reason: str = "") -> None:
    """Mail somebody a link to set a new password. Staff never see it.

    Raises NotAllowed for stronger people, InvalidTransition for accounts that may not sign in.
    """
    user = _locked(user, actor, own_is_fine=True)
    if not user.is_active:
        raise InvalidTransition
    send_reset_link(user=user)
    _record(actor, "accounts.user.password_reset", user, {}, {}, reason)


@transaction.atomic
def end_session_of_user(*, session: Session, actor: User, reason: str = "") -> None:
    """Sign somebody out on one device."""
    _locked(session.user, actor, own_is_fine=True)
    end_session(session=session, reason="ended by staff")
    _record(actor, "accounts.session.ended", session, {}, {"revoked_at": timezone.now().isoformat()}, reason)


@transaction.atomic
def delete_user(*, user: User, actor: User, reason: str) -> None:
    """Erase somebody on their wish. Raises NotAllowed, DeletionBlocked, or InvalidInput without a reason."""
    user = _locked(user, actor)
    if not reason.strip():
        raise InvalidInput(reason=[_("Say why.")])
    if user.deleted_at:
        return
    erase_user(user=user)
    # Recorded last: erasing blanks every row about the person, and this one keeps its reason but not their name.
    user.refresh_from_db()
    _record(actor, "accounts.user.erased", user, {}, {"deleted": True}, reason)


def _locked(user: User, actor: User, *, own_is_fine: bool = False) -> User:
    """Return the row as it is now. Raises NotAllowed for oneself, and for staff unless by a superuser."""
    user = User.objects.lock(user.pk)
    is_own = user.pk == actor.pk
    if (is_own and not own_is_fine) or ((user.is_staff or user.is_superuser) and not (is_own or actor.is_superuser)):
        raise NotAllowed
    return user


def _record(actor: User, action: str, target: Any, before: dict, after: dict, reason: str) -> None:
    actions.record(actor=actor, action=action, target=target, before=before, after=after, reason=reason)


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool) else str(value)
