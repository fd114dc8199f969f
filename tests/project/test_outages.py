"""What visitors see while a database is away, and that nobody has to restart anything when it is back."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from core import patience
from core.patience import PatientConnection
from tests.project.shop_processes import (
    a_database,
    a_shop,
    database_url,
    in_postgres,
    line_to_postgres,
    manage,
    wait_until,
)

# The database is copied: marked, it is made even when nothing else runs.
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

SIGN_IN = {"email": "asha@example.com", "password": "not-the-one"}
# The long one lasts until a pool's own tries would lie further apart than anybody would wait.
OUTAGE_SECONDS = [3, pytest.param(12, marks=pytest.mark.slow)]
RECOVERY_SECONDS = 10


@pytest.fixture(scope="module")
def primary(django_db_setup):
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


@pytest.mark.parametrize("seconds", OUTAGE_SECONDS)
def test_a_database_that_goes_and_comes_back_is_survived(shop, line, seconds):
    assert shop.ask("/health").status == 200
    assert shop.ask("/brands/?q=before").status == 200
    assert shop.ask("/api/v1/auth/login", SIGN_IN).status == 401

    line.cut()
    ends_at = time.monotonic() + seconds
    with ThreadPoolExecutor(5) as pool:
        asked = [
            ("/brands/?q=during",),
            ("/api/v1/auth/login", SIGN_IN),
            ("/health",),
            ("/health/live",),
            ("/metrics",),
        ]
        page, api, health, live, figures = pool.map(lambda question: shop.ask(*question), asked)

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
        assert shop.ask("/brands/?q=still").status == 503
    line.restore()
    wait_until(lambda: shop.ask("/health").status == 200, RECOVERY_SECONDS)
    assert shop.ask("/brands/?q=after").status == 200
    assert shop.ask("/api/v1/auth/login", SIGN_IN).status == 401
    assert shop.process.poll() is None


def test_a_database_that_takes_questions_and_answers_none_holds_nobody_up(shop, line):
    assert shop.ask("/health").status == 200
    assert shop.ask("/brands/?q=before").status == 200

    line.hang()
    try:
        with ThreadPoolExecutor(4) as pool:
            asked = [
                pool.submit(shop.ask, "/brands/?q=during"),
                pool.submit(shop.ask, "/api/v1/auth/login", SIGN_IN),
                pool.submit(shop.ask, "/health"),
                pool.submit(shop.ask, "/health/live"),
            ]
            page, api, health, live = [answer.result() for answer in asked]
        again = shop.ask("/health")
    finally:
        # Whatever hung is forgotten; what is asked from now on is answered.
        line.cut()
        line.restore()

    assert (page.status, page.headers["Retry-After"]) == (503, "5")
    assert (api.status, api.json["error"]["code"]) == (503, "SERVICE_UNAVAILABLE")
    assert (health.status, again.status, live.status) == (503, 503, 200)
    assert max(answer.seconds for answer in (page, api, health, again)) < 20
    wait_until(lambda: shop.ask("/health").status == 200, RECOVERY_SECONDS)
    assert shop.ask("/brands/?q=after").status == 200


def test_bin_serve_connects_anew_when_its_connections_were_cut(primary, tmp_path):
    url = database_url(primary)
    # Somebody is here already: no demo is loaded.
    owner = ("--email", "you@example.com", "--password", "four blue umbrellas")
    manage(tmp_path, {"DATABASE_URL": url}, "create_admin", *owner)
    with a_shop(tmp_path, command=[sys.executable, "-m", "config.serve"], DATABASE_URL=url) as shop:
        assert shop.ask("/brands/?q=before").status == 200

        in_postgres(f"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{primary}'")  # noqa: S608

        wait_until(lambda: shop.ask("/health").status == 200, RECOVERY_SECONDS)
        assert shop.ask("/brands/?q=after").status == 200


@pytest.fixture
def patient(primary, line, monkeypatch):
    """A connection of the shop's kind that was quiet for a while; both its waits are made short."""
    monkeypatch.setattr(patience, "FRESH_SECONDS", 0)
    monkeypatch.setattr(patience, "CHECK_SECONDS", 0.2)
    monkeypatch.setattr(PatientConnection, "patience", 0.4)
    with PatientConnection.connect(database_url(primary, port=line.port), autocommit=True) as connection:
        yield connection
    line.cut()
    line.restore()


class TestAConnection:
    def test_outlives_a_question_that_is_answered(self, patient):
        assert patient.cursor().execute("SELECT pg_sleep(0.2), 7").fetchone()[1] == 7
        assert not patient.closed

    def test_outlives_a_question_that_is_refused(self, patient):
        with pytest.raises(psycopg.errors.UndefinedTable):
            patient.cursor().execute("SELECT * FROM nowhere")

        assert not patient.closed

    @pytest.mark.parametrize("ask", [lambda it: it.cursor().execute("SELECT 1"), lambda it: it.execute("")])
    def test_is_closed_when_nothing_comes_back(self, patient, line, ask):
        line.hang()

        with pytest.raises(psycopg.OperationalError):
            ask(patient)

        assert patient.closed

    def test_that_was_hung_up_on_is_not_taken_for_one_that_works(self, patient, line, monkeypatch):
        monkeypatch.setattr(patience, "FRESH_SECONDS", 60)
        patient.cursor().execute("SELECT 1")
        line.cut()

        with pytest.raises(psycopg.OperationalError):
            wait_until(lambda: patient.execute("") is None, 5)

    def test_that_has_just_answered_is_not_asked_whether_it_works(self, patient, line, monkeypatch):
        monkeypatch.setattr(patience, "FRESH_SECONDS", 60)
        patient.cursor().execute("SELECT 1")
        line.hang()

        patient.execute("")

        assert not patient.closed
