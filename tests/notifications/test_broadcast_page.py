"""Staff write to customers from the back office: filled in, looked at, sent, and watched on its way."""

import re
from datetime import UTC, datetime

import pytest
from django.core import mail
from django.urls import reverse

from audit.models import AdminActionLog
from core.ids import uuid7
from notifications import services
from notifications.models import Broadcast, EmailLog, SMSLog
from notifications.services import broadcasting
from tests.architecture.back_office import staff as member_of
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

WRITE = "/admin/notifications/broadcast/add/"
LIST = "/admin/notifications/broadcast/"
WORDS = {
    "name": "Diwali opening",
    "channel": "email",
    "topic": "news",
    "subject_en": "The market opens",
    "text_en": "On Friday, <b>at ten</b>.",
}


@pytest.fixture
def staff(client):
    user = UserFactory(admin=True, marketing_consent=False)
    client.force_login(user)
    return user


@pytest.fixture
def reader():
    return UserFactory(marketing_consent=True, name="Asha", language="en")


def send(client, **more):
    return client.post(WRITE, {**WORDS, "broadcast_id": str(uuid7()), "_send": "1", **more})


class TestTheForm:
    def test_is_reached_from_the_list_by_those_who_may_send(self, client, staff):
        assert f'href="{WRITE}"' in client.get(LIST).text
        assert client.get(WRITE).status_code == 200

    @pytest.mark.parametrize("group", ["support", "finance", "catalogue"])
    def test_is_closed_to_staff_who_may_not(self, client, reader, group):
        client.force_login(member_of(group))

        assert client.get(WRITE).status_code == 403
        assert send(client).status_code == 403
        assert not Broadcast.objects.exists()

    def test_is_open_to_marketing(self, client, reader):
        client.force_login(member_of("marketing"))

        assert send(client).status_code == 302
        assert Broadcast.objects.get().expected == 1

    @pytest.mark.parametrize(
        ("wrong", "field", "words"),
        [
            ({"subject_en": ""}, "subject_en", "Write a subject."),
            ({"text_en": ""}, "text_en", "Fill this in."),
            ({"subject_hi": "नमस्ते"}, "text_hi", "leave both empty"),
            ({"text_hi": "नमस्ते"}, "subject_hi", "Write a subject."),
            ({"channel": "sms", "text_en": "x" * 301}, "text_en", "at most 300"),
            ({"channel": "pigeon"}, "channel", "pigeon"),
            ({"topic": "security"}, "topic", "security"),
            ({"people": "nobody@example.com"}, "people", "Nobody here is nobody@example.com."),
            ({"people": "\n".join(f"p{n}@x.org" for n in range(501))}, "people", "at most 500"),
            ({"role": "emperor"}, "role", "emperor"),
            ({"region": "Atlantis"}, "region", "Atlantis"),
            ({"registered_from": "yesterday"}, "registered_from", "a date like"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_written(self, client, staff, reader, wrong, field, words):
        answer = send(client, **wrong)

        assert answer.status_code == 422
        assert words in str(answer.context["form"].errors[field])
        assert "Diwali opening" in answer.text
        assert not Broadcast.objects.exists()

    def test_refuses_people_and_a_segment_together(self, client, staff, reader):
        answer = send(client, people=reader.email, role="customer")

        assert "not both" in str(answer.context["form"].errors["people"])

    def test_refuses_a_message_that_nobody_may_get(self, client, staff, reader):
        answer = send(client, role="seller")

        assert answer.status_code == 422
        assert "Nobody among them may be written to." in answer.text
        assert not Broadcast.objects.exists()

    @pytest.mark.parametrize("bad", ["not-an-id", "../x", "\x00"])
    def test_survives_a_tampered_id(self, client, staff, reader, bad):
        assert send(client, broadcast_id=bad).status_code in {302, 422}


class TestThePreview:
    def test_shows_how_many_get_it_and_the_mail_as_they_read_it(self, client, staff, reader):
        UserFactory(marketing_consent=False)

        answer = client.post(WRITE, WORDS)

        assert answer.status_code == 200
        assert "1 person gets it" in answer.text
        assert "2 of them are left out" in answer.text
        assert "goes to everybody" in answer.text
        assert "Hello Asha," in answer.text
        assert "at ten" in answer.text
        assert "<b>at ten" not in answer.text
        # The whole mail is the frame's one attribute: a quote of its own would end it.
        assert 'srcdoc="&lt;!doctype html&gt;' in answer.text.lower()
        assert "&amp;lt;b&amp;gt;at ten" in answer.text
        assert not Broadcast.objects.exists()
        assert not AdminActionLog.objects.exists()

    def test_shows_each_language_in_its_own_words(self, client, staff, reader):
        answer = client.post(WRITE, {**WORDS, "subject_hi": "मेला खुलता है", "text_hi": "शुक्रवार को।"})

        assert [version["code"] for version in answer.context["shown"]["versions"]] == ["en", "hi"]
        assert "शुक्रवार को।" in answer.context["shown"]["versions"][1]["rendered"].text

    def test_is_sent_as_it_was_shown(self, client, staff, reader):
        page = client.post(WRITE, WORDS).text
        hidden = dict(re.findall(r'<input type="hidden" name="([a-z_]+)"(?: value="([^"]*)")?', page))

        answer = client.post(WRITE, {**hidden, "text_en": WORDS["text_en"], "_send": "1"})

        assert answer.status_code == 302
        row = Broadcast.objects.get()
        assert (row.name, row.subject, row.text) == ("Diwali opening", "The market opens", WORDS["text_en"])

    def test_leads_back_to_the_form_with_everything_in_it(self, client, staff, reader):
        answer = client.post(WRITE, {**WORDS, "_edit": "1"})

        assert "The market opens" in answer.text
        assert answer.context["shown"] is None
        assert not Broadcast.objects.exists()


class TestSending:
    def test_queues_records_and_shows_how_far_it_is(self, client, staff, reader, deliver):
        answer = send(client, reason="The season begins")

        row = Broadcast.objects.get()
        assert answer.url == reverse("admin:notifications_broadcast_change", args=[row.pk])
        log = AdminActionLog.objects.get()
        assert (log.actor, log.action, log.reason) == (staff, "notifications.email.sent", "The season begins")
        before = client.get(answer.url).text
        assert "0 of 1 (0 %)" in before
        assert "every 2s" in before
        deliver()
        services.send_due_messages()
        after = client.get(answer.url).text
        assert "1 of 1 (100 %)" in after
        assert "every 2s" not in after
        assert [sent.to for sent in mail.outbox] == [[reader.email]]

    def test_twice_by_a_double_click_sends_once(self, client, staff, reader, deliver):
        key = str(uuid7())

        answers = [send(client, broadcast_id=key), send(client, broadcast_id=key)]
        deliver()

        assert answers[0].url == answers[1].url
        assert Broadcast.objects.count() == EmailLog.objects.count() == AdminActionLog.objects.count() == 1

    def test_writes_to_each_in_their_language(self, client, staff, reader, deliver):
        hindi = UserFactory(marketing_consent=True, language="hi")

        send(client, subject_hi="मेला खुलता है", text_hi="शुक्रवार को।")
        deliver()

        subjects = dict(EmailLog.objects.values_list("user_id", "subject"))
        assert subjects == {reader.pk: "The market opens", hindi.pk: "मेला खुलता है"}

    def test_falls_back_to_the_first_language(self, client, staff, deliver):
        UserFactory(marketing_consent=True, language="hi")

        send(client)
        deliver()

        assert EmailLog.objects.get().subject == "The market opens"

    def test_reaches_those_who_are_named(self, client, staff, reader, deliver):
        other = UserFactory(marketing_consent=True)
        UserFactory(marketing_consent=True)

        send(client, people=f" {reader.email.upper()}\n{other.shopper_id.lower()}")
        deliver()

        assert {row.user for row in EmailLog.objects.all()} == {reader, other}
        page = client.get(reverse("admin:notifications_broadcast_change", args=[Broadcast.objects.get().pk]))
        assert "2 people by name" in page.text

    def test_reaches_a_segment_whose_days_are_the_shops(self, client, staff, reader):
        send(client, role="customer", language="en", registered_from="2020-01-01", registered_before="2099-01-01")

        segment = Broadcast.objects.get().recipients["segment"]
        assert (segment["role"], segment["language"]) == ("customer", "en")
        assert datetime.fromisoformat(segment["registered_from"]) == datetime(2019, 12, 31, 18, 30, tzinfo=UTC)
        page = client.get(reverse("admin:notifications_broadcast_change", args=[Broadcast.objects.get().pk])).text
        assert "Role: Customer" in page

    def test_writes_text_messages(self, client, staff, deliver):
        UserFactory(phone_number="+919876543210", phone_verified_at=datetime.now(UTC))

        send(client, channel="sms", topic="account", subject_en="", text_en="It is here.")
        deliver()

        assert "It is here." in SMSLog.objects.get().text

    def test_goes_on_after_a_pause_when_it_takes_long(self, client, staff, deliver, monkeypatch):
        monkeypatch.setattr(broadcasting, "RUN_SECONDS", -1)
        UserFactory.create_batch(broadcasting.STEP + 1, marketing_consent=True)
        send(client)

        services.address_broadcast(broadcast_id=Broadcast.objects.get().pk)
        assert EmailLog.objects.count() == broadcasting.STEP
        deliver()

        assert EmailLog.objects.count() == broadcasting.STEP + 1
