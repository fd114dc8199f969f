"""Fixtures that every test may use."""

import gc
import io
import zlib

import pytest
from django.test import Client
from django.utils import translation
from PIL import Image
from rest_framework.test import APIClient

from core.translations import compile_catalogues

pytest_plugins = [
    "tests.browser", "tests.clean_slate", "tests.tiers", "tests.services", "tests.coverage_map", "tests.documented",
]  # fmt: skip


def pytest_collection_finish() -> None:
    """What is loaded stays: looking through it again for garbage takes an eighth of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


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
    from catalog import counting
    from core import caching, redis, route_limits, routing

    # Once a test, and not whenever a second has passed in it: queries are counted.
    caching.VERSION_SECONDS = 3600
    # When a test says so, and not beside it in a thread.
    counting.FLUSH_SECONDS = 3600.0
    yield
    # What a request spoke last is the language of its thread until the next one comes.
    translation.deactivate()
    caching.forget()
    counting.forget()
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


@pytest.fixture
def quick_pictures(monkeypatch, settings, tmp_path) -> None:
    """Have the demo hang small plain squares: making the real pictures takes half a minute."""
    from catalog.demo import darkroom

    def square(look) -> bytes:
        out = io.BytesIO()
        tone = zlib.crc32(look.name.encode())
        Image.new("RGB", (48, 48), tuple(tone.to_bytes(4)[1:])).save(out, "WEBP", lossless=True)
        return out.getvalue()

    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(darkroom, "SIDE", 48)
    monkeypatch.setattr(darkroom, "shot", square)


@pytest.fixture
def warm(db, client) -> None:
    """What a process reads once is read: regions, and the versions of what is kept."""
    client.get("/api/v1")
