"""A real browser for tests."""

import os
import shutil
from collections.abc import Iterator
from functools import cache

import pytest

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


@cache
def find_chromium() -> str | None:
    """Return where the browser is: by CHROMIUM, else on the PATH."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator:
    """The browser itself, started once per process."""
    from playwright.sync_api import sync_playwright

    # Playwright's loop runs in this thread, which makes Django refuse to query although nothing here is async.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium, live_server) -> Iterator:
    """A fresh page of the shop, with nobody signed in; relative addresses lead to the live server."""
    with chromium.new_context(base_url=live_server.url) as context:
        yield context.new_page()
