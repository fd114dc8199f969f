"""A transactional test leaves nothing behind, and takes nothing with it."""

import pytest
from django.contrib.auth.models import Group, Permission

from audit.models import AdminActionLog
from tests.clean_slate import Slate
from tests.factories.accounts import UserFactory
from tests.factories.audit import AdminActionLogFactory

pytestmark = pytest.mark.django_db(transaction=True)


def permissions() -> list[tuple]:
    return sorted(Permission.objects.values_list("id", "codename", "content_type", "group__name"), key=repr)


class TestSlate:
    def test_empties_what_was_written(self):
        slate = Slate()
        UserFactory()
        AdminActionLogFactory()

        slate.wipe()

        assert not type(UserFactory.build()).objects.exists()
        assert not AdminActionLog.objects.exists()

    def test_puts_back_what_was_shipped(self):
        slate, shipped = Slate(), permissions()
        Permission.objects.filter(codename__startswith="view_").delete()
        Group.objects.filter(pk=Group.objects.first().pk).update(name="x")
        Group.objects.create(name="Own")

        slate.wipe()

        assert permissions() == shipped
        assert not Group.objects.filter(name__in=["x", "Own"]).exists()

    def test_keeps_the_action_log_from_being_changed(self):
        slate = Slate()
        AdminActionLogFactory()

        slate.wipe()

        row = AdminActionLogFactory()
        with pytest.raises(Exception, match="cannot be changed"):
            AdminActionLog.objects.filter(pk=row.pk)._raw_delete("default")
