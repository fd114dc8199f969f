"""The shop in processes of its own, on databases of its own, with a line to them that can be cut."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connections

from tests.architecture.sources import ROOT

PATIENCE_SECONDS = 90


class Line:
    """A TCP line to a server: cut it, restore it, or let it hang."""

    def __init__(self, host: str, port: int) -> None:
        self._to = (host, port)
        self._ends: list[socket.socket] = []
        self._listener: socket.socket | None = None
        self._flows = threading.Event()
        self.port = 0
        self.restore()

    def restore(self) -> None:
        self._flows.set()
        if self._listener is None:
            self._listener = socket.create_server(("127.0.0.1", self.port), backlog=64)
            self.port = self._listener.getsockname()[1]
            threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def cut(self) -> None:
        """Refuse new connections and reset those that are open."""
        listener, self._listener = self._listener, None
        if listener:
            # A thread that waits in accept() keeps a closed listener open.
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._ends.clear()
        self._flows.set()

    def hang(self) -> None:
        """Keep every connection and pass nothing on."""
        self._flows.clear()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = socket.create_connection(self._to)
                self._ends += [near, far]
                for source, target in ((near, far), (far, near)):
                    threading.Thread(target=self._pass_on, args=(source, target), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while piece := source.recv(65536):
                self._flows.wait()
                target.sendall(piece)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def line_to_postgres() -> Iterator[Line]:
    database = settings.DATABASES["default"]
    line = Line(database["HOST"] or "127.0.0.1", int(database["PORT"] or 5432))
    try:
        yield line
    finally:
        line.cut()


def database_url(name: str, *, port: int | str = "") -> str:
    database = settings.DATABASES["default"]
    login = database["USER"] + (f":{database['PASSWORD']}" if database["PASSWORD"] else "")
    host = "127.0.0.1" if port else database["HOST"]
    return f"postgres://{login}@{host}:{port or database['PORT'] or 5432}/{name}"


def in_postgres(statement: str, name: str = "postgres") -> Any:
    """Run one statement and return the one value that it answers."""
    with psycopg.connect(database_url(name), autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchone()[0] if cursor.description else None


@contextmanager
def a_database(kind: str, *, copy_of: str = "") -> Iterator[str]:
    """A database of its own: a copy of the one that tests start with, or of another that nobody is connected to."""
    name, model = f"haat_{kind}_{os.getpid()}", copy_of or settings.DATABASES["default"]["NAME"]
    connections.close_all()
    in_postgres(f"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{model}'")  # noqa: S608
    in_postgres(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    in_postgres(f"CREATE DATABASE {name} TEMPLATE {model}")
    try:
        yield name
    finally:
        in_postgres(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def environment(folder: Path, **more: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "VAR_DIR": str(folder / "var"), "LOG_FORMAT": "json", **more}


def manage(folder: Path, variables: dict[str, str], *arguments: str) -> str:
    ended = subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment(folder, **variables), check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str
    seconds: float

    @property
    def json(self) -> dict:
        return json.loads(self.text)


class Shop:
    """Gunicorn with the shop's own configuration, or what the command starts."""

    def __init__(self, folder: Path, workers: int = 1, command: Sequence[str] = (), **variables: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url, self._output = f"http://127.0.0.1:{port}", folder / "output"
        server = [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py", f"--workers={workers}"]
        with self._output.open("w") as output:
            self.process = subprocess.Popen(
                [*(command or [*server, "config.wsgi"])],
                cwd=ROOT,
                env=environment(folder, PORT=str(port), **variables),
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def ask(
        self, path: str, body: dict | None = None, *, headers: dict[str, str] | None = None, seconds: float = 30
    ) -> Answer:
        """Send a GET, or a POST of JSON, on a connection of its own."""
        request = urllib.request.Request(self.url + path, headers=headers or {})  # noqa: S310
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        started = time.monotonic()
        try:
            answer = urllib.request.urlopen(request, timeout=seconds)  # noqa: S310
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            text = answer.read().decode()
            return Answer(answer.status, dict(answer.headers), text, time.monotonic() - started)

    @property
    def said(self) -> str:
        return self._output.read_text()

    def worker_ids(self) -> set[int]:
        pid = self.process.pid
        return {int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}


@contextmanager
def a_shop(folder: Path, **options) -> Iterator[Shop]:
    shop = Shop(folder, **options)
    try:
        wait_until(lambda: shop.process.poll() is not None or is_live(shop))
        assert shop.process.poll() is None, shop.said
        yield shop
    finally:
        shop.process.terminate()
        try:
            shop.process.wait(20)
        except subprocess.TimeoutExpired:
            shop.process.kill()
            shop.process.wait()


def is_live(shop: Shop) -> bool:
    try:
        return shop.ask("/health/live", seconds=5).status == 200
    except OSError:
        return False


def wait_until(is_so: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> float:
    """Wait until it is so and return how long that took; fail when it takes too long."""
    started = time.monotonic()
    while not is_so():
        assert time.monotonic() - started < seconds, f"not so after {seconds} s"
        time.sleep(0.2)
    return time.monotonic() - started
