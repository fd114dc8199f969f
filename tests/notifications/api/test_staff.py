"""Logs, resending and writing to customers on the wire."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.utils import timezone

from accounts.enums import CodePurpose
from accounts.models import OneTimeCode
from accounts.services import codes
from audit.models import AdminActionLog
from notifications.models import Broadcast, EmailLog, SMSLog
from tests.factories.accounts import UserFactory
from tests.factories.notifications import EmailLogFactory, SMSLogFactory

pytestmark = pytest.mark.django_db
BASE = "/api/v1/admin/notifications"
PERMISSIONS = ["view_emaillog", "change_emaillog", "view_smslog", "change_smslog", "add_broadcast"]
# Each path with the permission that it takes.
PATHS = [
    ("get", "email-logs", "view_emaillog"),
    ("get", "email-logs/{email}", "view_emaillog"),
    ("post", "email-logs/{email}/resend", "change_emaillog"),
    ("get", "sms-logs", "view_smslog"),
    ("get", "sms-logs/{sms}", "view_smslog"),
    ("post", "sms-logs/{sms}/resend", "change_smslog"),
    ("post", "send-email", "add_broadcast"),
    ("post", "send-sms", "add_broadcast"),
]


@pytest.fixture
def staff(api):
    user = UserFactory(support=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=PERMISSIONS))
    api.force_authenticate(user)
    return user


class TestPermissions:
    @pytest.mark.parametrize(("method", "path", "needed"), PATHS)
    def test_are_demanded_one_by_one(self, api, method, path, needed):
        where = f"{BASE}/{path}".format(email=EmailLogFactory(sent=True).pk, sms=SMSLogFactory(sent=True).pk)
        others = Permission.objects.filter(codename__in=PERMISSIONS).exclude(codename=needed)
        user = UserFactory(support=True)
        user.user_permissions.set(others)

        for who in (UserFactory(), user):
            api.force_authenticate(who)
            assert getattr(api, method)(where).status_code == 403
        assert EmailLog.objects.count() == 1
        assert SMSLog.objects.count() == 1


class TestEmailLogs:
    def test_are_listed_and_found_by_address_status_and_shopper(self, warm, api, staff, django_assert_max_num_queries):
        sent = EmailLogFactory(sent=True, to="asha@example.com")
        failed = EmailLogFactory(failed=True)
        EmailLogFactory.create_batch(5)

        def found(**query) -> list[str]:
            with django_assert_max_num_queries(6):
                return [row["id"] for row in api.get(f"{BASE}/email-logs", query).json()["data"]]

        assert len(found()) == 7
        assert found(q="ASHA@") == [str(sent.pk)]
        assert found(status="failed") == [str(failed.pk)]
        assert found(shopper_id=failed.user.shopper_id) == [str(failed.pk)]

    @pytest.mark.parametrize("wrong", [{"status": "lost"}, {"shopper_id": "x"}, {"q": "x" * 101}])
    def test_refuse_filters_that_mean_nothing(self, api, staff, wrong):
        assert api.get(f"{BASE}/email-logs", wrong).status_code == 400

    def test_tell_of_a_next_try_only_while_one_is_to_come(self, api, staff):
        EmailLogFactory(sent=True)
        EmailLogFactory()

        rows = api.get(f"{BASE}/email-logs").json()["data"]

        assert {row["status"]: row["next_try_at"] is not None for row in rows} == {"sent": False, "queued": True}

    def test_never_show_a_code(self, api, staff, deliver):
        code = codes.issue_code(user=UserFactory(), purpose=CodePurpose.LOGIN_2FA)
        deliver()
        row = EmailLog.objects.get()

        answers = [api.get(f"{BASE}/email-logs").json(), api.get(f"{BASE}/email-logs/{row.pk}").json()]

        assert "••••••" in answers[1]["data"]["text"]
        assert codes.reveal(code) not in json.dumps(answers)


class TestSMSLogs:
    def test_are_listed_found_and_shown(self, api, staff):
        row = SMSLogFactory(sent=True)
        SMSLogFactory()

        found = api.get(f"{BASE}/sms-logs", {"q": row.to, "status": "sent"}).json()["data"]
        shown = api.get(f"{BASE}/sms-logs/{row.pk}").json()["data"]

        assert [line["id"] for line in found] == [str(row.pk)]
        assert shown["text"] == row.text

    @pytest.mark.parametrize("log", ["email-logs", "sms-logs"])
    def test_of_unknown_ids_are_not_found(self, api, staff, log):
        assert api.get(f"{BASE}/{log}/{staff.pk}").status_code == 404


class TestResending:
    def test_sends_a_mail_of_its_own(self, api, staff, deliver):
        row = EmailLogFactory(sent=True)

        answer = api.post(f"{BASE}/email-logs/{row.pk}/resend")
        deliver()

        assert answer.status_code == 201
        assert answer.json()["data"]["id"] != str(row.pk)
        (sent,) = mail.outbox
        assert sent.to == [row.to]
        assert sent.extra_headers["Message-ID"] != row.message_id
        assert AdminActionLog.objects.get().action == "notifications.email.resent"

    def test_of_a_live_code_sends_that_code(self, api, staff, deliver):
        code = codes.issue_code(user=UserFactory(), purpose=CodePurpose.LOGIN_2FA)
        deliver()

        api.post(f"{BASE}/email-logs/{EmailLog.objects.get().pk}/resend")
        deliver()

        assert codes.reveal(code) in mail.outbox[1].body

    @pytest.mark.parametrize("how", ["used_at", "expires_at"])
    def test_of_a_dead_code_is_refused(self, api, staff, deliver, how):
        codes.issue_code(user=UserFactory(), purpose=CodePurpose.LOGIN_2FA)
        deliver()
        OneTimeCode.objects.update(**{how: timezone.now() - timedelta(seconds=1)})

        answer = api.post(f"{BASE}/email-logs/{EmailLog.objects.get().pk}/resend")

        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "MESSAGE_EXPIRED")
        assert len(mail.outbox) == 1

    def test_of_a_mail_on_its_way_is_refused(self, api, staff):
        answer = api.post(f"{BASE}/email-logs/{EmailLogFactory().pk}/resend")

        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "MESSAGE_NOT_FINISHED")

    def test_of_an_sms_works_alike(self, api, staff, deliver):
        row = SMSLogFactory(sent=True)

        answer = api.post(f"{BASE}/sms-logs/{row.pk}/resend")
        deliver()

        assert answer.status_code == 201
        assert SMSLog.objects.exclude(pk=row.pk).get().status == "sent"


class TestSendEmail:
    def test_previews_without_sending(self, api, staff, deliver):
        UserFactory(marketing_consent=True, region="IN")
        body = {"segment": {"region": "IN"}, "subject": "Sale", "text": "Now.", "preview": True}

        answer = api.post(f"{BASE}/send-email", body)
        deliver()

        data = answer.json()["data"]
        assert answer.status_code == 200
        assert (data["id"], data["recipients"], data["subject"]) == (None, 1, "Sale")
        assert not Broadcast.objects.exists()
        assert mail.outbox == []

    def test_queues_and_counts(self, api, staff, deliver):
        user, silent = UserFactory(marketing_consent=True), UserFactory()
        body = {"user_ids": [str(user.pk), str(silent.pk)], "subject": "Sale", "text": "Now."}

        answer = api.post(f"{BASE}/send-email", body)
        deliver()

        data = answer.json()["data"]
        assert answer.status_code == 202
        assert (data["chosen"], data["recipients"], data["skipped"]) == (2, 1, 1)
        assert [sent.to for sent in mail.outbox] == [[user.email]]

    @pytest.mark.parametrize(
        "wrong",
        [
            {},
            {"user_ids": [], "segment": {}},
            {"segment": {"rolle": "retailer"}},
            {"segment": {"role": "king"}},
            {"segment": {}, "topic": "security"},
            {"user_ids": ["1"]},
        ],
    )
    def test_refuses_recipients_that_mean_nothing(self, api, staff, wrong):
        UserFactory(marketing_consent=True)

        answer = api.post(f"{BASE}/send-email", {"subject": "Sale", "text": "Now."} | wrong)

        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "VALIDATION_ERROR")
        assert not Broadcast.objects.exists()

    def test_names_what_lies_deeper_by_its_way(self, api, staff):
        wrong = {"segment": {"role": "king"}, "user_ids": ["1"], "subject": "Sale", "text": ""}

        details = api.post(f"{BASE}/send-email", wrong).json()["error"]["details"]

        assert details["segment.role"] == ["“king” is not one of the values to choose from."]
        assert details["user_ids.0"] == ["This is not an id of the shop."]
        assert details["text"] == ["Fill this in."]

    def test_says_when_nobody_is_left(self, api, staff):
        answer = api.post(f"{BASE}/send-email", {"segment": {"role": "seller"}, "subject": "Sale", "text": "Now."})

        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "NO_RECIPIENTS")


class TestSendSMS:
    def test_writes_to_proven_numbers(self, api, staff, deliver):
        user = UserFactory(phone_number="+919876543210", phone_verified_at=timezone.now())

        answer = api.post(f"{BASE}/send-sms", {"user_ids": [str(user.pk)], "topic": "account", "text": "It is here."})
        deliver()

        assert answer.status_code == 202
        assert SMSLog.objects.get().text == "Haat: It is here."
