"""The action log in the back office, in people's words."""

import pytest
from django.utils import translation

from tests.factories.accounts import UserFactory
from tests.factories.audit import AdminActionLogFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(client) -> AdminActionLogFactory:
    client.force_login(UserFactory(admin=True))
    return AdminActionLogFactory(
        action="accounts.user.active",
        before={"status": "suspended", "marketing_consent": True, "region_id": "", "two_factor": "totp"},
        after={"status": "active", "marketing_consent": False, "two_factor": "none"},
    )


class TestTheActionLog:
    def test_says_what_was_done_to_what_kind_of_thing(self, client, log):
        page = client.get("/admin/audit/adminactionlog/").content.decode()

        assert "Person: activated" in page
        assert f"{log.object_label} (Person)" in page
        assert "(accounts.user)" not in page

    def test_shows_one_row_with_its_fields_and_values_in_words(self, client, log):
        page = client.get(f"/admin/audit/adminactionlog/{log.pk}/change/").content.decode()

        assert f"Person: activated · {log.object_label}" in page
        assert "<th>Status</th><td>Suspended</td><td>Active</td>" in page
        assert "<td>yes</td><td>no</td>" in page
        assert "two_factor" not in page

    def test_speaks_hindi(self, log):
        with translation.override("hi"):
            assert log.title == "व्यक्ति: सक्रिय किया"

    def test_names_what_was_sent_again_and_as_what(self, client, log):
        AdminActionLogFactory(action="notifications.email.resent", object_type="notifications.emaillog",
                              object_label="Welcome", before={}, after={"as": "0190"})  # fmt: skip

        page = client.get("/admin/audit/adminactionlog/").content.decode()

        assert "Mail: sent again" in page
        assert "Welcome (Mail)" in page
        assert "New message" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [("q=product", 1), ("q=list+exported", 1), ("q=category", 0), ("deed=exported", 1), ("deed=added", 0)],
)
def test_rows_are_found_by_what_people_read(client, query, found):
    client.force_login(UserFactory(admin=True))
    row = AdminActionLogFactory(action="catalog.product.exported", object_type="catalog.product", object_label="")

    page = client.get(f"/admin/audit/adminactionlog/?{query}")

    assert list(page.context["cl"].result_list) == [row] * found
