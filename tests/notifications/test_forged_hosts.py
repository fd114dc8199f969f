"""Whatever host a request names, the mails that follow from it lead to the shop and nowhere else."""

import re

import pytest
from django.core import mail

from core.models import OutboxEvent
from tests.factories.accounts import PASSWORD, UserFactory
from tests.tiers import a_few

pytestmark = pytest.mark.django_db

SITE = "https://shop.example"
FORGED = {
    "host": {"HTTP_HOST": "evil.example"},
    "host with a user in front": {"HTTP_HOST": "shop.example:@evil.example"},
    "host with a port": {"HTTP_HOST": "shop.example:443@evil.example"},
    "forwarded host": {"HTTP_X_FORWARDED_HOST": "evil.example"},
    "forwarded": {"HTTP_FORWARDED": "host=evil.example;proto=https"},
    "forwarded server": {"HTTP_X_FORWARDED_SERVER": "evil.example", "HTTP_X_HOST": "evil.example"},
    "original url": {"HTTP_X_ORIGINAL_URL": "https://evil.example/", "HTTP_X_REWRITE_URL": "https://evil.example/"},
    # What gunicorn and uWSGI make of `POST https://evil.example/... HTTP/1.1`.
    "request line": {"RAW_URI": "https://evil.example/", "REQUEST_URI": "https://evil.example/"},
    "origin and referrer": {"HTTP_ORIGIN": "https://evil.example", "HTTP_REFERER": "https://evil.example/"},
    "server name": {"SERVER_NAME": "evil.example"},
    "script name": {"SCRIPT_NAME": "//evil.example"},
}
ASKING = {
    "/api/v1/auth/forgot-password": {"email": "asha@example.com"},
    "/account/forgot-password/": {"email": "asha@example.com"},
    "/api/v1/auth/register": {"email": "bina@example.com", "password": PASSWORD, "name": "Bina Das"},
    "/account/sign-up/": {"email": "bina@example.com", "password": PASSWORD, "name": "Bina Das"},
    "/api/v1/auth/resend-otp": {"email": "carl@example.com", "purpose": "verify_email"},
}


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = SITE


@pytest.fixture
def mailed(client, deliver):
    """Ask at an address and return the mails that follow, each as all that is sent of it."""
    UserFactory(email="asha@example.com")
    UserFactory(email="carl@example.com", unverified=True)

    def ask(path: str, **headers: str) -> list[str]:
        kind = {"content_type": "application/json"} if path.startswith("/api/") else {}
        assert client.post(path, ASKING[path], **kind, **headers).status_code in {200, 201, 202, 302, 400}
        deliver()
        return [letter.message().as_string() + letter.alternatives[0][0] for letter in mail.outbox]

    return ask


@pytest.mark.parametrize("host", a_few(["testserver", "*"], "*"))
@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED.keys())
@pytest.mark.parametrize("path", ASKING)
def test_a_mail_never_names_a_forged_host(mailed, settings, path, forged, host):
    settings.ALLOWED_HOSTS = ["shop.example", host]

    letters = mailed(path, **forged)

    links = [link for letter in letters for link in re.findall(r"https?://[^\s\"'<>)]+", letter)]
    assert not [letter for letter in letters if "evil" in letter]
    assert "evil" not in str(list(OutboxEvent.objects.values_list("payload", flat=True)))
    assert [link for link in links if not link.startswith((SITE, "http://www.w3.org/"))] == []


@pytest.mark.parametrize("path", ASKING)
def test_control_a_mail_follows_and_leads_to_the_shop(mailed, path):
    (letter,) = mailed(path)

    assert f"{SITE}/" in letter
