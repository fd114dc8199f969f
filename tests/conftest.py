"""Fixtures that every test may use."""

import pytest
from django.db import connection
from django.test import Client
from rest_framework.test import APIClient

from core.translations import compile_catalogues

pytest_plugins = ["tests.browser", "tests.tiers", "tests.services", "tests.coverage_map", "tests.documented"]


class ShopClient(Client):
    """A browser. Signing in opens a device session, as the sign-in page does."""

    def _login(self, user, backend=None) -> None:
        from django.conf import settings
        from django.http import HttpRequest

        from accounts import browser

        request = HttpRequest()
        request.session = self.session
        browser.sign_in(request, user=user)
        request.session.save()
        self.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key


@pytest.fixture
def client() -> ShopClient:
    """A browser that nobody is signed in on; `force_login` signs somebody in."""
    return ShopClient()


@pytest.fixture(scope="session", autouse=True)
def _catalogues_compiled() -> None:
    compile_catalogues()


@pytest.fixture
def api() -> APIClient:
    """A plain HTTP client of the API, signed in by nobody."""
    return APIClient()


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """The process's own memory is not part of the database that each test gets back."""
    from core import caching, redis, route_limits, routing

    # Once a test, and not whenever a second has passed in it: queries are counted.
    caching.VERSION_SECONDS = 3600
    yield
    caching.forget()
    route_limits.buckets.clear()
    redis.breaker.reset()
    routing.breaker.reset()


@pytest.fixture
def api_as():
    """Return a client of the API on which this person is signed in."""
    from accounts import services

    def sign_in(user) -> APIClient:
        client = APIClient()
        client.tokens = services.open_token_session(user=user)
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {client.tokens.access_token}")
        return client

    return sign_in


@pytest.fixture(autouse=True)
def _action_log_emptied(request):
    """Empty the action log before a transactional test is flushed: its triggers refuse deletes on SQLite."""
    marker = request.node.get_closest_marker("django_db")
    is_transactional = (marker and marker.kwargs.get("transaction")) or (
        {"transactional_db", "live_server", "django_db_reset_sequences"} & set(request.fixturenames)
    )
    if is_transactional:
        request.getfixturevalue("_django_db_helper")
    yield
    if is_transactional:
        from audit import triggers

        with connection.cursor() as cursor:
            on = "" if connection.vendor == "sqlite" else f" ON {triggers.TABLE}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {triggers.DELETE_TRIGGER}{on}")
            cursor.execute(f"DELETE FROM {triggers.TABLE}")  # noqa: S608
        triggers.install(using="default")
