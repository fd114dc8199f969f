"""Who is staff and in which groups. Nobody gives away more than they hold."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from core import actions
from core.errors import InvalidInput, InvalidTransition, NotAllowed

ASSIGN = "accounts.assign_staff"
EVERYTHING = "*"
GROUP_OF_ROLE = {Role.SUPPORT: "support", Role.ADMIN: "admin"}


@transaction.atomic
def set_staff_groups(*, user: User, groups: Iterable[str], actor: User, reason: str) -> User:
    """Put somebody into exactly these staff groups; without any they are staff no more.

    Raises NotAllowed for oneself, for superusers, and beyond the actor's own rights; InvalidInput for
    an unknown group or without a reason; InvalidTransition for accounts that may not sign in.
    """
    user = User.objects.lock(user.pk)
    if not reason.strip():
        raise InvalidInput(reason=[_("Say why.")])
    if not actor.has_perm(ASSIGN) or user.pk == actor.pk or (user.is_superuser and not actor.is_superuser):
        raise NotAllowed
    names = set(groups)
    if names and not (user.is_active and user.is_email_verified):
        raise InvalidTransition
    before = set(user.groups.values_list("name", flat=True))
    _refuse_beyond(actor, names ^ before)
    wanted = list(Group.objects.filter(name__in=names))
    if unknown := names - {group.name for group in wanted}:
        raise InvalidInput(groups=[_("There is no group %(name)s.") % {"name": name} for name in sorted(unknown)])
    if names == before and user.is_staff == bool(names):
        return user

    old_role = user.role
    user.groups.set(wanted)
    user.is_staff = bool(names)
    user.role = _role_for(names, Role(user.role))
    user.save(update_fields=["is_staff", "role", "updated_at"])
    actions.record(
        actor=actor,
        action="accounts.user.staff_groups_set",
        target=user,
        before={"groups": sorted(before), "role": old_role},
        after={"groups": sorted(names), "role": user.role},
        reason=reason,
    )
    return user


def follow_role(*, user: User) -> None:
    """Put somebody whose role was set into the group that goes with it, and into no other."""
    user.groups.set(Group.objects.filter(name=GROUP_OF_ROLE.get(Role(user.role))))


@transaction.atomic
def synchronise_groups(*, table: Mapping[str, Sequence[str]]) -> None:
    """Make the shipped groups hold exactly what the table says. Raises LookupError for an unknown permission."""
    for app in apps.get_app_configs():
        create_permissions(app, verbosity=0)
    named = {row.name_in_code: row for row in _own_permissions()}
    for name, listed in table.items():
        if unknown := set(listed) - named.keys() - {EVERYTHING}:
            raise LookupError(f"The staff group {name} lists permissions that do not exist: {sorted(unknown)}")
        group, _is_new = Group.objects.get_or_create(name=name)
        group.permissions.set(named.values() if EVERYTHING in listed else [named[code] for code in listed])


def _own_permissions() -> QuerySet[Any]:
    """The permissions on the shop's own rows, named as in code: `accounts.view_user`."""
    foreign = ["admin", "auth", "contenttypes", "sessions"]
    return Permission.objects.exclude(content_type__app_label__in=foreign).annotate(
        name_in_code=Concat(F("content_type__app_label"), Value("."), F("codename"))
    )


def _refuse_beyond(actor: User, names: set[str]) -> None:
    """Refuse to give or take groups that can do what the actor cannot."""
    touched = _own_permissions().filter(group__name__in=names).values_list("name_in_code", flat=True)
    if not actor.is_superuser and not set(touched) <= actor.get_all_permissions():
        raise NotAllowed


def _role_for(groups: set[str], role: Role) -> Role:
    if "admin" in groups:
        return Role.ADMIN
    if groups:
        return Role.SUPPORT
    return Role.CUSTOMER if role in GROUP_OF_ROLE else role
