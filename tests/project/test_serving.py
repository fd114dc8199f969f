"""The embedded shop from its start to its end, as bin/serve runs it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

PATIENCE_SECONDS = 90
# The first start draws the demo's pictures.
FIRST_START_SECONDS = 400


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(folder: Path, **environment: str) -> subprocess.Popen:
    known = {"PATH": os.environ["PATH"], "VAR_DIR": str(folder / "var"), "PORT": str(free_port()), **environment}
    # Its own folder has no .env that could say otherwise.
    output = (folder / "output").open("w")
    command = [sys.executable, "-m", "config.serve"]
    process = subprocess.Popen(command, cwd=ROOT, env=known, stdout=output, stderr=subprocess.STDOUT)
    process.url = f"http://127.0.0.1:{known['PORT']}"
    return process


@contextmanager
def started(folder: Path, **environment: str) -> Iterator[subprocess.Popen]:
    process = start(folder, **environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_until_healthy(process: subprocess.Popen, seconds: int = PATIENCE_SECONDS) -> None:
    ends_at = time.monotonic() + seconds
    while time.monotonic() < ends_at and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{process.url}/health", timeout=5):  # noqa: S310
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("The shop did not open.")


def said(folder: Path) -> str:
    return (folder / "output").read_text()


PAGES = ("/", "/admin/login/", "/api/v1", "/api/docs", "/static/css/app.css")


@pytest.mark.slow
def test_the_embedded_shop_lives_from_its_first_start_to_the_second(tmp_path_factory):
    """One test: the first start takes long."""
    folder = tmp_path_factory.mktemp("shop")
    with started(folder) as process:
        wait_until_healthy(process, FIRST_START_SECONDS)

        assert f"{process.url}/" in said(folder)
        assert "admin@haat.example" in said(folder)
        assert "Bazaar-2026!" in said(folder)
        assert [path for path in PAGES if status_of(process.url + path) != 200] == []
        assert_it_refuses_a_port_that_is_taken(process, tmp_path_factory.mktemp("other"))
        assert_it_lets_nobody_in_who_knows_the_passwords(folder, tmp_path_factory.mktemp("open"))

        process.send_signal(signal.SIGTERM)

        assert process.wait(40) == 0
        assert said(folder).count("Stopping ...") == 1

    again = tmp_path_factory.mktemp("again")
    with started(again, VAR_DIR=str(folder / "var")) as process:
        wait_until_healthy(process)

    assert "Loading the demo" not in said(again)
    assert "admin@haat.example" in said(again)


def status_of(url: str) -> int:
    with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310
        return answer.status


def assert_it_refuses_a_port_that_is_taken(process: subprocess.Popen, folder: Path) -> None:
    second = start(folder, PORT=process.url.rpartition(":")[2])

    assert second.wait(PATIENCE_SECONDS) == 1
    assert "Choose another PORT" in said(folder)


def assert_it_lets_nobody_in_who_knows_the_passwords(first: Path, folder: Path) -> None:
    second = start(folder, HOST="0.0.0.0", VAR_DIR=str(first / "var"))  # noqa: S104

    assert second.wait(PATIENCE_SECONDS) == 1
    assert "everybody knows the demo's passwords" in said(folder)


class TestElsewhere:
    def test_is_not_the_server_of_production(self, tmp_path):
        keys = {"SECRET_KEY": "k" * 50, "JWT_KEY": "j" * 50}
        second = start(
            tmp_path,
            HAAT_ENV="production",
            ALLOWED_HOSTS="shop.example",
            SITE_URL="https://shop.example",
            DATABASE_URL="postgres://nobody@127.0.0.1:1/none",
            MAIL_URL="smtp://mail.example",
            **keys,
        )

        assert second.wait(PATIENCE_SECONDS) == 1
        assert "bin/web" in said(tmp_path)

    def test_names_what_production_lacks(self, tmp_path):
        second = start(tmp_path, HAAT_ENV="production")

        assert second.wait(PATIENCE_SECONDS) != 0
        assert "Set in the environment" in said(tmp_path)

    def test_refuses_a_limit_that_it_cannot_read(self, tmp_path):
        second = start(tmp_path, RATE_LIMIT_AUTH="abc")

        assert second.wait(PATIENCE_SECONDS) == 1
        assert "RATE_LIMIT_AUTH" in said(tmp_path)
        assert not (tmp_path / "var" / "haat.sqlite3").exists()

    def test_loads_no_demo_that_it_would_not_serve(self, tmp_path):
        second = start(tmp_path, HOST="0.0.0.0")  # noqa: S104

        assert second.wait(PATIENCE_SECONDS) == 1
        assert "everybody knows" in said(tmp_path)
        assert "Loading the demo" not in said(tmp_path)
