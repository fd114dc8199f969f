"""The embedded shop from its start to its end, as bin/serve runs it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

PATIENCE_SECONDS = 90


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


def wait_until_healthy(process: subprocess.Popen) -> None:
    ends_at = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < ends_at and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{process.url}/health", timeout=5):  # noqa: S310
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("The shop did not open.")


def said(folder: Path) -> str:
    return (folder / "output").read_text()


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """A shop that was started for the first time, and the folder it keeps its things in."""
    folder = tmp_path_factory.mktemp("shop")
    process = start(folder)
    wait_until_healthy(process)
    yield process, folder
    process.kill()
    process.wait()


class TestServing:
    def test_says_where_the_shop_is_and_who_can_sign_in(self, shop):
        process, folder = shop

        assert f"{process.url}/" in said(folder)
        assert "admin@haat.example" in said(folder)
        assert "Bazaar-2026!" in said(folder)

    @pytest.mark.parametrize("path", ["/", "/admin/login/", "/api/v1", "/api/docs", "/static/css/app.css"])
    def test_serves_pages_admin_api_and_static_files(self, shop, path):
        process, _ = shop

        with urllib.request.urlopen(process.url + path, timeout=30) as answer:  # noqa: S310
            assert answer.status == 200

    def test_refuses_a_port_that_is_taken(self, shop, tmp_path):
        process, _ = shop

        second = start(tmp_path, PORT=process.url.rpartition(":")[2])

        assert second.wait(PATIENCE_SECONDS) == 1
        assert "Choose another PORT" in said(tmp_path)

    def test_does_not_let_others_in_while_everybody_knows_the_passwords(self, shop, tmp_path):
        _, folder = shop

        second = start(tmp_path, HOST="0.0.0.0", VAR_DIR=str(folder / "var"))  # noqa: S104

        assert second.wait(PATIENCE_SECONDS) == 1
        assert "everybody knows the demo's passwords" in said(tmp_path)

    def test_is_not_the_server_of_production(self, tmp_path):
        keys = {"SECRET_KEY": "k" * 40, "JWT_KEY": "j" * 40}
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
        assert "Set the environment variable" in said(tmp_path)

    def test_ends_cleanly_when_told_to(self, shop):
        process, _ = shop

        process.send_signal(signal.SIGTERM)

        assert process.wait(40) == 0
