"""What holds for every address of the shop: an error tells nothing of the inside, and no answer lacks its headers."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.urls import get_resolver
from rest_framework.test import APIClient

from accounts.models import User
from core.models import ShopSettings
from tests.accounts.api.operations import _patterns, operations
from tests.conftest import ShopClient
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

SECRET = "the-inside-of-the-shop"
INSIDE = (SECRET, "Traceback", "RuntimeError", "django.", "site-packages", "SELECT ", "Exception")
# What is asked to know who is there, and what error pages show; a transaction's own words.
SPARED = ("django_session", "accounts_session", "accounts_user", "core_shopsettings", "core_outbox", "SAVEPOINT")
# bin/test asks every so many, and --full each.
STEPS = pytest.mark.parametrize("step", [7, pytest.param(1, marks=pytest.mark.slow)])


def pages() -> list[str]:
    """The address of every page, with something in the place of each argument."""
    found = [path for path, _pattern in _patterns(get_resolver(), "/") if not path.startswith("/api/")]
    return [path for path in found if not set("^$(") & set(path)]


def asked(boss: User, api: APIClient, step: int) -> list[tuple[str, HttpResponse]]:
    """What an administrator is answered on every page, and by every operation of the API."""
    browser = ShopClient(raise_request_exception=False)
    browser.force_login(boss)
    answers = [(path, browser.get(path, secure=True)) for path in pages()[::step]]
    api.raise_request_exception = False
    for operation in operations()[::step]:
        answers.append((str(operation), getattr(api, operation.method)(operation.path, secure=True)))
    return answers


def breaks(execute: Callable, sql: str, params: Any, many: bool, about: Any) -> Any:
    if any(name in sql for name in SPARED):
        return execute(sql, params, many, about)
    raise RuntimeError(SECRET)


def body(answer: HttpResponse) -> str:
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode(errors="replace")


@STEPS
def test_a_failure_tells_its_number_and_nothing_of_the_inside(api_as, step):
    ShopSettings.objects.get_or_create(singleton=True)
    boss = UserFactory(admin=True)
    api = api_as(boss)

    with connection.execute_wrapper(breaks):
        answers = asked(boss, api, step)

    assert [where for where, answer in answers if SECRET in body(answer)] == []
    failed = [(where, answer) for where, answer in answers if answer.status_code == 500]
    assert len(failed) > 100 // step
    for where, answer in failed:
        text = body(answer)
        assert not [word for word in INSIDE if word in text], where
        if "/api/" in where:
            error = answer.json()["error"]
            assert (error["code"], error["request_id"]) == ("SERVER_ERROR", answer["X-Request-ID"])
        else:
            assert (answer["Content-Type"], answer["X-Request-ID"] in text) == ("text/html; charset=utf-8", True), (
                where
            )


@STEPS
def test_an_answer_has_its_headers(api_as, settings, step):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    boss = UserFactory(admin=True)

    answers = asked(boss, api_as(boss), step)

    assert [where for where, answer in answers if is_poor(answer.headers) and not is_probe(where)] == []
    assert len(answers) > 300 // step


def is_probe(where: str) -> bool:
    """Load balancers and monitors are answered before anything else."""
    return "/health" in where or where == "/metrics"


def is_poor(headers: Any) -> bool:
    policy = headers.get("Content-Security-Policy", "")
    is_closed = all(f"{name} 'none'" in policy for name in ("object-src", "base-uri", "frame-ancestors"))
    is_shut_in = "default-src 'none'" in policy and "sandbox" in policy
    return not (
        (is_closed or is_shut_in)
        and headers.get("X-Frame-Options") in {"DENY", "SAMEORIGIN"}
        and headers.get("X-Content-Type-Options") == "nosniff"
        and headers.get("Referrer-Policy")
        and headers.get("Cross-Origin-Opener-Policy") == "same-origin"
        and headers.get("Permissions-Policy")
        and headers.get("X-Request-ID")
        and headers.get("Strict-Transport-Security", "").startswith("max-age=31536000")
    )
