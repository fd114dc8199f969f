"""Production starts with safe settings only, and says which variable to set."""

import os
import runpy
import subprocess
import sys

import pytest
from django.conf import settings as conf
from django.core.checks import run_checks

from config import env
from config.settings.parts import admin
from tests.tiers import a_few

SAFE = {
    "HAAT_ENV": "production",
    "SECRET_KEY": "Zk3-pQ9_wV7xT2nR5mB8cF1hJ4dG6sL0aYuEiOqKzXvMb5Hn7Jk2",
    "JWT_KEY": "b7R-tN4_yH2kW9fD5jS8gQ1lP3zC6xM0vUoIeAwTnBrXqLd8sZ3",
    "DATABASE_URL": "postgres://shop@127.0.0.1/shop",
    "ALLOWED_HOSTS": "shop.example",
    "SITE_URL": "https://shop.example",
    "MAIL_URL": "submission://shop:pass@smtp.example",
}


def check(**changes: str | None) -> subprocess.CompletedProcess:
    return run(sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING", **changes)


def run(*command: str, **changes: str | None) -> subprocess.CompletedProcess:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "VAR_DIR", "LANG") if name in os.environ}
    wanted = {name: value for name, value in (SAFE | changes).items() if value is not None}
    return subprocess.run(
        command, cwd=conf.BASE_DIR, env=kept | wanted, capture_output=True, text=True, check=False, timeout=60
    )  # fmt: skip


@pytest.mark.slow
def test_the_deployment_check_finds_nothing():
    result = check()

    assert result.returncode == 0, result.stderr
    assert "no issues (0 silenced)" in result.stdout + result.stderr


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY"),
        ({"JWT_KEY": "short"}, "JWT_KEY"),
        ({"JWT_KEY": SAFE["SECRET_KEY"]}, "JWT_KEY"),
        ({"RATE_LIMIT_API": "often"}, "RATE_LIMIT_API"),
    ],
)
def test_it_does_not_start_without_good_keys_and_limits(changes, named):
    result = check(**changes)

    assert result.returncode != 0
    assert named in result.stderr


def test_it_names_all_that_is_missing_in_one_line():
    result = run(sys.executable, "manage.py", "check", **dict.fromkeys(SAFE, None) | {"HAAT_ENV": "production"})

    assert result.returncode == 1
    assert result.stderr.splitlines() == [
        "Set in the environment, as .env.example tells: "
        "SECRET_KEY, JWT_KEY, ALLOWED_HOSTS, SITE_URL, DATABASE_URL, MAIL_URL."
    ]


@pytest.mark.parametrize("process", a_few(["web", "worker", "beat"], "web"))
@pytest.mark.parametrize(
    ("changes", "named"),
    [({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"), ({"DATABASE_URL": "sqlite:////tmp/shop.sqlite3"}, "DATABASE_URL")],
)
def test_no_process_of_it_starts_unsafely(process, changes, named):
    # A broker that nobody answers at: what starts after all would wait for it, or listen, until the time is up.
    result = run(f"bin/{process}", BROKER_URL="redis://127.0.0.1:1/0", PORT="0", HOST="127.0.0.1", **changes)

    assert result.returncode == 1
    assert f"Set {named} to" in result.stderr


@pytest.fixture
def production(settings, monkeypatch):
    """Settings as they are in production, and safe."""
    monkeypatch.setattr(env, "IS_PRODUCTION", True)
    settings.DATABASES["default"]["ENGINE"] = "django.db.backends.postgresql"
    settings.ALLOWED_HOSTS = ["shop.example", ".haat.example"]
    settings.SITE_URL = "https://shop.example"
    return settings


def found() -> set[str]:
    return {message.id for message in run_checks(tags=["security"]) if message.id.startswith("haat.")}


@pytest.fixture(autouse=True)
def _database_engine_comes_back(settings):
    engine = settings.DATABASES["default"]["ENGINE"]
    yield
    settings.DATABASES["default"]["ENGINE"] = engine


def test_safe_settings_pass(production):
    assert found() == set()


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("ALLOWED_HOSTS", ["*"], "haat.E012"),
        ("ALLOWED_HOSTS", ["127.0.0.1", "localhost"], "haat.E012"),
        ("SITE_URL", "http://shop.example", "haat.E013"),
        ("SITE_URL", "https://elsewhere.example", "haat.E014"),
        ("ALLOWED_ORIGINS", ["http://app.example"], "haat.E015"),
        ("TRUSTED_PROXIES", ["0.0.0.0/0"], "haat.E016"),
        ("TRUSTED_PROXIES", ["proxy"], "haat.E003"),
        ("METRICS_TOKEN", "guess", "haat.E017"),
        ("RATE_LIMIT_AUTH", "5", "haat.E002"),
        ("RATE_LIMITS_CODE_TRIES", ["20/h", "5"], "haat.E002"),
        ("RATE_LIMITS_MESSAGES", {"sign_in": ["5"]}, "haat.E002"),
        ("REST_FRAMEWORK", {"DEFAULT_AUTHENTICATION_CLASSES": []}, "haat.E001"),
        (
            "REST_FRAMEWORK",
            {"DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"]},
            "haat.E001",
        ),
    ],
)
def test_unsafe_settings_are_refused(production, name, value, error):
    setattr(production, name, value)

    assert error in found()


def test_staff_need_a_second_step_unless_the_operator_says_otherwise(production, monkeypatch):
    monkeypatch.delenv("STAFF_TWO_FACTOR_REQUIRED", raising=False)

    assert runpy.run_path(admin.__file__)["STAFF_TWO_FACTOR_REQUIRED"] is True


def test_sqlite_is_refused(production):
    production.DATABASES["default"]["ENGINE"] = "django.db.backends.sqlite3"

    assert "haat.E011" in found()


def test_subdomains_may_carry_the_links_of_mails(production):
    production.SITE_URL = "https://shop.haat.example"

    assert found() == set()
