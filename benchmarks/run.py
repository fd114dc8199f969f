"""Measures the shop beside a bare Django view under the same server, and writes the table in RESULTS.md.

    python -m benchmarks.run [--seconds 4] [--rounds 3] [--write]

The server gets one core, the load generator the other. Figures of one run are compared with B of the same run only.
"""

import argparse
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.load import measure

ROOT = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).with_name("RESULTS.md")
SERVER_CORE, CLIENT_CORE = 0, 1


@dataclass(frozen=True)
class Row:
    name: str
    path: str
    target: float | None
    headers: tuple[tuple[str, str], ...] = ()


ROWS = [
    Row("public read answered from the cache", "/api/v1", 0.6),
    Row("public read answered 304 from the cache", "/api/v1", 0.6, (("If-None-Match", "current"),)),
    Row("uncached trivial API view through everything", "/api/v1", 0.25, (("Authorization", "Bearer none"),)),
    Row("page of the shell answered from the cache", "/", 0.4),
    Row("uncached page of the shell", "/about/", 0.1, (("Cookie", "messages=none"),)),
    Row("uncached page with a form", "/account/sign-in/", None),
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(application: str, environment: dict[str, str], workers: int = 1) -> Iterator[tuple[int, int]]:
    """Run a server for the application; yields its port and the pid of its first process."""
    port = free_port()
    command = ["taskset", "-c", str(SERVER_CORE), sys.executable, "-m", "gunicorn", application, "--preload"]
    command += ["--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", "4", "--log-level", "error"]
    command += ["--workers", str(workers), "--keep-alive", "30", "--no-control-socket"]
    if application.startswith("config."):
        command += ["--config", "config/gunicorn.py"]
    environment = {**os.environ, **environment, "PORT": str(port)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen(command, cwd=ROOT, env=environment, **quiet)
    try:
        _wait_for(port, server)
        yield port, server.pid
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)


def _wait_for(port: int, server: subprocess.Popen) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError("The server stopped before it answered.")
        try:
            socket.create_connection(("127.0.0.1", port), 0.5).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("The server did not answer within 30 seconds.")


def median_rate(port: int, row: Row, *, seconds: float, rounds: int) -> tuple[float, float]:
    """Return the median requests per second and p95 in milliseconds over some rounds."""
    headers = dict(row.headers)
    if headers.get("If-None-Match") == "current":
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{row.path}") as answer:
            headers["If-None-Match"] = answer.headers["ETag"]
    measure(port, row.path, seconds=0.5, headers=headers)
    runs = [measure(port, row.path, seconds=seconds, headers=headers) for _ in range(rounds)]
    return statistics.median(run.per_second for run in runs), statistics.median(run.percentile(95) for run in runs)


def proportional_set_size(pid: int) -> float:
    """Return the megabytes of a process and its children, shared pages counted by share."""
    total = 0
    children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    for member in [pid, *map(int, children.stdout.split())]:
        rollup = Path(f"/proc/{member}/smaps_rollup").read_text()
        total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total / 1024


def compare(seconds: float, rounds: int) -> list[str]:
    """Return the table's lines: B first, then each row of the shop."""
    lines = ["| what | requests/s | × B | wanted | p95 ms |", "| --- | ---: | ---: | ---: | ---: |"]
    with serving("benchmarks.bare:application", {}) as (port, _):
        bare, p95 = median_rate(port, Row("B", "/constant", 1), seconds=seconds, rounds=rounds)
    lines.append(f"| **B**: bare Django view, constant JSON | {bare:,.0f} | 1 | – | {p95:.1f} |")
    with tempfile.TemporaryDirectory() as folder:
        limits = {f"RATE_LIMIT_{name}": "off" for name in ("AUTH", "API", "CATALOGUE")}
        environment = {"VAR_DIR": folder, "LOG_LEVEL": "WARNING", **limits}
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(migrate, cwd=ROOT, env={**os.environ, **environment}, check=True)
        with serving("config.wsgi:application", environment) as (port, _):
            for row in ROWS:
                rate, p95 = median_rate(port, row, seconds=seconds, rounds=rounds)
                wanted = f"≥ {row.target}" if row.target else "–"
                lines.append(f"| {row.name} | {rate:,.0f} | {rate / bare:.2f} | {wanted} | {p95:.1f} |")
        with serving("config.wsgi:application", environment, workers=2) as (port, pid):
            time.sleep(2)
            idle = proportional_set_size(pid)
            for row in ROWS:
                measure(port, row.path, seconds=1, headers=dict(row.headers))
            busy = proportional_set_size(pid)
            lines += [
                "",
                f"Two preloaded web workers and their parent: {idle:.0f} MB (PSS), after load {busy:.0f} MB.",
            ]
    return lines


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seconds", type=float, default=4)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--write", action="store_true", help="write the table to RESULTS.md")
    chosen = options.parse_args()
    os.sched_setaffinity(0, {CLIENT_CORE})
    table = "\n".join(compare(chosen.seconds, chosen.rounds))
    print(table)
    if chosen.write:
        RESULTS.write_text(
            f"# Figures\n\nMeasured on {datetime.now(UTC).date()}, two cores, 16 connections.\n\n{table}\n"
        )


if __name__ == "__main__":
    main()
