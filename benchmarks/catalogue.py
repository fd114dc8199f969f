"""Measures the catalogue's API at growing sizes on PostgreSQL, beside B, and writes the table in CATALOGUE.md.

    python -m benchmarks.catalogue postgres://postgres@127.0.0.1:5432 [--sizes 1000 100000 1000000] [--write]

The databases haat_bench_<size> are made where they are missing, each grown from the one before: a million takes a
quarter of an hour. Uncached is what a view answers: the rows of a list are read each time; its total, what a page's
filters count, what is suggested and what stands on the home page are known until the catalogue changes; in the row
that says so, filters are counted each time. B is measured in the same run.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from benchmarks.load import measure
from benchmarks.run import CLIENT_CORE, ROOT, serving

RESULTS = Path(__file__).with_name("CATALOGUE.md")
API = "/api/v1/products"
# What the edge takes for a personal request: it is answered by the view.
NOT_KEPT = {"Cookie": "messages=none"}
MAIN = 100_000


@dataclass(frozen=True)
class Row:
    """A question, and what is wanted: × B uncached and cached, and how much slower a million may be."""

    name: str
    path: str
    uncached: float | None
    cached: float | None
    growth: float | None
    keeps_counts: bool = True


ROWS = [
    Row("list, 20 cards", API, 0.16, 0.5, 1.3),
    Row("deep page by cursor", "deep", 0.13, None, 1.3),
    Row("category, by price", f"{API}/category/electronics-audio?sort=price_low", 0.16, 0.5, 1.5),
    Row("search, two words", f"{API}/search?q=wireless+headphones", 0.08, 0.4, 4),
    Row(
        "the same with counts of filters",
        f"{API}/search?q=wireless+headphones&facets=1",
        0.03,
        0.4,
        4,
        keeps_counts=False,
    ),
    Row("search, a mistyped word", f"{API}/search?q=wireless+hedphones", None, None, None),
    Row("product", "detail", 0.15, 0.5, 1.2),
    Row("suggestions", f"{API}/suggest?q=wirel", None, 0.5, 3),
    Row("home, as a page", "/", 0.05, 0.4, 1.3),
    Row("category, as a page", "/category/electronics-audio/", 0.05, 0.4, 1.3),
    Row("search, as a page", "/search/?q=wireless+headphones", 0.05, 0.4, 1.3),
    Row("product, as a page", "page", 0.05, 0.4, 1.3),
]


@dataclass
class Figures:
    rate: float
    p50: float
    p95: float


def prepare(server: str, size: int, smaller: int | None) -> tuple[str, tuple[float, float] | None]:
    """Make the database of this size unless it is there; return its address, how long the goods and the listing took.

    It goes on from a smaller one, which nobody may be connected to.
    """
    name = f"haat_bench_{size}"
    url = f"{server}/{name}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return url, None
        template = f" TEMPLATE haat_bench_{smaller}" if smaller else ""
        connection.execute(f"CREATE DATABASE {name}{template}")
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DATABASE_URL": url, "VAR_DIR": folder, "LOG_LEVEL": "ERROR"}

        def manage(*arguments: str) -> float:
            started = time.monotonic()
            subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=True)
            return time.monotonic() - started

        manage("migrate", "--verbosity", "0")
        seconds = manage("make_catalog", "--products", str(size)), manage("rebuild_listing")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    return url, seconds


def ask(port: int, path: str, *, kept: bool, seconds: float, rounds: int) -> Figures:
    headers = {} if kept else NOT_KEPT
    measure(port, path, seconds=0.5, headers=headers)
    runs = [measure(port, path, seconds=seconds, headers=headers) for _ in range(rounds)]
    assert not any(run.failures for run in runs), path
    return Figures(
        statistics.median(run.per_second for run in runs),
        statistics.median(run.percentile(50) for run in runs),
        statistics.median(run.percentile(95) for run in runs),
    )


def resolve(port: int, path: str) -> str:
    """Return the address of a row that depends on the data: a page far behind, and some product."""

    def read(where: str) -> dict:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{where}") as answer:
            return json.load(answer)

    if path in {"detail", "page"}:
        slug = read(f"{API}?limit=1")["data"][0]["slug"]
        return f"{API}/{slug}" if path == "detail" else f"/product/{slug}/"
    if path == "deep":
        last = read(f"{API}?sort=newest&limit=20&page={min(500, read(API)['pagination']['total_pages']) - 1}")
        return f"{API}?sort=newest&limit=20&cursor={last['pagination']['next_cursor']}"
    return path


Measured = dict[str, tuple[Figures, Figures | None]]


def measure_size(url: str, *, seconds: float, rounds: int, with_kept: bool) -> Measured:
    limits = {f"RATE_LIMIT_{name}": "off" for name in ("AUTH", "API", "CATALOGUE")}
    found: Measured = {}
    with tempfile.TemporaryDirectory() as folder:
        common = {"VAR_DIR": folder, "LOG_LEVEL": "ERROR", "DATABASE_URL": url, **limits}
        for keeps_counts in (True, False):
            mode = {"KEEP_COUNTS": "on" if keeps_counts else "off"}
            with serving("config.wsgi:application", common | mode) as (port, _):
                for row in (row for row in ROWS if row.keeps_counts is keeps_counts):
                    path = resolve(port, row.path)
                    kept = None
                    figures = ask(port, path, kept=False, seconds=seconds, rounds=rounds)
                    if with_kept and row.cached:
                        kept = ask(port, path, kept=True, seconds=seconds, rounds=rounds)
                    found[row.name] = figures, kept
                    print(f"  {row.name}: {figures} {kept or ''}", file=sys.stderr)
    return found


def table(bare: Figures, by_size: dict[int, Measured]) -> list[str]:
    sizes = sorted(by_size)
    main = MAIN if MAIN in by_size else sizes[-1]
    heads = [f"{size:,} products, requests/s" for size in sizes]
    growth = f"p50 from {sizes[0]:,} to {sizes[-1]:,}"
    more = f"× B at {main:,} | wanted | cached × B | wanted | {growth} | wanted | p95 ms"
    lines = [
        f"| what | {' | '.join(heads)} | {more} |",
        f"| --- |{' ---: |' * (len(sizes) + 7)}",
        f"| **B**: bare view | {' | '.join([f'{bare.rate:,.0f}'] * len(sizes))} | 1 {'| ' * 5}| {bare.p95:.1f} |",
    ]
    for row in ROWS:
        figures = [by_size[size][row.name][0] for size in sizes]
        uncached, kept = by_size[main][row.name]
        cells = [f"{one.rate:,.0f}" for one in figures]
        cells += [f"{uncached.rate / bare.rate:.2f}", f"≥ {row.uncached}" if row.uncached else ""]
        cells += [f"{kept.rate / bare.rate:.2f}" if kept else "", f"≥ {row.cached}" if row.cached else ""]
        cells += [f"{figures[-1].p50 / figures[0].p50:.2f} ×", f"≤ {row.growth} ×" if row.growth else ""]
        lines.append(f"| {row.name} | {' | '.join(cells)} | {figures[-1].p95:.0f} |")
    return lines


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("server", help="a PostgreSQL that databases may be made on")
    options.add_argument("--sizes", type=int, nargs="+", default=[1_000, MAIN, 1_000_000])
    options.add_argument("--seconds", type=float, default=2)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--write", action="store_true", help="write the table to CATALOGUE.md")
    chosen = options.parse_args()
    os.sched_setaffinity(0, {CLIENT_CORE})
    with serving("benchmarks.bare:application", {}) as (port, _):
        bare = ask(port, "/constant", kept=True, seconds=chosen.seconds, rounds=chosen.rounds)
    by_size, notes, smaller = {}, [], None
    for size in sorted(chosen.sizes):
        url, seconds = prepare(chosen.server, size, smaller)
        if seconds is not None:
            goods, listing = seconds
            made = f"{size - (smaller or 0):,} more goods were made in {goods:.0f} s"
            notes.append(f"{made}, the listing of all {size:,} in {listing:.0f} s ({size / listing:,.0f} a second).")
        smaller = size
        print(f"{size:,} products", file=sys.stderr)
        by_size[size] = measure_size(url, seconds=chosen.seconds, rounds=chosen.rounds, with_kept=size == MAIN)
    git = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    head = f"Measured on {datetime.now(UTC).date()} at {commit}: two cores, PostgreSQL beside, 16 connections."
    text = "\n".join(["# The catalogue's figures", "", head, *notes, "", *table(bare, by_size), ""])
    print(text)
    if chosen.write:
        RESULTS.write_text(text)


if __name__ == "__main__":
    main()
