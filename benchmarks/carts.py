"""Measures filling and looking into a cart on PostgreSQL, beside B, and writes the table in CARTS.md.

    python -m benchmarks.carts postgres://postgres@127.0.0.1:5432 [--seconds 8] [--write]

A flow is a new guest who adds one thing and looks into the cart: `POST /cart/items`, then `GET /cart`. The same is
measured for carts that hold twenty things already. Its database is a copy of that of benchmarks.catalogue.
"""

import argparse
import http.client
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import psycopg

from benchmarks.catalogue import prepare
from benchmarks.load import measure
from benchmarks.run import CLIENT_CORE, ROOT, serving

RESULTS = Path(__file__).with_name("CARTS.md")
PRODUCTS, CONNECTIONS, FULL, WANTED = 1_000, 8, 20, 0.025
STOCK = """
INSERT INTO inventory_location
  (id, created_at, updated_at, name, code, address, state, country, priority, is_default, is_active)
VALUES (gen_random_uuid(), now(), now(), 'Main', 'main', '', '', 'IN', 0, TRUE, TRUE) ON CONFLICT DO NOTHING;
INSERT INTO inventory_stockitem (id, created_at, updated_at, variant_id, location_id, on_hand, reserved, version,
  low_stock_threshold, allow_backorder)
SELECT gen_random_uuid(), now(), now(), v.id, l.id, 1000000, 0, 1, 10, FALSE
FROM catalog_productvariant v, inventory_location l WHERE l.code = 'main' ON CONFLICT DO NOTHING;
"""
Flow = Callable[[http.client.HTTPConnection, list[str], int], None]


def ask(connection: http.client.HTTPConnection, method: str, path: str, token: str = "", body: object = None) -> str:
    """Call the API; return the guest's token."""
    headers = {"Content-Type": "application/json"} | ({"X-Cart-Token": token} if token else {})
    connection.request(method, f"/api/v1/cart{path}", json.dumps(body) if body else None, headers)
    answer = connection.getresponse()
    told = answer.read()
    assert answer.status < 300, told
    return answer.headers["X-Cart-Token"]


def put_in(connection: http.client.HTTPConnection, variant: str, token: str = "") -> str:
    return ask(connection, "POST", "/items", token, {"variant": variant, "quantity": 1})


def new_guest(connection: http.client.HTTPConnection, variants: list[str], number: int) -> None:
    ask(connection, "GET", "", put_in(connection, variants[number % len(variants)]))


def full_cart(connection: http.client.HTTPConnection, variants: list[str], number: int) -> None:
    """The same thing once more: the cart stays as long as it is."""
    token = getattr(connection, "cart_token", "")
    if not token:
        for variant in variants[:FULL]:
            token = put_in(connection, variant, token)
        connection.cart_token = token  # type: ignore[attr-defined]
    put_in(connection, variants[number % 10], token)
    ask(connection, "GET", "", token)


def flows(port: int, variants: list[str], flow: Flow, seconds: float) -> float:
    """Return how many flows a second so many connections get through, the first of each not counted."""
    numbers, done = count(), []
    ready = threading.Barrier(CONNECTIONS)

    def shop() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        flow(connection, variants, next(numbers))
        ready.wait()
        stop_at = time.monotonic() + seconds
        while time.monotonic() < stop_at:
            flow(connection, variants, next(numbers))
            done.append(1)

    crowd = [threading.Thread(target=shop) for _ in range(CONNECTIONS)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    return len(done) / seconds


def copied(server: str, name: str) -> str:
    """Return the address of a fresh copy of this database, with the tables of today."""
    with psycopg.connect(f"{server}/postgres", autocommit=True) as database:
        database.execute("DROP DATABASE IF EXISTS haat_bench_carts")
        database.execute(f"CREATE DATABASE haat_bench_carts TEMPLATE {name}")  # type: ignore[call-overload]
    url = f"{server}/haat_bench_carts"
    environment = {**os.environ, "DATABASE_URL": url, "LOG_LEVEL": "ERROR"}
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, cwd=ROOT, env=environment, check=True)
    return url


def compare(server: str, seconds: float, rounds: int) -> str:
    url = copied(server, prepare(server, PRODUCTS, None)[0].rpartition("/")[2])
    with psycopg.connect(url, autocommit=True) as database:
        for statement in filter(None, map(str.strip, STOCK.split(";"))):
            database.execute(statement)  # type: ignore[call-overload]
        rows = database.execute("SELECT id FROM catalog_productvariant WHERE is_active ORDER BY sku LIMIT 500")
        variants = [str(pk) for (pk,) in rows.fetchall()]
    with serving("benchmarks.bare:application", {}) as (port, _):
        bare = statistics.median(measure(port, "/constant", seconds=seconds).per_second for _ in range(rounds))
    limits = {f"RATE_LIMIT_{name}": "off" for name in ("AUTH", "API", "CATALOGUE")}
    lines = ["| flow | flows/s | × B | wanted |", "| --- | ---: | ---: | ---: |"]
    with serving("config.wsgi:application", {"DATABASE_URL": url, "LOG_LEVEL": "WARNING", **limits}) as (port, _):
        for name, flow in (("a new cart: add, look", new_guest), (f"a cart of {FULL}: add, look", full_cart)):
            rate = statistics.median(flows(port, variants, flow, seconds) for _ in range(rounds))
            lines.append(f"| {name} | {rate:,.0f} | {rate / bare:.3f} | ≥ {WANTED} |")
    return "\n".join([*lines, "", f"B is {bare:,.0f} requests/s."])


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("server")
    options.add_argument("--seconds", type=float, default=8)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--write", action="store_true", help="write the table to CARTS.md")
    chosen = options.parse_args()
    os.sched_setaffinity(0, {CLIENT_CORE})
    table = compare(chosen.server, chosen.seconds, chosen.rounds)
    print(table)
    if chosen.write:
        about = (
            f"Measured on {datetime.now(UTC).date()}, PostgreSQL, one core for the server, {CONNECTIONS} connections."
        )
        RESULTS.write_text(f"# Carts\n\n{about}\n\n{table}\n")


if __name__ == "__main__":
    main()
