"""Who is staff and in which groups: nobody gives away more than they hold."""

import pytest
from django.contrib.auth.models import Group, Permission

from accounts.enums import Role
from accounts.models import User
from accounts.services import set_staff_groups, synchronise_groups, update_user
from audit.models import AdminActionLog
from config.staff import EVERYTHING, STAFF_GROUPS
from core.errors import InvalidInput, InvalidTransition, NotAllowed
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def member(*groups: str, **kwargs) -> User:
    user = UserFactory(support=True, **kwargs)
    user.groups.set(Group.objects.filter(name__in=groups))
    return User.objects.get(pk=user.pk)


class TestShippedGroups:
    @pytest.mark.parametrize("name", STAFF_GROUPS)
    def test_hold_exactly_what_the_table_says(self, name):
        held = member(name).get_all_permissions()

        if EVERYTHING in STAFF_GROUPS[name]:
            assert {"accounts.assign_staff", "audit.view_adminactionlog", "core.export_lists"} <= held
        else:
            assert held == set(STAFF_GROUPS[name])

    def test_reach_no_row_of_the_framework(self):
        assert not [code for code in member("admin").get_all_permissions() if code.startswith(("auth.", "sessions."))]

    def test_are_put_right_again_by_the_next_migrate(self):
        group = Group.objects.get(name="support")
        group.permissions.add(Permission.objects.get(codename="assign_staff"))

        synchronise_groups(table=STAFF_GROUPS)

        assert "accounts.assign_staff" not in member("support").get_all_permissions()

    def test_refuse_a_permission_that_does_not_exist(self):
        with pytest.raises(LookupError, match=r"accounts\.view_usr"):
            synchronise_groups(table={"support": ["accounts.view_usr"]})

    def test_leave_only_admins_to_make_staff_export_and_read_the_log(self):
        for code in ("accounts.assign_staff", "audit.view_adminactionlog", "accounts.delete_user"):
            assert [name for name in STAFF_GROUPS if member(name).has_perm(code)] == ["admin"]
        exporting = [name for name in STAFF_GROUPS if member(name).has_perm("core.export_lists")]
        assert exporting == ["catalogue", "marketing", "finance", "admin"]


class TestSetStaffGroups:
    def test_makes_somebody_staff_and_records_it(self):
        admin, person = member("admin"), UserFactory()

        set_staff_groups(user=person, groups=["finance", "support"], actor=admin, reason="New colleague")

        person = User.objects.get(pk=person.pk)
        assert (person.is_staff, person.role) == (True, Role.SUPPORT)
        assert person.has_perm("core.export_lists")
        row = AdminActionLog.objects.get()
        assert (row.actor, row.reason) == (admin, "New colleague")
        assert row.after == {"groups": ["finance", "support"], "role": "support"}

    def test_takes_every_right_away_again(self):
        admin, person = member("admin"), member("finance", "support")

        set_staff_groups(user=person, groups=[], actor=admin, reason="Left us")

        person = User.objects.get(pk=person.pk)
        assert (person.is_staff, person.role, person.get_all_permissions()) == (False, Role.CUSTOMER, set())

    @pytest.mark.parametrize("group", [name for name in STAFF_GROUPS if name != "admin"])
    def test_is_refused_to_all_but_admins(self, group):
        person = UserFactory()

        with pytest.raises(NotAllowed):
            set_staff_groups(user=person, groups=["support"], actor=member(group), reason="x")

        assert not User.objects.get(pk=person.pk).is_staff
        assert not AdminActionLog.objects.exists()

    def test_gives_nothing_that_the_giver_does_not_hold(self):
        giver = member("support")
        giver.user_permissions.add(Permission.objects.get(codename="assign_staff"))
        giver = User.objects.get(pk=giver.pk)
        person, strong = UserFactory(), member("admin")

        set_staff_groups(user=person, groups=["support"], actor=giver, reason="x")

        for user, groups in ((person, ["support", "admin"]), (strong, [])):
            with pytest.raises(NotAllowed):
                set_staff_groups(user=user, groups=groups, actor=giver, reason="x")
        assert User.objects.get(pk=strong.pk).groups.filter(name="admin").exists()

    def test_leaves_oneself_and_superusers_alone(self):
        admin = member("admin")
        for user in (admin, UserFactory(admin=True)):
            with pytest.raises(NotAllowed):
                set_staff_groups(user=user, groups=["support"], actor=admin, reason="x")

    def test_wants_a_reason_known_groups_and_an_account_that_may_sign_in(self):
        admin = member("admin")
        with pytest.raises(InvalidInput):
            set_staff_groups(user=UserFactory(), groups=["support"], actor=admin, reason=" ")
        with pytest.raises(InvalidInput):
            set_staff_groups(user=UserFactory(), groups=["kings"], actor=admin, reason="x")
        for trait in ("suspended", "unverified"):
            with pytest.raises(InvalidTransition):
                set_staff_groups(user=UserFactory(**{trait: True}), groups=["support"], actor=admin, reason="x")


def test_a_role_set_by_a_superuser_brings_its_group_along():
    superuser, person = UserFactory(admin=True), UserFactory()

    update_user(user=person, actor=superuser, role=Role.SUPPORT, reason="hired")
    assert User.objects.get(pk=person.pk).get_all_permissions() == set(STAFF_GROUPS["support"])

    update_user(user=person, actor=superuser, role=Role.CUSTOMER, reason="left")
    assert User.objects.get(pk=person.pk).get_all_permissions() == set()
