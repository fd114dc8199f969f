"""What people hear of: choosing it, and leaving with one click."""

import pytest
from django.urls import reverse

from notifications import services
from notifications.enums import Channel, Topic
from notifications.errors import PreferenceFixed
from notifications.mails import MAILS
from notifications.models import EmailLog
from notifications.services.preferences import may_send, unsubscribe_token
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
NEWS_MAIL, NEWS_SMS = (Topic.NEWS, Channel.EMAIL), (Topic.NEWS, Channel.SMS)


def queue_news(user) -> EmailLog | None:
    params = {"subject": "Sale", "text": "Now."}
    return services.queue_mail(mail=MAILS["news"], to=user.email, cause="event:1", params=params, user=user)


class TestMaySend:
    def test_needs_consent_for_news_alone(self):
        user = UserFactory(marketing_consent=False)

        assert not may_send(user, *NEWS_MAIL)
        assert may_send(user, Topic.ACCOUNT, Channel.EMAIL)
        assert may_send(None, Topic.SECURITY, Channel.EMAIL)
        assert not may_send(None, *NEWS_MAIL)


class TestSetPreferences:
    def test_takes_consent_for_one_channel_as_consent_for_that_one(self):
        user = UserFactory(marketing_consent=False)

        services.set_preferences(user=user, wanted={NEWS_MAIL: True})

        user.refresh_from_db()
        assert user.marketing_consent
        assert may_send(user, *NEWS_MAIL)
        assert not may_send(user, *NEWS_SMS)

    def test_withdraws_consent_when_no_channel_is_left(self):
        user = UserFactory(marketing_consent=True)

        services.set_preferences(user=user, wanted={NEWS_MAIL: False, NEWS_SMS: False})

        user.refresh_from_db()
        assert not user.marketing_consent

    def test_leaves_what_was_not_named(self):
        user = UserFactory(marketing_consent=True)
        services.set_preferences(user=user, wanted={(Topic.ACCOUNT, Channel.IN_APP): False})

        services.set_preferences(user=user, wanted={NEWS_SMS: False})

        assert not may_send(user, Topic.ACCOUNT, Channel.IN_APP)
        assert may_send(user, *NEWS_MAIL)

    def test_keeps_safety_mails_on(self):
        user = UserFactory()

        with pytest.raises(PreferenceFixed):
            services.set_preferences(user=user, wanted={(Topic.SECURITY, Channel.EMAIL): False, NEWS_MAIL: True})

        user.refresh_from_db()
        assert not user.marketing_consent


class TestPreferencesPage:
    def test_stores_the_ticks(self, client):
        user = UserFactory(marketing_consent=True)
        client.force_login(user)
        page = reverse("notifications:preferences")
        assert client.get(page).status_code == 200

        answer = client.post(page, {"account_sms": "on", "news_sms": "on"})

        assert answer.status_code == 302
        user.refresh_from_db()
        assert not may_send(user, *NEWS_MAIL)
        assert may_send(user, *NEWS_SMS)

    def test_offers_nothing_that_cannot_be_switched_off(self, client):
        client.force_login(UserFactory())

        page = client.get(reverse("notifications:preferences")).text

        assert 'name="news_email"' in page
        assert 'name="security_email"' not in page

    def test_says_nothing_of_notices_on_the_site_until_it_shows_them(self, client):
        user = UserFactory()
        services.set_preferences(user=user, wanted={(Topic.ACCOUNT, Channel.IN_APP): False})
        client.force_login(user)
        page = reverse("notifications:preferences")

        text = client.get(page).text
        client.post(page, {"account_sms": "on"})

        assert "On this site" not in text
        assert "the bell" not in text
        assert not may_send(user, Topic.ACCOUNT, Channel.IN_APP)

    def test_is_for_people_who_are_signed_in(self, client):
        answer = client.get(reverse("notifications:preferences"))

        assert answer.status_code == 302
        assert "sign-in" in answer["Location"]


class TestUnsubscribePage:
    def test_changes_nothing_on_a_visit(self, client):
        user = UserFactory(marketing_consent=True)
        page = reverse("notifications:unsubscribe", kwargs={"token": unsubscribe_token(user, Topic.NEWS)})

        answer = client.get(page)

        assert answer.status_code == 200
        assert answer["Referrer-Policy"] == "no-referrer"
        assert queue_news(user)

    def test_stops_the_mails_on_one_click_of_the_mail_program(self, client):
        user = UserFactory(marketing_consent=True)
        page = reverse("notifications:unsubscribe", kwargs={"token": unsubscribe_token(user, Topic.NEWS)})

        for _again in range(2):
            answer = client.post(page, {"List-Unsubscribe": "One-Click"})
            assert answer.status_code == 200

        user.refresh_from_db()
        assert queue_news(user) is None
        assert may_send(user, *NEWS_SMS)

    def test_refuses_a_link_that_was_touched(self, client):
        user = UserFactory(marketing_consent=True)
        token = unsubscribe_token(user, Topic.NEWS)
        forged = token[:-2] + ("aa" if token[-2:] != "aa" else "bb")

        client.post(reverse("notifications:unsubscribe", kwargs={"token": forged}))

        user.refresh_from_db()
        assert user.marketing_consent

    def test_of_an_erased_account_answers_all_the_same(self, client):
        user = UserFactory()
        token = unsubscribe_token(user, Topic.NEWS)
        user.delete()

        assert client.post(reverse("notifications:unsubscribe", kwargs={"token": token})).status_code == 200
