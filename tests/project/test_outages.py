"""What visitors see while a database is away, and that nobody has to restart anything when it is back."""

import time

import pytest

from tests.project.shop_processes import (
    a_database,
    a_shop,
    database_url,
    line_to_postgres,
    wait_until,
)

pytestmark = pytest.mark.postgres

SIGN_IN = {"email": "asha@example.com", "password": "not-the-one"}
# As long as it takes for a pool's own tries to lie further apart than anybody would wait.
OUTAGE_SECONDS = 12
RECOVERY_SECONDS = 10


@pytest.fixture(scope="module")
def primary():
    with a_database("primary") as name:
        yield name


@pytest.fixture(scope="module")
def line():
    with line_to_postgres() as line:
        yield line


@pytest.fixture(scope="module")
def shop(primary, line, tmp_path_factory):
    folder = tmp_path_factory.mktemp("shop")
    with a_shop(folder, DATABASE_URL=database_url(primary, port=line.port)) as shop:
        yield shop


def test_a_database_that_goes_and_comes_back_is_survived(shop, line):
    assert shop.ask("/health").status == 200
    assert shop.ask("/search/?q=before").status == 200
    assert shop.ask("/api/v1/auth/login", SIGN_IN).status == 401

    line.cut()
    ends_at = time.monotonic() + OUTAGE_SECONDS
    page = shop.ask("/search/?q=during")
    api = shop.ask("/api/v1/auth/login", SIGN_IN)
    health, live = shop.ask("/health"), shop.ask("/health/live")
    figures = shop.ask("/metrics")

    assert (page.status, page.headers["Retry-After"]) == (503, "5")
    assert "text/html" in page.headers["Content-Type"]
    assert "Traceback" not in page.text
    assert "psycopg" not in page.text
    assert (api.status, api.headers["Retry-After"]) == (503, "5")
    assert api.json["error"]["code"] == "SERVICE_UNAVAILABLE"
    assert (health.status, health.json["checks"]["database"]) == (503, "down")
    assert live.status == 200
    assert figures.status == 200
    assert max(answer.seconds for answer in (page, api, health, figures)) < 15
    assert live.seconds < 1

    while time.monotonic() < ends_at:
        assert shop.ask("/search/?q=still").status == 503
    line.restore()
    wait_until(lambda: shop.ask("/health").status == 200, RECOVERY_SECONDS)
    assert shop.ask("/search/?q=after").status == 200
    assert shop.ask("/api/v1/auth/login", SIGN_IN).status == 401
    assert shop.process.poll() is None
