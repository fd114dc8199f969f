"""A person's own messages, choices and notices on the wire."""

import pytest

from notifications.models import Notification
from tests.factories.accounts import UserFactory
from tests.factories.notifications import EmailLogFactory, NotificationFactory, SMSLogFactory

pytestmark = pytest.mark.django_db
ME = "/api/v1/users/me"


@pytest.fixture
def user(api):
    user = UserFactory(marketing_consent=True)
    api.force_authenticate(user)
    return user


class TestOwnPreferences:
    def test_lists_every_choice_with_what_holds(self, api, user):
        data = api.get(f"{ME}/preferences").json()["data"]

        assert {
            "topic": "news",
            "channel": "email",
            "label": "Offers and news",
            "is_on": True,
            "is_fixed": False,
        } in data
        assert all(line["is_on"] for line in data if line["is_fixed"])

    def test_stores_what_was_sent(self, api, user):
        body = {"preferences": [{"topic": "news", "channel": "email", "is_on": False}]}

        answer = api.put(f"{ME}/preferences", body)

        assert answer.status_code == 200
        off = [(line["topic"], line["channel"]) for line in answer.json()["data"] if not line["is_on"]]
        assert off == [("news", "email")]

    def test_refuses_to_switch_safety_off(self, api, user):
        body = {"preferences": [{"topic": "security", "channel": "email", "is_on": False}]}

        answer = api.put(f"{ME}/preferences", body)

        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "PREFERENCE_FIXED")

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"preferences": []},
            {"preferences": [{"topic": "gossip", "channel": "email", "is_on": True}]},
            {"preferences": [{"topic": "news", "channel": "in_app", "is_on": True}]},
            {"preferences": [{"topic": "news", "channel": "email"}]},
        ],
    )
    def test_refuses_what_means_nothing(self, api, user, body):
        answer = api.put(f"{ME}/preferences", body)

        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "VALIDATION_ERROR")


class TestOwnLogs:
    @pytest.mark.parametrize(("path", "factory"), [("email-logs", EmailLogFactory), ("sms-logs", SMSLogFactory)])
    def test_hold_one_s_own_messages_and_nobody_else_s(
        self, api, user, warm, django_assert_max_num_queries, path, factory
    ):
        mine = factory.create_batch(3, user=user)
        factory()

        with django_assert_max_num_queries(2):
            answer = api.get(f"{ME}/{path}").json()

        assert [row["id"] for row in answer["data"]] == sorted((str(row.pk) for row in mine), reverse=True)
        assert answer["pagination"]["total"] == 3
        assert "html" not in answer["data"][0]
        assert "error" not in answer["data"][0]


class TestNotifications:
    def test_are_one_s_own_the_newest_first_with_the_unread_counted(
        self, api, user, warm, django_assert_max_num_queries
    ):
        mine = NotificationFactory.create_batch(2, user=user)
        NotificationFactory()

        with django_assert_max_num_queries(3):
            answer = api.get("/api/v1/notifications").json()

        assert [row["id"] for row in answer["data"]] == sorted((str(row.pk) for row in mine), reverse=True)
        assert answer["unread"] == 2

    def test_are_read_once(self, api, user):
        notice = NotificationFactory(user=user)

        first = api.put(f"/api/v1/notifications/{notice.pk}/read").json()["data"]["read_at"]
        again = api.put(f"/api/v1/notifications/{notice.pk}/read").json()["data"]["read_at"]

        assert first == again
        assert api.get("/api/v1/notifications").json()["unread"] == 0

    def test_of_others_are_not_found(self, api, user):
        notice = NotificationFactory()

        answer = api.put(f"/api/v1/notifications/{notice.pk}/read")

        assert answer.status_code == 404
        assert Notification.objects.get().read_at is None


class TestStrangers:
    @pytest.mark.parametrize(
        "path", ["users/me/preferences", "users/me/email-logs", "users/me/sms-logs", "notifications"]
    )
    def test_are_asked_to_sign_in(self, api, path):
        answer = api.get(f"/api/v1/{path}")

        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "NO_TOKEN")
