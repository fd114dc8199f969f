"""A forgotten password, by the pages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import services
from accounts.enums import CodePurpose
from accounts.models import OneTimeCode, Session
from core.models import OutboxEvent
from tests.accounts.letters import newest, reset_link
from tests.conftest import ShopClient
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "four blue umbrellas"


@pytest.fixture
def asha():
    return UserFactory(email="asha@example.com")


@pytest.fixture
def link(client, asha):
    client.post("/account/forgot-password/", {"email": "asha@example.com"})
    return reset_link()


def follow(client, link, password=NEW_PASSWORD):
    client.get(link)
    return client.post("/account/reset-password/", {"password": password})


class TestForgotPassword:
    def test_answers_the_same_for_every_address(self, client, asha):
        UserFactory(email="gone@example.com", suspended=True)

        answers = [
            client.post("/account/forgot-password/", {"email": email})
            for email in ["asha@example.com", "nobody@example.com", "gone@example.com"]
        ]

        assert {(answer.status_code, answer["Location"]) for answer in answers} == {
            (302, "/account/forgot-password/sent/")
        }
        assert OneTimeCode.objects.filter(purpose=CodePurpose.RESET_PASSWORD).count() == 1

    @pytest.mark.parametrize(
        "headers",
        [{"host": "evil.example"}, {"host": "testserver:@evil.example"}, {"x-forwarded-host": "evil.example"}],
    )
    def test_builds_the_link_from_the_configured_site_alone(self, client, asha, headers, settings):
        settings.SITE_URL = "https://shop.example"

        response = client.post("/account/forgot-password/", {"email": "asha@example.com"}, headers=headers)

        assert response.status_code in {302, 400}
        assert "evil" not in str(OutboxEvent.objects.values_list("payload", flat=True))
        from notifications.mails.codes import PASSWORD_RESET

        for row in OneTimeCode.objects.filter(purpose=CodePurpose.RESET_PASSWORD):
            revealed = PASSWORD_RESET.secret.reveal({"code_id": str(row.pk)})
            assert revealed["link"].startswith("https://shop.example/account/reset-password/")


class TestResetLink:
    def test_takes_the_token_out_of_the_address_and_tells_it_nobody(self, client, link):
        response = client.get(link)

        assert response["Location"] == "/account/reset-password/"
        assert response["Referrer-Policy"] == "no-referrer"
        page = client.get("/account/reset-password/")
        assert link.split("/")[-2] not in page.content.decode()

    def test_sets_the_password_and_signs_every_device_out(self, client, asha, link):
        other = ShopClient()
        other.force_login(asha)

        response = follow(client, link)

        assert response["Location"] == "/account/sign-in/"
        assert other.get("/account/").status_code == 302
        assert not Session.objects.filter(revoked_at=None).exists()
        asha.refresh_from_db()
        assert asha.check_password(NEW_PASSWORD)

    def test_does_not_sign_in_by_itself(self, client, link):
        follow(client, link)

        assert client.get("/account/").status_code == 302

    def test_works_once(self, client, link):
        follow(client, link)
        again = ShopClient()

        dead = again.get(link)
        assert (dead.status_code, dead["Referrer-Policy"]) == (410, "no-referrer")
        assert follow(again, link, "yet another one").status_code == 410

    def test_is_dead_after_ten_minutes(self, client, link):
        OneTimeCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

        response = client.get(link)

        assert response.status_code == 410
        assert "Ask for a new link" in response.content.decode()

    def test_is_dead_after_the_password_was_changed(self, client, asha, link):
        services.change_password(user=asha, current_password=PASSWORD, new_password="five red kites up")

        assert client.get(link).status_code == 410

    def test_is_dead_after_the_address_was_changed(self, client, asha, link):
        asha.email = "new@example.com"
        asha.save()

        assert client.get(link).status_code == 410

    def test_is_dead_after_a_newer_one(self, client, asha, link):
        client.post("/account/forgot-password/", {"email": "asha@example.com"})

        assert client.get(link).status_code == 410
        assert client.get(reset_link()).status_code == 302

    def test_of_somebody_else_does_not_open_this_account(self, client, asha, link):
        row = newest(CodePurpose.RESET_PASSWORD)
        ben = UserFactory()
        other = OneTimeCode.objects.create(
            user=ben,
            destination=ben.email,
            purpose=CodePurpose.RESET_PASSWORD,
            expires_at=row.expires_at,
        )

        assert client.get(link.replace(row.pk.hex, other.pk.hex)).status_code == 410

    def test_refuses_a_weak_password_and_still_works(self, client, link):
        weak = follow(client, link, "password")
        strong = client.post("/account/reset-password/", {"password": NEW_PASSWORD})

        assert weak.status_code == 422
        assert "too common" in weak.content.decode()
        assert strong.status_code == 302

    def test_does_nothing_when_only_looked_at(self, client, link):
        for _look in range(3):
            client.get(link)

        assert follow(client, link).status_code == 302
