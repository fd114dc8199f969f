"""The action log on the wire."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission

from tests.factories.accounts import UserFactory
from tests.factories.audit import AdminActionLogFactory

pytestmark = pytest.mark.django_db
PATH = "/api/v1/admin/action-logs"


@pytest.fixture
def reader(api):
    """A member of staff who may read the log and nothing else."""
    user = UserFactory(support=True)
    user.user_permissions.add(Permission.objects.get(codename="view_adminactionlog"))
    api.force_authenticate(user)
    return user


def found(answer) -> list[str]:
    assert answer.status_code == 200, answer.json()
    return [row["id"] for row in answer.json()["data"]]


class TestActionLogs:
    def test_says_who_did_what_to_whom(self, api, reader):
        row = AdminActionLogFactory()

        answer = api.get(PATH)

        assert answer.json()["pagination"]["total"] == 1
        (wire,) = answer.json()["data"]
        assert wire["admin"]["email"] == row.actor.email
        assert wire["customer"]["id"] == str(row.customer_id)
        assert wire["object"] == {"type": "accounts.user", "id": row.object_id, "label": row.object_label}
        assert (wire["before"], wire["after"]) == ({"status": "active"}, {"status": "suspended"})

    def test_is_read_to_its_end_by_cursor_however_long_it_is(self, api, reader):
        rows = AdminActionLogFactory.create_batch(3)

        first = api.get(PATH, {"cursor": "", "limit": 2})
        rest = api.get(PATH, {"cursor": first.json()["pagination"]["next_cursor"], "limit": 2})

        assert found(first) + found(rest) == [str(row.pk) for row in reversed(rows)]
        assert rest.json()["pagination"]["next_cursor"] is None
        assert "cursor" in api.get(PATH, {"page": 101, "limit": 100}).json()["error"]["details"]

    def test_filters_by_staff_person_action_and_time(self, api, reader):
        old = AdminActionLogFactory(at=datetime(2026, 1, 10, 23, 30, tzinfo=UTC), action="core.shopsettings.changed")
        new = AdminActionLogFactory(at=datetime(2026, 1, 12, tzinfo=UTC))

        assert found(api.get(PATH)) == [str(new.pk), str(old.pk)]
        assert found(api.get(PATH, {"admin": old.actor_id})) == [str(old.pk)]
        assert found(api.get(PATH, {"customer": new.customer_id})) == [str(new.pk)]
        assert found(api.get(PATH, {"action": "core.shopsettings.changed"})) == [str(old.pk)]
        assert found(api.get(PATH, {"to": "2026-01-10"})) == [str(old.pk)]
        assert found(api.get(PATH, {"from": "2026-01-11T00:00:00Z"})) == [str(new.pk)]
        assert found(api.get(f"{PATH}/{new.actor_id}")) == [str(new.pk)]
        assert found(api.get(f"{PATH}/customer/{old.customer_id}")) == [str(old.pk)]

    def test_knows_actions_that_nobody_did_yet_and_those_of_older_releases(self, api, reader):
        old = AdminActionLogFactory(action="accounts.user.banned")

        assert found(api.get(PATH, {"action": "accounts.user.erased"})) == []
        assert found(api.get(PATH, {"action": "accounts.user.banned"})) == [str(old.pk)]

    def test_takes_the_first_and_the_last_day_there_is(self, api, reader):
        row = AdminActionLogFactory()

        assert found(api.get(PATH, {"from": "0001-01-01", "to": "9999-12-31"})) == [str(row.pk)]
        assert found(api.get(PATH, {"from": "9999-12-31"})) == []

    @pytest.mark.parametrize(
        "wrong", [{"admin": "x"}, {"from": "soon"}, {"to": "2026-13-40"}, {"action": "a b"}, {"action": "bogus"}]
    )
    def test_refuses_values_that_mean_nothing(self, api, reader, wrong):
        answer = api.get(PATH, wrong)

        assert answer.status_code == 400
        assert list(answer.json()["error"]["details"]) == list(wrong)

    def test_does_not_know_strangers(self, api, reader):
        assert api.get(f"{PATH}/0190a0a0-0000-7000-8000-000000000000").status_code == 404
        assert api.get(f"{PATH}/customer/0190a0a0-0000-7000-8000-000000000000").status_code == 404

    def test_cannot_be_written(self, api, reader):
        row = AdminActionLogFactory()

        for method in (api.post, api.put, api.patch, api.delete):
            assert method(PATH).status_code in {403, 405}
            assert method(f"{PATH}/{row.actor_id}").status_code in {403, 405}

    def test_reads_as_often_for_many_rows_as_for_few(self, api, reader, warm, django_assert_max_num_queries):
        AdminActionLogFactory.create_batch(30)

        with django_assert_max_num_queries(6):
            found(api.get(PATH))

    def test_stays_closed_without_the_permission(self, api):
        for user in (UserFactory(), UserFactory(support=True), UserFactory(is_superuser=True)):
            api.force_authenticate(user)
            assert api.get(PATH).status_code == 403

        api.force_authenticate(None)
        assert api.get(PATH).status_code == 401

    def test_stays_closed_without_a_second_factor_where_it_is_demanded(self, api, reader, settings):
        settings.STAFF_TWO_FACTOR_REQUIRED = True

        assert api.get(PATH).status_code == 403

        reader.two_factor = "totp"
        assert api.get(PATH).status_code == 200
