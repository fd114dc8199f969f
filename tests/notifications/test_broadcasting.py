"""Staff write to one customer, several, or a segment."""

import pytest
from django.core import mail

from audit.models import AdminActionLog
from notifications import services
from notifications.enums import Channel, Topic
from notifications.errors import NobodyToWriteTo
from notifications.models import Broadcast, EmailLog, Preference, SMSLog
from notifications.services import broadcasting
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor():
    return UserFactory(admin=True)


def request(actor, recipients, *, topic=Topic.NEWS, channel=Channel.EMAIL):
    return services.request_broadcast(
        actor=actor, channel=channel, topic=topic, recipients=recipients, subject="Sale", text="Now & here."
    )


class TestRequestBroadcast:
    def test_reaches_those_who_agreed_and_counts_the_others(self, actor, deliver):
        willing = UserFactory.create_batch(2, marketing_consent=True, role="retailer")
        UserFactory(marketing_consent=False, role="retailer")
        UserFactory(marketing_consent=True, role="retailer", unverified=True)
        UserFactory(marketing_consent=True, role="retailer", suspended=True)
        muted = UserFactory(marketing_consent=True, role="retailer")
        Preference.objects.create(user=muted, topic="news", channel="email", is_on=False)
        UserFactory(marketing_consent=True)

        broadcast, audience = request(actor, {"segment": {"role": "retailer"}})
        deliver()
        services.send_due_messages()

        assert (audience.chosen, audience.recipients, audience.skipped) == (6, 2, 4)
        assert sorted(sent.to[0] for sent in mail.outbox) == sorted(user.email for user in willing)
        broadcast.refresh_from_db()
        assert (broadcast.status, broadcast.addressed) == ("done", 2)
        assert "Now &amp; here." in mail.outbox[0].alternatives[0].content

    def test_is_recorded(self, actor):
        user = UserFactory()

        broadcast, _audience = request(actor, {"user_ids": [str(user.pk)]}, topic=Topic.ACCOUNT)

        log = AdminActionLog.objects.get()
        assert (log.actor, log.action, log.object_id) == (actor, "notifications.email.sent", str(broadcast.pk))
        assert log.after["recipients"] == 1

    def test_refuses_to_write_to_nobody(self, actor):
        with pytest.raises(NobodyToWriteTo):
            request(actor, {"segment": {"role": "seller"}})

        assert not Broadcast.objects.exists()

    def test_writes_text_messages_to_proven_numbers(self, actor, deliver):
        user = UserFactory(phone_number="+919876543210", phone_verified_at="2026-01-01T00:00:00Z")
        UserFactory(phone_number="+919876543211")

        request(actor, {"segment": {}}, topic=Topic.ACCOUNT, channel=Channel.SMS)
        deliver()
        services.send_due_messages()

        (sms,) = SMSLog.objects.all()
        assert (sms.to, sms.user, sms.status) == ("+919876543210", user, "sent")


class TestAddressBroadcast:
    def test_begins_again_where_it_was_killed_and_writes_to_nobody_twice(self, actor):
        UserFactory.create_batch(broadcasting.STEP + 5, marketing_consent=True)
        broadcast, _audience = request(actor, {"segment": {}})

        broadcasting._address_next(broadcast.pk)
        assert EmailLog.objects.count() == broadcasting.STEP
        for _again in range(2):
            services.address_broadcast(broadcast_id=broadcast.pk)

        assert EmailLog.objects.count() == broadcasting.STEP + 5
        assert EmailLog.objects.values("to").distinct().count() == broadcasting.STEP + 5

    def test_shows_before_it_sends(self):
        UserFactory(marketing_consent=True, name="Asha")

        preview = services.preview_broadcast(
            channel=Channel.EMAIL, topic=Topic.NEWS, recipients={"segment": {}}, subject="Sale", text="Now."
        )

        assert preview.audience.recipients == 1
        assert "Hello Asha," in preview.rendered.text
        assert not EmailLog.objects.exists()
