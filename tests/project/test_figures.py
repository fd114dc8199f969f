"""The figures at /metrics are those of all web processes together, and of no process that is gone."""

import os
import re
import signal
import threading
from contextlib import suppress
from http.client import HTTPException

import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.multiprocess import MultiProcessCollector

from tests.project.shop_processes import a_database, a_shop, database_url, line_to_postgres, wait_until

# The database is copied: marked, it is made even when nothing else runs.
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ROUTE = 'haat_requests_total{method="GET",route="manifest.webmanifest",status="200"}'
REQUESTS = 40


@pytest.fixture
def line():
    with line_to_postgres() as line:
        yield line


@pytest.fixture
def shop(django_db_setup, line, tmp_path):
    figures = tmp_path / "figures"
    figures.mkdir()
    with (
        a_database("figures") as name,
        a_shop(
            tmp_path,
            workers=2,
            DATABASE_URL=database_url(name, port=line.port),
            PROMETHEUS_MULTIPROC_DIR=str(figures),
        ) as shop,
    ):
        shop.figures = figures
        wait_until(lambda: len(shop.worker_ids()) == 2)
        yield shop


def figure(shop, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", shop.ask("/metrics").text, re.MULTILINE)
    return float(found.group(1)) if found else 0.0


def counting(shop) -> set[str]:
    """The processes that have counted something."""
    return {path.stem.rpartition("_")[2] for path in shop.figures.glob("counter_*.db")}


def in_progress(shop) -> float:
    """What the processes left in their files: nobody can be asked while the database hangs."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry, str(shop.figures))
    return registry.get_sample_value("haat_requests_in_progress") or 0.0


def ask_in_vain(shop) -> None:
    with suppress(OSError, HTTPException):
        shop.ask("/manifest.webmanifest", seconds=60)


def test_add_up_over_processes_and_forget_what_a_dead_one_was_doing(shop, line):
    asked = 0
    while asked < REQUESTS or len(counting(shop)) < 2:
        assert shop.ask("/manifest.webmanifest").status == 200
        asked += 1
        assert asked < 2000

    # Whichever process answers knows what all of them counted.
    assert {figure(shop, ROUTE) for _ in range(10)} == {asked}
    assert "haat_outbox_pending 0.0" in shop.ask("/metrics").text

    old = shop.worker_ids()
    line.hang()
    waiting = [threading.Thread(target=ask_in_vain, args=(shop,)) for _ in range(3)]
    for thread in waiting:
        thread.start()
    wait_until(lambda: in_progress(shop) == 3, 20)
    for pid in old:
        os.kill(pid, signal.SIGKILL)
    line.cut()
    line.restore()
    for thread in waiting:
        thread.join()
    wait_until(lambda: len(shop.worker_ids() - old) == 2 and not shop.worker_ids() & old)
    wait_until(lambda: shop.ask("/health").status == 200)

    wait_until(lambda: in_progress(shop) == 0, 20)
    assert figure(shop, ROUTE) == asked
