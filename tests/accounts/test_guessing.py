"""Whoever tries addresses learns nothing of which of them have an account: same answer, same work."""

import re

import pytest
from django.contrib.auth import hashers
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import services, totp
from accounts.models import User
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

# What differs between two tries of the same kind: values, and the names of savepoints.
VALUE = re.compile(r"'[^']*'|\b[\d.]+\b|\bs\d+_x\d+\b")
KINDS = {
    "known": lambda email: UserFactory(email=email),
    "suspended": lambda email: UserFactory(email=email, suspended=True),
    "unverified": lambda email: UserFactory(email=email, unverified=True),
    "with a second factor": lambda email: UserFactory(email=email, two_factor="totp", totp_secret=totp.new_secret()),
    "applying to sell": lambda email: services.register(
        email=email, password="four blue umbrellas", name="Asha", role="seller"
    ),
    "of staff": lambda email: UserFactory(email=email, admin=True),
    "without a password": lambda email: UserFactory(email=email, password="!"),
    "erased": lambda email: services.erase_user(user=UserFactory(email=email)),
}


@pytest.fixture
def hashed(monkeypatch) -> list[str]:
    """The passwords that were hashed, and by what."""
    made: list[str] = []
    hasher = type(hashers.get_hasher())
    encode = hasher.encode
    monkeypatch.setattr(
        hasher, "encode", lambda self, password, salt: made.append(password) or encode(self, password, salt)
    )
    return made


def tried(hashed: list[str], path: str, *, as_json: bool) -> tuple:
    """Everything that somebody could measure of one try with a wrong password."""
    hashed.clear()
    said = {"email": "asha@example.com", "password": "not-the-one"}
    with CaptureQueriesContext(connection) as queries:
        answer = Client().post(path, said, **({"content_type": "application/json"} if as_json else {}))
    shown = answer.json().get("error", {}) | {"request_id": ""} if as_json else answer.context["form"].errors.as_json()
    statements = [VALUE.sub("?", query["sql"]) for query in queries]
    return answer.status_code, shown, statements, list(hashed)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("path", "as_json"), [("/api/v1/auth/login", True), ("/account/sign-in/", False)])
def test_a_wrong_password_costs_as_much_as_an_unknown_address(hashed, settings, path, as_json, kind):
    settings.RATE_LIMIT_AUTH = "1000/15m"
    # The first request of a process reads what is remembered afterwards.
    tried(hashed, path, as_json=as_json)
    unknown = tried(hashed, path, as_json=as_json)

    KINDS[kind]("asha@example.com")
    known = tried(hashed, path, as_json=as_json)

    assert known == unknown
    assert unknown[3] == ["not-the-one"]


def test_control_the_right_password_is_told_apart(hashed):
    unknown = tried(hashed, "/api/v1/auth/login", as_json=True)
    user = UserFactory(email="asha@example.com")
    user.set_password("not-the-one")
    user.save()

    assert tried(hashed, "/api/v1/auth/login", as_json=True)[0] != unknown[0]
    assert User.objects.get().last_login_at
