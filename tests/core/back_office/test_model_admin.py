"""What every page about rows does: record, refuse stale edits, keep from deleting."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from audit.models import AdminActionLog
from core.models import ShopSettings
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> ShopSettings:
    return ShopSettings.objects.create()


@pytest.fixture
def editor(client):
    """A member of staff who may edit the shop's settings."""
    user = UserFactory(support=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_shopsettings", "change_shopsettings"]))
    client.force_login(user)
    return user


def page_of(shop) -> str:
    return reverse("admin:core_shopsettings_change", args=[shop.pk])


def form_of(client, shop) -> dict:
    """The form as the page shows it."""
    page = client.get(page_of(shop)).context
    return {**page["adminform"].form.initial, "_version": page["version"]}


class TestShopSettings:
    def test_are_changed_and_recorded_in_one_go(self, client, editor, shop):
        form = form_of(client, shop)

        answer = client.post(page_of(shop), {**form, "name": "Chandni"}, headers={"User-Agent": "Firefox"})

        assert answer.status_code == 302
        shop.refresh_from_db()
        assert shop.name == "Chandni"
        row = AdminActionLog.objects.get()
        assert (row.actor, row.action, row.object_id) == (editor, "core.shopsettings.changed", str(shop.pk))
        assert (row.before, row.after) == ({"name": "Haat"}, {"name": "Chandni"})
        assert row.user_agent == "Firefox"

    def test_leave_no_row_when_nothing_changed(self, client, editor, shop):
        client.post(page_of(shop), form_of(client, shop))

        assert not AdminActionLog.objects.exists()

    def test_refuse_a_form_opened_before_somebody_elses_change(self, client, editor, shop):
        form = form_of(client, shop)
        client.post(page_of(shop), {**form, "name": "Chandni"})

        answer = client.post(page_of(shop), {**form, "name": "Sarojini"})

        assert "Somebody else changed this" in answer.content.decode()
        shop.refresh_from_db()
        assert shop.name == "Chandni"
        assert AdminActionLog.objects.count() == 1
        assert answer.context["version"] == form["_version"]

    def test_refuse_currencies_and_time_zones_that_do_not_exist(self, client, editor, shop):
        form = form_of(client, shop)

        answer = client.post(page_of(shop), {**form, "base_currency": "XXX", "timezone": "Mars/Olympus"})

        assert set(answer.context["adminform"].form.errors) == {"base_currency", "timezone"}

    def test_are_one_row_that_is_neither_added_nor_deleted(self, client, editor):
        client.force_login(UserFactory(admin=True))

        answer = client.get(reverse("admin:core_shopsettings_changelist"))

        shop = ShopSettings.objects.get()
        assert answer.url == page_of(shop)
        assert client.get(reverse("admin:core_shopsettings_add")).status_code == 403
        deletion = reverse("admin:core_shopsettings_delete", args=[shop.pk])
        assert client.post(deletion, {"post": "yes"}).status_code == 403
        assert ShopSettings.objects.exists()
