"""What every page about rows does: record, refuse stale edits, keep from deleting."""

import io

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from audit.models import AdminActionLog
from core import caching
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


def a_logo() -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGBA", (300, 100), (42, 62, 128, 0)).save(file, "PNG")
    return SimpleUploadedFile("logo.png", file.getvalue(), content_type="image/png")


def a_second_later() -> None:
    """Pages look at most once a second whether the settings are still the same."""
    caching.forget()


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

    def test_show_what_somebody_else_saved_beside_what_was_typed(self, client, editor, shop):
        form = form_of(client, shop)
        client.post(page_of(shop), {**form, "name": "Chandni", "base_country": "AT"})

        refused = client.post(page_of(shop), {**form, "name": "Sarojini"}).context

        shown = refused["adminform"].form
        assert shown["name"].value() == "Sarojini"
        assert dict(shown.errors) | {"__all__": 0} == {
            "__all__": 0,
            "name": ["Saved now: Chandni"],
            "base_country": ["Saved now: Austria"],
        }
        again = client.post(page_of(shop), {**form, "name": "Sarojini", "_version": refused["version"]})
        assert again.status_code == 302
        shop.refresh_from_db()
        assert (shop.name, shop.base_country) == ("Sarojini", "IN")

    def test_refuse_again_what_was_changed_again_in_the_meantime(self, client, editor, shop):
        form = form_of(client, shop)
        client.post(page_of(shop), {**form, "name": "Chandni"})
        refused = client.post(page_of(shop), {**form, "name": "Sarojini"}).context["version"]
        client.post(page_of(shop), {**form, "name": "Lajpat", "_version": refused})

        client.post(page_of(shop), {**form, "name": "Sarojini", "_version": refused})

        shop.refresh_from_db()
        assert shop.name == "Lajpat"

    def test_show_a_logo_on_every_page_until_it_is_taken_away(self, client, editor, shop):
        client.post(page_of(shop), {**form_of(client, shop), "upload": a_logo()})
        a_second_later()
        shop.refresh_from_db()

        shown = f'src="{shop.logo.url(160)}"'
        assert shown in client.get("/").content.decode()
        assert shown in client.get(page_of(shop)).content.decode()
        assert shown in client.get("/nothing-here/").content.decode()

        client.post(page_of(shop), {**form_of(client, shop), "no_picture": "on"})
        a_second_later()
        shop.refresh_from_db()
        assert shop.logo is None
        assert shown not in client.get("/").content.decode()
        assert [list(row.after) for row in AdminActionLog.objects.order_by("id")] == [["logo_id"], ["logo_id"]]

    def test_refuse_a_logo_that_is_no_picture(self, client, editor, shop):
        sent = SimpleUploadedFile("logo.png", b"<svg onload=alert(1)>", content_type="image/png")

        answer = client.post(page_of(shop), {**form_of(client, shop), "upload": sent})

        assert set(answer.context["adminform"].form.errors) == {"upload"}
        shop.refresh_from_db()
        assert shop.logo is None

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
