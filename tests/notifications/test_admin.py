"""Messages in the back office."""

import pytest
from django.core import mail
from django.urls import reverse

from accounts.enums import CodePurpose
from accounts.services import codes
from audit.models import AdminActionLog
from notifications import services
from notifications.enums import Channel, Topic
from notifications.models import EmailLog, TemplateOverride
from tests.factories.accounts import UserFactory
from tests.factories.notifications import EmailLogFactory, SMSLogFactory, TemplateOverrideFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    user = UserFactory(admin=True)
    client.force_login(user)
    return user


class TestEmailLogAdmin:
    def test_lists_mails_with_as_many_queries_as_there_are_kinds_of_them(
        self, client, staff, django_assert_max_num_queries
    ):
        EmailLogFactory.create_batch(20)

        with django_assert_max_num_queries(15):
            page = client.get(reverse("admin:notifications_emaillog_changelist"))

        assert page.status_code == 200

    def test_shows_a_mail_without_its_code(self, client, staff, deliver):
        code = codes.issue_code(user=UserFactory(), purpose=CodePurpose.LOGIN_2FA)
        deliver()

        page = client.get(reverse("admin:notifications_emaillog_change", args=[EmailLog.objects.get().pk]))

        assert page.status_code == 200
        assert "••••••" in page.text
        assert codes.reveal(code) not in page.text

    def test_shows_what_strangers_wrote_as_text(self, client, staff):
        row = EmailLogFactory(subject="<script>alert(1)</script>", html='"><script>alert(2)</script>')

        pages = [
            client.get(reverse("admin:notifications_emaillog_changelist")).text,
            client.get(reverse("admin:notifications_emaillog_change", args=[row.pk])).text,
        ]

        assert not any("<script>alert" in page for page in pages)

    def test_sends_again_and_records_who_did(self, client, staff, deliver):
        row = EmailLogFactory(sent=True)

        client.post(
            reverse("admin:notifications_emaillog_changelist"),
            {"action": "resend", "_selected_action": [str(row.pk)], "_confirmed": "1"},
        )
        deliver()

        assert [sent.to for sent in mail.outbox] == [[row.to]]
        log = AdminActionLog.objects.get()
        assert (log.actor, log.action) == (staff, "notifications.email.resent")


class TestSMSLogAdmin:
    def test_lists_text_messages(self, client, staff):
        row = SMSLogFactory()

        assert row.to in client.get(reverse("admin:notifications_smslog_changelist")).text
        assert client.get(reverse("admin:notifications_smslog_change", args=[row.pk])).status_code == 200


class TestTemplateOverrideAdmin:
    def test_stores_own_words_and_records_them(self, client, staff):
        words = {
            "template": "welcome",
            "language": "en",
            "subject": "Hi {{ name }}",
            "body": "Come in.",
            "is_active": "on",
        }

        answer = client.post(reverse("admin:notifications_templateoverride_add"), words)

        assert answer.status_code == 302
        assert TemplateOverride.objects.get().subject == "Hi {{ name }}"
        assert AdminActionLog.objects.get().action == "notifications.templateoverride.added"

    def test_refuses_template_code(self, client, staff):
        words = {"template": "welcome", "language": "en", "subject": "Hi", "body": "{% debug %}", "is_active": "on"}

        answer = client.post(reverse("admin:notifications_templateoverride_add"), words)

        assert "no template code" in answer.text
        assert not TemplateOverride.objects.exists()

    def test_previews_and_sends_a_test_to_whoever_asks(self, client, staff, deliver):
        row = TemplateOverrideFactory(template="verification_code", body="Your code:\n\n{{ code }}")

        page = client.get(reverse("admin:notifications_templateoverride_change", args=[row.pk]))
        assert "482913" in page.text
        action = reverse("admin:notifications_templateoverride_send_test", args=[row.pk])
        client.post(action, {"_confirmed": "1"})
        deliver()

        (sent,) = mail.outbox
        assert sent.to == [staff.email]
        assert "482913" in sent.body

    def test_lists_and_changes_them(self, client, staff):
        row = TemplateOverrideFactory()
        page = reverse("admin:notifications_templateoverride_change", args=[row.pk])
        words = {"template": "welcome", "language": "en", "subject": "New", "body": "Come in.", "is_active": "on"}

        assert row.subject in client.get(reverse("admin:notifications_templateoverride_changelist")).text
        client.post(page, words | {"_version": row.updated_at.isoformat()})

        row.refresh_from_db()
        assert row.subject == "New"
        assert AdminActionLog.objects.get().before["subject"] == "Come in, {{ name }}"


class TestBroadcastAdmin:
    def test_shows_what_staff_wrote(self, client, staff):
        user = UserFactory(marketing_consent=True)
        broadcast, _audience = services.request_broadcast(
            actor=staff,
            channel=Channel.EMAIL,
            topic=Topic.NEWS,
            recipients={"user_ids": [str(user.pk)]},
            subject="The market opens",
            text="On Friday.",
        )

        assert "The market opens" in client.get(reverse("admin:notifications_broadcast_changelist")).text
        page = client.get(reverse("admin:notifications_broadcast_change", args=[broadcast.pk]))
        assert "On Friday." in page.text
