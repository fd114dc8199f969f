"""What the visits of people leave in the log: a line for each thing that happened, and no secret of theirs."""

import json
import logging
import re

import pytest
from django.core import mail
from django.urls import reverse

from accounts.enums import CodePurpose
from accounts.models import Session
from core import outbox
from core.logs import JsonFormatter, LineFormatter
from tests.accounts.letters import app_code, code_sent, reset_link
from tests.factories.accounts import PASSWORD

CARD = "4242 4242 4242 4242"
FORGED = 'asha@example.com\r\n{"level": "INFO", "message": "admin signed in"}\x1b[31m\u2028'


@pytest.fixture
def written(caplog, settings):
    """Everything that is logged from now on, as production writes it and as a terminal shows it."""
    settings.SLOW_QUERY_MS = settings.SLOW_REQUEST_MS = 0
    for name in (None, "django", "haat.request", "haat.sql", "core.outbox.delivery"):
        caplog.set_level(logging.DEBUG, name)
    return lambda: [form().format(record) for record in caplog.records for form in (JsonFormatter, LineFormatter)]


@pytest.mark.django_db
def test_what_strangers_send_forges_no_line(client, api, written):
    for agent in ("Firefox", FORGED):
        client.post("/account/sign-in/", {"email": FORGED, "password": "not it"}, HTTP_USER_AGENT=agent)
        api.post("/api/v1/auth/login", {"email": FORGED, "password": "not it"}, HTTP_USER_AGENT=agent)
        client.get("/nothing/%0d%0a%7b%22level%22:%22INFO%22%7d%1b[31m%e2%80%a8/", HTTP_USER_AGENT=agent)

    lines = written()
    assert len(lines) > 10
    assert [line for line in lines if len(line.splitlines()) != 1 or re.search(r"[\x00-\x1f\x7f-\x9f]", line)] == []
    assert any("nothing/" in json.loads(line)["path"] for line in lines if '"path"' in line)


@pytest.mark.django_db(transaction=True)
def test_no_secret_of_a_whole_visit_is_in_it(client, api, written):
    secrets = {"password": PASSWORD, "new password": "Another-2026!", "card": CARD}

    def keep_tokens(answer) -> None:
        assert answer.status_code < 300, answer.content
        data = answer.json()["data"]
        secrets.update({f"{name} {len(secrets)}": data[name] for name in ("access_token", "refresh_token")})
        api.credentials(HTTP_AUTHORIZATION=f"Bearer {data['access_token']}")

    asha = {"email": "asha@example.com", "password": PASSWORD}
    keep_tokens(api.post("/api/v1/auth/register", asha | {"name": "Asha Rao"}))
    outbox.drain()
    secrets["code"] = code_sent(CodePurpose.VERIFY_EMAIL)
    api.post("/api/v1/auth/verify-email", {"email": asha["email"], "code": secrets["code"]})
    secrets["secret of the app"] = api.post(reverse("accounts-api:2fa-enable")).json()["data"]["secret"]
    user = Session.objects.get().user
    secrets["code of the app"] = app_code(user)
    on = api.post(reverse("accounts-api:2fa-verify"), {"code": secrets["code of the app"]}).json()["data"]
    secrets["recovery code"] = on["recovery_codes"][0]
    api.credentials()
    secrets["challenge"] = api.post("/api/v1/auth/login", asha).json()["data"]["challenge"]
    answer = {"challenge": secrets["challenge"], "code": secrets["recovery code"]}
    keep_tokens(api.post(reverse("accounts-api:verify-2fa"), answer))
    keep_tokens(api.post("/api/v1/auth/refresh-token", {"refresh_token": [*secrets.values()][-1]}))
    api.credentials()
    api.post("/api/v1/auth/forgot-password", {"email": asha["email"]})
    outbox.drain()
    link = reset_link()
    secrets["reset link"] = link.rstrip("/").rpartition("/")[2]
    client.get(link)
    client.post("/account/reset-password/", {"password": secrets["new password"]})
    client.get("/search/", {"q": CARD})
    client.post("/account/sign-in/", {"email": asha["email"], "password": secrets["new password"]})
    secrets["session"] = client.cookies["sessionid"].value
    outbox.drain()

    mails = "".join(letter.body for letter in mail.outbox)
    assert secrets["code"] in mails
    assert secrets["reset link"] in mails
    text = "\n".join(written())
    assert user.check_password(PASSWORD)
    assert not type(user).objects.get().check_password(PASSWORD)
    assert text.count("/account/reset-password/[hidden]/") >= 2
    assert len(secrets) > 12
    # As a whole: six digits may well stand somewhere within a longer number.
    told = [name for name, secret in secrets.items() if re.search(rf"(?<!\w){re.escape(secret)}(?!\w)", text)]
    assert told == []
