"""A person's messages: handed out with their data, gone with their account; old ones tidied away."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts import privacy
from accounts.services.erasure import erase_user
from core import cleaning
from notifications.models import EmailLog, Notification, Preference, SMSLog
from notifications.services import health
from tests.factories.accounts import UserFactory
from tests.factories.notifications import EmailLogFactory, NotificationFactory, SMSLogFactory

pytestmark = pytest.mark.django_db


class TestExport:
    def test_holds_what_was_sent_to_the_person(self):
        row = EmailLogFactory()
        EmailLogFactory()

        messages = dict(privacy.export_all(row.user))["messages"]

        assert [line["to"] for line in messages["emails"]] == [row.to]


class TestErasure:
    def test_takes_the_person_out_of_the_logs_and_says_farewell(self, deliver):
        user = UserFactory(email="asha@example.com", name="Asha Rao")
        EmailLogFactory(user=user, text="Dear Asha")
        SMSLogFactory(user=user)
        NotificationFactory(user=user)
        Preference.objects.create(user=user, topic="news", channel="email", is_on=True)

        erase_user(user=user)
        deliver()

        (farewell,) = mail.outbox
        assert farewell.to == ["asha@example.com"]
        assert "deleted" in farewell.subject
        stored = str(list(EmailLog.objects.values())) + str(list(SMSLog.objects.values()))
        assert "asha" not in stored.lower()
        assert not Notification.objects.exists()
        assert not Preference.objects.exists()

    def test_twice_says_farewell_once(self, deliver):
        user = UserFactory()

        for _again in range(2):
            erase_user(user=user)
        deliver()

        assert len(mail.outbox) == 1


class TestCleanUp:
    def test_removes_finished_messages_after_ninety_days_and_nothing_else(self):
        now = timezone.now()
        old, waiting, young = EmailLogFactory(sent=True), EmailLogFactory(), EmailLogFactory(sent=True)
        for row in (old, waiting):
            EmailLog.objects.filter(pk=row.pk).update(created_at=now - timedelta(days=91))

        removed = dict(cleaning.clean(now))

        assert removed["mail log"] == 1
        assert set(EmailLog.objects.values_list("pk", flat=True)) == {waiting.pk, young.pk}


class TestHealth:
    def test_names_what_was_forgotten(self):
        forgotten = EmailLogFactory(next_try_at=timezone.now() - timedelta(hours=2))
        EmailLogFactory()

        (problem,) = health.list_forgotten()

        assert str(forgotten.pk) in problem

    def test_warns_of_failures(self):
        assert health.probe_messages().state == "ok"

        EmailLogFactory(failed=True)

        assert health.probe_messages().state == "warning"
