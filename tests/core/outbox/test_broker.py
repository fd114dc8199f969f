"""Whatever the broker does, a request is answered at once and every event is delivered."""

import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import pytest
from django.conf import settings as project
from django.core import mail

from core import outbox, worker
from core.outbox import broker
from tests.core import background as lamp

# Who has a broker has PostgreSQL as well.
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@contextmanager
def refusing():
    """A port at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    yield port


@contextmanager
def hanging():
    """A server that accepts every connection and never says a word."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(64)
        held = []

        def accept() -> None:
            try:
                while True:
                    held.append(server.accept())
            except OSError:
                return

        threading.Thread(target=accept, daemon=True).start()
        yield server.getsockname()[1]
        for connection, _ in held:
            connection.close()


@pytest.fixture
def broker_at(settings):
    """Point the shop at a broker."""
    from config.celery import app

    def forget() -> None:
        app.amqp._producer_pool = None
        app._pool = None
        broker.circuit.close()

    def point(url: str) -> None:
        settings.CELERY_BROKER_URL = url
        app.conf.broker_url = url
        forget()

    before = app.conf.broker_url
    yield point
    app.conf.broker_url = before
    forget()


def register(api, number: int) -> tuple[int, float]:
    person = {"email": f"person{number}@example.com", "password": "Bazaar-2026!", "name": "Asha Rao"}
    return timed(api, "register", person)


def forget(api, number: int) -> tuple[int, float]:
    return timed(api, "forgot-password", {"email": f"person{number}@example.com"})


def timed(api, what: str, body: dict) -> tuple[int, float]:
    started = time.monotonic()
    answer = api.post(f"/api/v1/auth/{what}", body)
    return answer.status_code, time.monotonic() - started


@pytest.mark.parametrize("silence", [refusing, hanging])
class TestBrokerDown:
    def test_makes_no_request_fail_and_only_one_wait(self, silence, api, broker_at):
        with silence() as port:
            broker_at(f"redis://127.0.0.1:{port}/0")
            answers = [register(api, number) for number in range(20)]
            answers += [forget(api, number) for number in range(20)]

        assert [status for status, _ in answers] == [201] * 20 + [202] * 20
        p95 = sorted(seconds for _, seconds in answers)[-3]
        assert p95 < 0.2
        assert max(seconds for _, seconds in answers) < 3

    def test_delays_mails_and_loses_and_doubles_none(self, silence, api, broker_at):
        with silence() as port:
            broker_at(f"redis://127.0.0.1:{port}/0")
            for number in range(5):
                register(api, number)
                forget(api, number)
            assert mail.outbox == []

            outbox.drain()
            outbox.drain()

        wanted = [f"person{number}@example.com" for number in range(5) for _mail in ("code", "link")]
        assert sorted(message.to[0] for message in mail.outbox) == wanted
        assert len({message.subject for message in mail.outbox}) == 2

    def test_is_reported(self, silence, broker_at):
        with silence() as port:
            broker_at(f"redis://127.0.0.1:{port}/0")

            assert not worker.is_alive()


class TestCircuit:
    def test_lets_one_caller_try_after_the_rest(self, monkeypatch):
        monkeypatch.setattr(broker, "REST_SECONDS", 0.2)
        circuit = broker.Circuit()
        circuit.open()
        assert not circuit.allows()

        time.sleep(0.21)

        assert circuit.allows()
        assert not circuit.allows()

    def test_lets_everybody_through_when_it_is_closed(self):
        circuit = broker.Circuit()
        circuit.open()
        circuit.close()

        assert circuit.allows()
        assert circuit.allows()


@pytest.fixture
def celery_worker(redis_url):
    """A real worker in a process of its own, on this test's Redis and database."""
    command = [sys.executable, "-m", "celery", "--app", "tests.core.celery_app", "worker", "--concurrency", "1"]
    process = subprocess.Popen(
        [*command, "--without-gossip", "--without-mingle", "--loglevel", "WARNING"],
        env=lamp.environment(BROKER_URL=redis_url),
        cwd=project.BASE_DIR,
    )
    yield redis_url
    process.terminate()
    process.wait(20)


class TestCelery:
    def test_delivers_what_is_published_and_what_the_sweep_finds(self, celery_worker, broker_at):
        with lamp.wired(lamp.on_lamp_lit, lamp.on_lamp_lit_outside):
            lamp.light()
            broker_at(celery_worker)
            for _ in range(4):
                lamp.light()
            assert self.drained(lambda: lamp.noted("inside") == lamp.noted("outside") == 4)
            assert outbox.backlog().pending == 2

            outbox.sweep()
            assert self.drained(lambda: outbox.backlog().pending == 0)

        assert (lamp.noted("inside"), lamp.noted("outside")) == (5, 5)
        assert worker.is_alive()

    def drained(self, is_so) -> bool:
        ends_at = time.monotonic() + 40
        while not is_so():
            if time.monotonic() > ends_at:
                return False
            time.sleep(0.1)
        return True
