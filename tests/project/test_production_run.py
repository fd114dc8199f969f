"""The large shop as docs/deployment.md starts it: web, worker and clock apart, and every one of them may go."""

import json
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from redis import Redis

from tests.architecture.sources import ROOT
from tests.notifications.smtp_server import MailServer
from tests.project.shop_processes import a_database, a_shop, database_url, environment, manage, wait_until
from tests.project.test_production import SAFE

# The database is copied: marked, it is made even when nothing else runs.
pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PASSWORD = "four blue umbrellas"
TOKEN = "monitor-monitor-monitor-monitor"
# As the proxy passes on what came by TLS.
BY_PROXY = {"Host": "shop.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.7"}
# A worker that died keeps its work until its lease has ended and the next sweep comes.
RECOVERY_SECONDS = 300


@pytest.fixture
def mails() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture
def variables(django_db_setup, redis_url, mails) -> Iterator[dict[str, str]]:
    with a_database("production") as name:
        url = database_url(name)
        yield SAFE | {
            "DATABASE_URL": url,
            "DATABASE_REPLICA_URL": url,
            "REDIS_URL": redis_url,
            "BROKER_URL": redis_url,
            "MAIL_URL": f"smtp://127.0.0.1:{mails.port}",
            "TRUSTED_PROXIES": "127.0.0.1",
            "METRICS_TOKEN": TOKEN,
            "HOST": "127.0.0.1",
        }


@contextmanager
def a_process(name: str, folder: Path, variables: dict[str, str]) -> Iterator[subprocess.Popen]:
    """Run bin/worker or bin/beat in a group of its own."""
    with (folder / name).open("a") as output:
        process = subprocess.Popen(
            [f"bin/{name}"], cwd=ROOT, env=environment(folder, **variables), start_new_session=True,
            stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def register(shop, name: str) -> None:
    body = {"email": f"{name}@example.com", "password": PASSWORD, "name": name}
    assert shop.ask("/api/v1/auth/register", body, headers=BY_PROXY).status == 201


def sent_to(mails: MailServer, name: str) -> list[str]:
    return [
        mail.get_body(("plain",)).get_content() for mail in mails.mails if mail["To"] == f"{name}@example.com"
    ]  # fmt: skip


def test_the_large_shop_works_and_outlives_its_workers(variables, mails, redis_url, tmp_path):
    manage(tmp_path, variables, "migrate")
    manage(tmp_path, variables, "create_admin", "--email", "you@example.com", "--password", PASSWORD)

    with a_shop(tmp_path, command=("bin/web",), **variables) as shop:
        with a_process("beat", tmp_path, variables) as beat:
            with a_process("worker", tmp_path, variables) as worker:
                see_that_strangers_get_little(shop)
                see_somebody_in(shop, mails)
                see_that_staff_need_a_second_factor(shop)
                findings = {one["name"]: one["state"] for one in diagnosed(tmp_path, variables)}
                assert "failed" not in findings.values()
                assert findings["workers"] == "ok"

                for number in range(3):
                    register(shop, f"before{number}")
                os.killpg(worker.pid, signal.SIGKILL)
                worker.wait()
            for number in range(3):
                register(shop, f"after{number}")

            names = [f"{when}{number}" for when in ("before", "after") for number in range(3)]
            with a_process("worker", tmp_path, variables) as again:
                wait_until(lambda: all(sent_to(mails, name) for name in names), RECOVERY_SECONDS)
                again.terminate()
                assert again.wait(60) == 0
            beat.terminate()
            assert beat.wait(60) == 0
        shop.process.terminate()
        assert shop.process.wait(40) == 0
        see_what_was_logged(shop)
    # Whoever had the broker's database to themselves leaves nothing behind.
    with Redis.from_url(redis_url) as client:
        client.flushdb()


def diagnosed(folder: Path, variables: dict[str, str]) -> list[dict]:
    """Ask the doctor, but for static files: this folder has none that were collected."""
    found = json.loads(
        subprocess.run(
            ["python", "manage.py", "doctor", "--json"], cwd=ROOT, env=environment(folder, **variables), check=False,
            capture_output=True, text=True,
        ).stdout
    )  # fmt: skip
    return [one for one in found["findings"] if one["name"] != "static files"]


def see_that_strangers_get_little(shop) -> None:
    assert shop.ask("/health/ready").status == 200
    assert shop.ask("/metrics").status == 400
    assert shop.ask("/metrics", headers=BY_PROXY).status == 404
    assert shop.ask("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).status == 200
    far_too_long = shop.ask(f"/api/v1/products?q={quote('क' * 10_000)}", headers=BY_PROXY)
    assert (far_too_long.status, far_too_long.json["error"]["code"]) == (400, "VALIDATION_ERROR")


def see_somebody_in(shop, mails: MailServer) -> None:
    register(shop, "asha")
    wait_until(lambda: sent_to(mails, "asha"))
    code = re.search(r"\b\d{6}\b", sent_to(mails, "asha")[0])[0]

    proven = shop.ask("/api/v1/auth/verify-email", {"email": "asha@example.com", "code": code}, headers=BY_PROXY)
    signed_in = shop.ask("/api/v1/auth/login", {"email": "asha@example.com", "password": PASSWORD}, headers=BY_PROXY)
    token = signed_in.json["data"]["access_token"]
    me = shop.ask("/api/v1/auth/me", headers=BY_PROXY | {"Authorization": f"Bearer {token}"})

    assert (proven.status, signed_in.status, me.status) == (200, 200, 200)
    assert me.json["data"]["email_verified"] is True


def see_that_staff_need_a_second_factor(shop) -> None:
    body = {"email": "you@example.com", "password": PASSWORD}
    token = shop.ask("/api/v1/auth/login", body, headers=BY_PROXY).json["data"]["access_token"]

    answer = shop.ask("/api/v1/admin/users", headers=BY_PROXY | {"Authorization": f"Bearer {token}"})

    assert answer.status == 403


def see_what_was_logged(shop) -> None:
    lines = [json.loads(line) for line in shop.said.splitlines() if line.startswith("{")]
    assert {"haat.request", "gunicorn.error"} <= {line["logger"] for line in lines}
    assert not [line for line in shop.said.splitlines() if " [INFO] " in line]
    assert "198.51.100.7" in {line.get("ip") for line in lines}
    assert PASSWORD not in shop.said
    assert "eyJ" not in shop.said
