"""Messages in the back office."""

import re
from datetime import UTC, datetime

import pytest
from django.core import mail
from django.urls import reverse

from accounts.enums import CodePurpose
from accounts.services import codes
from audit.models import AdminActionLog
from notifications import back_office, services
from notifications.enums import Channel, Topic
from notifications.mails import MAILS
from notifications.mails.base import page_url
from notifications.models import EmailLog, TemplateOverride
from notifications.services import templates
from notifications.services.preferences import unsubscribe_token
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
        self, warm, client, staff, django_assert_max_num_queries
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

    @pytest.mark.parametrize(("is_sent", "tells"), [(True, False), (False, True)])
    def test_tells_of_a_next_try_only_while_one_is_to_come(self, client, staff, is_sent, tells):
        row = EmailLogFactory(sent=is_sent, next_try_at=datetime(2031, 5, 6, 7, tzinfo=UTC))

        page = client.get(reverse("admin:notifications_emaillog_change", args=[row.pk])).text

        assert ("2031" in page) is tells
        assert not re.search(r">\s*-\s*<", page)

    def test_shows_a_mail_without_what_its_unsubscribe_link_carries(self, client, staff):
        link = page_url("notifications:unsubscribe", token=unsubscribe_token(staff, Topic.NEWS))
        row = EmailLogFactory(html=f'<a href="{link}">Stop</a>', text=f"Stop: {link}")

        page = client.get(reverse("admin:notifications_emaillog_change", args=[row.pk])).text

        assert page.count("/unsubscribe/••••/") == 2
        assert link not in page

    def test_says_until_when_a_mail_is_delayed_and_that_nothing_is_wrong(self, client, staff, settings):
        settings.MAIL_RATE_LIMIT = "1/1h"
        for row in EmailLogFactory.create_batch(2, user=staff):
            services.send_mail(email_id=row.pk)

        for url in ("changelist", "change"):
            args = [row.pk] if url == "change" else []
            page = client.get(reverse(f"admin:notifications_emaillog_{url}", args=args)).text

            assert page.count("delayed until") == 1
            assert "Too many requests" not in page

    def test_shows_what_strangers_wrote_as_text(self, client, staff):
        row = EmailLogFactory(subject="<script>alert(1)</script>", html='"><script>alert(2)</script>')

        pages = [
            client.get(reverse("admin:notifications_emaillog_changelist")).text,
            client.get(reverse("admin:notifications_emaillog_change", args=[row.pk])).text,
        ]

        assert not any("<script>alert" in page for page in pages)

    def test_leads_from_the_home_page_to_the_mails_that_nobody_got(self, client, staff):
        lost = [EmailLogFactory(status=status) for status in ("failed", "bounced")]
        sent = EmailLogFactory(sent=True)

        figure = back_office.failed_mails()
        page = client.get(figure.url)

        assert figure.value == 2
        assert {row.pk for row in page.context["cl"].queryset} == {row.pk for row in lost}
        assert sent.to not in page.text

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

    def test_starts_from_the_words_in_force_in_that_language(self, client, staff):
        page = reverse("admin:notifications_templateoverride_add")

        first = client.get(page)
        hindi = client.get(page, {"template": "verification_code", "language": "hi"})
        unknown = client.get(page, {"template": "no such", "language": "xx"})

        assert first.context["adminform"].form.initial["body"]
        initial = hindi.context["adminform"].form.initial
        assert "{{ code }}" in initial["body"]
        assert "पुष्टि" in initial["body"]
        assert "482913" in hindi.text, "The preview stands beside the form."
        assert unknown.status_code == 200

    @pytest.mark.parametrize("language", ["en", "hi"])
    def test_may_store_every_mail_as_it_was_shipped(self, language):
        for name in MAILS:
            words = templates.words_to_start_from(template=name, language=language)
            templates.check_words(template=name, subject=words["subject"], body=words["body"])

    def test_shows_and_sends_words_before_they_are_saved(self, client, staff, deliver):
        page = reverse("admin:notifications_templateoverride_add")
        words = {"template": "welcome", "language": "en", "subject": "Hi {{ name }}", "body": "Come in, {{ name }}."}

        shown = client.post(page, {**words, "_look": "show"})
        assert "Come in, Asha." in shown.text
        assert not shown.context["errors"]
        client.post(page, {**words, "_look": "test"})
        client.post(page, {**words, "body": "{% debug %}", "_look": "test"})
        deliver()

        (sent,) = mail.outbox
        assert (sent.to, sent.subject) == ([staff.email], "Hi Asha")
        assert not TemplateOverride.objects.exists()

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
