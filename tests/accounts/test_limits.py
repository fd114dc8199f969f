"""How often a password may be tried, in `accounts.limits`."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.test import Client

from accounts.derivation import code_of
from accounts.models import OneTimeCode
from core import redis
from tests.core.faults import hung_server
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.regions import RegionFactory

pytestmark = pytest.mark.django_db

HEADERS = ("X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Client-IP", "True-Client-IP")
SPELLINGS = (
    "ASHA@example.com",
    " asha@EXAMPLE.com ",
    "asha@example.com\u200b",
    "\uff41sha@example.com",  # a full-width letter
    "asha@ex\u00adample.com",
)


@pytest.fixture(autouse=True)
def _limited(settings):
    settings.RATE_LIMIT_AUTH = "5/15m"


def try_password(password: str, *, email: str = "asha@example.com", ip: str = "203.0.113.7", **headers: str):
    return Client(REMOTE_ADDR=ip).post(
        "/api/v1/auth/login",
        {"email": email, "password": password},
        content_type="application/json",
        headers=headers,
    )


def test_the_sixth_try_is_refused_even_with_the_right_password():
    UserFactory(email="asha@example.com")
    statuses = [try_password("not-it").status_code for _ in range(5)]

    refused = try_password(PASSWORD)

    assert statuses == [401] * 5
    assert refused.status_code == 429
    assert refused.json()["error"]["code"] == "RATE_LIMIT_EXCEEDED"
    assert int(refused["Retry-After"]) > 0


@pytest.mark.parametrize("header", HEADERS)
def test_a_header_that_names_another_address_does_not_help(header):
    UserFactory(email="asha@example.com")

    statuses = [try_password("not-it", **{header: f"198.51.100.{number}"}).status_code for number in range(6)]

    assert statuses == [401] * 5 + [429]


def test_another_spelling_of_the_address_does_not_help():
    UserFactory(email="asha@example.com")

    statuses = [try_password("not-it", email=email).status_code for email in ("asha@example.com", *SPELLINGS)]

    assert statuses == [401] * 5 + [429]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_each_spelling_alone_is_counted_as_the_address(spelling):
    UserFactory(email="asha@example.com")
    for _ in range(5):
        try_password("not-it", email=spelling)

    assert try_password(PASSWORD).status_code == 429


def test_a_plus_tag_names_another_account_and_neither_opens_nor_closes_this_one():
    UserFactory(email="asha@example.com")

    statuses = [try_password(PASSWORD, email="asha+1@example.com").status_code for _ in range(6)]

    assert statuses == [401] * 5 + [429]
    assert try_password(PASSWORD).status_code == 200


def test_plus_tags_are_counted_together_by_where_they_come_from():
    UserFactory(email="asha@example.com")

    statuses = [try_password("not-it", email=f"asha+{number}@example.com").status_code for number in range(31)]

    assert statuses == [401] * 30 + [429]


def test_what_is_asked_with_a_token_is_not_counted_among_the_tries_to_sign_in(api_as):
    client = api_as(UserFactory())
    for number in range(30):
        try_password("not-it", email=f"person{number}@example.com", ip="127.0.0.1")
    assert try_password(PASSWORD, ip="127.0.0.1").status_code == 429

    asked = client.post("/api/v1/auth/verify-token", {"token": client.tokens.access_token})
    renewed = client.post("/api/v1/auth/refresh-token", {"refresh_token": client.tokens.refresh_token})
    left = client.post("/api/v1/auth/logout", {"refresh_token": renewed.json()["data"]["refresh_token"]})

    assert (asked.status_code, renewed.status_code, left.status_code) == (200, 200, 204)


def test_a_refusal_says_how_many_tries_there_are_and_when():
    for number in range(30):
        try_password("not-it", email=f"person{number}@example.com")

    refused = try_password("not-it")

    assert (refused.status_code, refused["RateLimit-Limit"], refused["RateLimit-Remaining"]) == (429, "30", "0")
    assert refused["RateLimit-Reset"] == refused["Retry-After"]


def test_the_refusal_of_a_password_tells_of_the_tries_for_passwords():
    UserFactory(email="asha@example.com")
    for _ in range(5):
        try_password("not-it")

    refused = try_password(PASSWORD)

    assert (refused.status_code, refused["RateLimit-Limit"], refused["RateLimit-Remaining"]) == (429, "5", "0")
    assert refused["RateLimit-Policy"] == "5;w=900"
    assert refused["RateLimit-Reset"] == refused["Retry-After"]
    assert refused.json()["error"]["details"]["limit"] == 5


def test_a_good_password_forgives_the_bad_ones():
    UserFactory(email="asha@example.com")
    for _ in range(4):
        try_password("not-it")

    assert try_password(PASSWORD).status_code == 200

    assert try_password("not-it").status_code == 401
    assert try_password(PASSWORD).status_code == 200


def test_the_owner_still_gets_in_from_elsewhere():
    UserFactory(email="asha@example.com")
    for _ in range(6):
        try_password("not-it")

    assert try_password(PASSWORD, ip="192.0.2.44").status_code == 200


def test_unknown_addresses_are_counted_alike():
    statuses = [try_password("not-it", email="nobody@example.com").status_code for _ in range(6)]

    assert statuses == [401] * 5 + [429]


def test_one_address_tries_thirty_times_over_all_accounts():
    statuses = [try_password("not-it", email=f"person{number}@example.com").status_code for number in range(31)]

    assert statuses == [401] * 30 + [429]


def test_wrong_passwords_within_the_account_are_counted_too(api_as):
    user = UserFactory()
    client = api_as(user)
    body = {"current_password": "not-it", "new_password": "Another-2026!"}

    statuses = [client.post("/api/v1/users/me/change-password", body).status_code for _ in range(6)]

    assert statuses == [400] * 5 + [429]


def test_tries_of_a_mailed_code_are_counted_on_when_another_is_sent(api, settings):
    settings.RATE_LIMITS_CODE_TRIES = ["3/h"]
    UserFactory(email="asha@example.com", unverified=True)
    wrong = []
    for _ in range(3):
        api.post("/api/v1/auth/resend-otp", {"email": "asha@example.com", "purpose": "verify_email"})
        wrong.append(api.post("/api/v1/auth/verify-email", {"email": "asha@example.com", "code": "x"}).status_code)

    right = code_of(OneTimeCode.objects.get(used_at=None))
    refused = api.post("/api/v1/auth/verify-email", {"email": "asha@example.com", "code": right})

    assert wrong == [400] * 3
    assert (refused.status_code, refused.json()["error"]["code"]) == (429, "RATE_LIMIT_EXCEEDED")
    assert int(refused["Retry-After"]) > 0


def test_tries_of_a_mailed_code_are_counted_by_mailbox_whoever_asks(api_as, settings):
    settings.RATE_LIMITS_CODE_TRIES = ["3/h"]
    clients = [api_as(UserFactory()) for _ in range(4)]
    for client in clients:
        client.post("/api/v1/users/me/change-email", {"email": "victim@example.com", "password": PASSWORD})

    wrong = [client.post("/api/v1/users/me/change-email", {"code": "x"}).status_code for client in clients]

    right = code_of(OneTimeCode.objects.latest("pk"))
    refused = clients[3].post("/api/v1/users/me/change-email", {"code": right})
    assert wrong == [400] * 3 + [429]
    assert (refused.status_code, refused.json()["error"]["code"]) == (429, "RATE_LIMIT_EXCEEDED")


class TestMessages:
    def test_asked_for_again_and_again_are_refused_alike_for_known_and_unknown(self, api, settings):
        settings.RATE_LIMIT_AUTH = "off"
        settings.RATE_LIMITS_MESSAGES = settings.RATE_LIMITS_MESSAGES | {"verify_email": ["3/6h"]}
        UserFactory(email="asha@example.com", unverified=True)

        for email in ("asha@example.com", "nobody@example.com"):
            body = {"email": email, "purpose": "verify_email"}
            statuses = [api.post("/api/v1/auth/resend-otp", body).status_code for _ in range(4)]
            assert statuses == [202, 202, 202, 429]

    def test_of_resets_stop_after_five_without_a_word(self, api, settings):
        from core.models import OutboxEvent

        settings.RATE_LIMIT_AUTH = "off"
        settings.RATE_LIMITS_MESSAGES = settings.RATE_LIMITS_MESSAGES | {"reset_password": ["5/d"]}
        UserFactory(email="asha@example.com")

        answers = {api.post("/api/v1/auth/forgot-password", {"email": "asha@example.com"}).content for _ in range(7)}

        assert len(answers) == 1
        assert OutboxEvent.objects.filter(name="PasswordResetRequested").count() == 5


@contextmanager
def refusing_server() -> Iterator[int]:
    """A port at which nobody listens."""
    yield 1


@pytest.mark.parametrize("silence", [refusing_server, hung_server])
def test_without_redis_the_shop_goes_on_and_the_limit_holds(client, settings, silence):
    RegionFactory(india=True)
    UserFactory(email="asha@example.com")
    UserFactory(email="ben@example.com")
    pages = ("/", "/search/?q=lamp", "/api/v1/products", "/account/sign-in/", "/region/", "/health")

    with silence() as port:
        settings.REDIS_URL = f"redis://127.0.0.1:{port}/0"
        started = time.monotonic()
        browsed = {page: client.get(page).status_code for page in pages}
        by_page = client.post("/account/sign-in/", {"email": "ben@example.com", "password": PASSWORD})
        account = client.get("/account/").status_code
        # The first try finds out by itself that nobody answers.
        redis.breaker.reset()
        tries = [try_password("not-it").status_code for _ in range(5)]
        refused = try_password(PASSWORD)
        seconds = time.monotonic() - started

    assert {page: status for page, status in browsed.items() if status not in {200, 302}} == {}
    assert (by_page["Location"], account) == ("/account/", 200)
    assert tries == [401] * 5
    assert (refused.status_code, refused.json()["error"]["code"]) == (429, "RATE_LIMIT_EXCEEDED")
    assert seconds < 3
