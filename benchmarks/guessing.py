"""Measures whether the time of a refused sign-in tells who has an account, and writes the table in GUESSING.md.

    python -m benchmarks.guessing [--tries 200] [--write]

One connection tries a wrong password on an address that nobody has and on one of each kind that somebody has, in turn
and in a new order each time. Limits count as in the shop, but never refuse.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.run import CLIENT_CORE, ROOT, serving

RESULTS = Path(__file__).with_name("GUESSING.md")
UNKNOWN = "nobody"
KINDS = ["known", "suspended", "unverified", "seller"]
WANTED_MS = 10
WARM_UP = 10
LIMITS = {f"RATE_LIMIT_{name}": "900000000/15m" for name in ("AUTH", "API", "CATALOGUE")}
PREPARE = f"""
from django.utils import timezone
from accounts import services
from accounts.models import User

for kind in {KINDS}:
    role = "seller" if kind == "seller" else "customer"
    services.register(email=kind + "@example.com", password="four blue umbrellas", name="Asha Rao", role=role)
User.objects.filter(email="known@example.com").update(status="active", email_verified_at=timezone.now())
User.objects.filter(email="suspended@example.com").update(status="suspended", email_verified_at=timezone.now())
"""

Try = Callable[[str], int]


def api(connection: HTTPConnection) -> Try:
    def attempt(email: str) -> int:
        body = json.dumps({"email": email, "password": "not the one"})
        connection.request("POST", "/api/v1/auth/login", body, {"Content-Type": "application/json"})
        return _status(connection)

    return attempt


def page(connection: HTTPConnection) -> Try:
    connection.request("GET", "/account/sign-in/")
    answer = connection.getresponse()
    answer.read()
    cookie = answer.headers["Set-Cookie"].partition(";")[0]
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": cookie,
        "X-CSRFToken": cookie.partition("=")[2],
    }

    def attempt(email: str) -> int:
        body = urlencode({"email": email, "password": "not the one"})
        connection.request("POST", "/account/sign-in/", body, headers)
        return _status(connection)

    return attempt


def _status(connection: HTTPConnection) -> int:
    answer = connection.getresponse()
    answer.read()
    return answer.status


# Where one signs in, and what is answered to a wrong password there.
DOORS = {"API": (api, 401), "page": (page, 422)}


def medians(attempt: Try, refused: int, *, tries: int) -> dict[str, float]:
    """Return the median milliseconds of a refusal for each kind of account."""
    took: dict[str, list[float]] = {kind: [] for kind in [UNKNOWN, *KINDS]}
    for number in range(WARM_UP + tries):
        for kind in random.sample(list(took), len(took)):
            started = time.perf_counter()
            status = attempt(f"{kind}@example.com")
            seconds = time.perf_counter() - started
            assert status == refused, (kind, status)
            if number >= WARM_UP:
                took[kind].append(seconds * 1000)
    return {kind: statistics.median(times) for kind, times in took.items()}


def measure(*, tries: int) -> dict[str, dict[str, float]]:
    with tempfile.TemporaryDirectory() as folder:
        environment = {"VAR_DIR": folder, "LOG_LEVEL": "WARNING", **LIMITS}
        for arguments in (["migrate", "--verbosity", "0"], ["shell", "--verbosity", "0", "--command", PREPARE]):
            command = [sys.executable, "manage.py", *arguments]
            subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=True)
        with serving("config.wsgi:application", environment) as (port, _):
            connection = HTTPConnection("127.0.0.1", port, timeout=30)
            return {door: medians(make(connection), refused, tries=tries) for door, (make, refused) in DOORS.items()}


def table(found: dict[str, dict[str, float]]) -> list[str]:
    heads = " | ".join(f"{door}, median ms | from unknown" for door in found)
    lines = [f"| account | {heads} | wanted |", f"| --- |{' ---: |' * (2 * len(found) + 1)}"]
    for kind in [UNKNOWN, *KINDS]:
        cells = [
            f"{times[kind]:.1f} | {'' if kind == UNKNOWN else f'{times[kind] - times[UNKNOWN]:+.1f}'}"
            for times in found.values()
        ]
        wanted = "" if kind == UNKNOWN else f"within ± {WANTED_MS}"
        lines.append(f"| {'**unknown**' if kind == UNKNOWN else kind} | {' | '.join(cells)} | {wanted} |")
    return lines


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--tries", type=int, default=200)
    options.add_argument("--write", action="store_true", help="write the table to GUESSING.md")
    chosen = options.parse_args()
    os.sched_setaffinity(0, {CLIENT_CORE})
    lines = table(measure(tries=chosen.tries))
    head = f"Measured on {datetime.now(UTC).date()}: {chosen.tries} tries of a wrong password each, two cores, SQLite."
    text = "\n".join(["# What the time of a refusal tells", "", head, "", *lines, ""])
    print(text)
    if chosen.write:
        RESULTS.write_text(text)


if __name__ == "__main__":
    main()
