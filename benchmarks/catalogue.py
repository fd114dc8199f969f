"""Measures the catalogue's API at growing sizes on PostgreSQL, beside B, and writes the table in CATALOGUE.md.

    python -m benchmarks.catalogue postgres://postgres@127.0.0.1:5432 [--sizes 1000 100000 1000000] [--write]

The databases haat_bench_<size> are made where they are missing, each grown from the one before: a million takes a
quarter of an hour. Then all of them are served at once and asked in turn, with B among them. Uncached is what a view
answers: the rows of a list are read each time; its total, what a page's filters count, what is suggested and what
stands on the home page are known until the catalogue changes; in the row that says so, filters are counted each time.
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
from collections.abc import Collection, Mapping
from contextlib import ExitStack
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


@dataclass(frozen=True)
class Question:
    port: int
    path: str
    headers: Mapping[str, str]


def ask_in_turn(questions: list[Question], *, seconds: float, rounds: int) -> list[Figures]:
    """Ask one after the other in every round: a machine that changes its pace changes it for all of them."""
    for one in questions:
        measure(one.port, one.path, seconds=0.5, headers=one.headers)
    turns = [
        [measure(one.port, one.path, seconds=seconds, headers=one.headers) for one in questions] for _ in range(rounds)
    ]
    assert not any(run.failures for turn in turns for run in turn), questions
    return [
        Figures(
            statistics.median(run.per_second for run in runs),
            statistics.median(run.percentile(50) for run in runs),
            statistics.median(run.percentile(95) for run in runs),
        )
        for runs in zip(*turns, strict=True)
    ]


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


@dataclass
class Answer:
    """What a row's question took at each size, with what the edge had kept, and what B took in the same rounds."""

    bare: Figures
    by_size: dict[int, Figures]
    kept: Figures | None


def measure_rows(urls: Mapping[int, str], *, seconds: float, rounds: int) -> dict[str, Answer]:
    """Serve all sizes at once, each by a server of its own on the same core, and ask each row of all of them."""
    limits = {f"RATE_LIMIT_{name}": "off" for name in ("AUTH", "API", "CATALOGUE")}
    main = main_size(urls)
    found: dict[str, Answer] = {}
    for keeps_counts in (True, False):
        with ExitStack() as servers:
            bare, _ = servers.enter_context(serving("benchmarks.bare:application", {}))
            ports = {}
            for size, url in urls.items():
                folder = servers.enter_context(tempfile.TemporaryDirectory())
                environment = {"VAR_DIR": folder, "LOG_LEVEL": "ERROR", "DATABASE_URL": url, **limits}
                environment["KEEP_COUNTS"] = "on" if keeps_counts else "off"
                ports[size], _ = servers.enter_context(serving("config.wsgi:application", environment))
            for row in (row for row in ROWS if row.keeps_counts is keeps_counts):
                paths = {size: resolve(port, row.path) for size, port in ports.items()}
                questions = [Question(bare, "/constant", {})]
                questions += [Question(port, paths[size], NOT_KEPT) for size, port in ports.items()]
                if row.cached:
                    questions.append(Question(ports[main], paths[main], {}))
                first, *others = ask_in_turn(questions, seconds=seconds, rounds=rounds)
                kept = others.pop() if row.cached else None
                found[row.name] = Answer(first, dict(zip(ports, others, strict=True)), kept)
                print(f"  {row.name}: {found[row.name]}", file=sys.stderr)
    return found


def main_size(sizes: Collection[int]) -> int:
    return MAIN if MAIN in sizes else max(sizes)


def table(answers: Mapping[str, Answer], sizes: list[int]) -> list[str]:
    main = main_size(sizes)
    heads = [f"{size:,} products, requests/s" for size in sizes]
    growth = f"p50 from {sizes[0]:,} to {sizes[-1]:,}"
    more = f"× B at {main:,} | wanted | cached × B | wanted | {growth} | wanted | p95 ms"
    bare = statistics.median(answer.bare.rate for answer in answers.values())
    bare_p95 = statistics.median(answer.bare.p95 for answer in answers.values())
    lines = [
        f"| what | {' | '.join(heads)} | {more} |",
        f"| --- |{' ---: |' * (len(sizes) + 7)}",
        f"| **B**: bare view | {' | '.join([f'{bare:,.0f}'] * len(sizes))} | 1 {'| ' * 5}| {bare_p95:.1f} |",
    ]
    for row in ROWS:
        answer = answers[row.name]
        figures, kept, own_bare = [answer.by_size[size] for size in sizes], answer.kept, answer.bare.rate
        cells = [f"{one.rate:,.0f}" for one in figures]
        cells += [f"{answer.by_size[main].rate / own_bare:.2f}", f"≥ {row.uncached}" if row.uncached else ""]
        cells += [f"{kept.rate / own_bare:.2f}" if kept else "", f"≥ {row.cached}" if row.cached else ""]
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
    sizes = sorted(set(chosen.sizes))
    urls, notes, smaller = {}, [], None
    for size in sizes:
        urls[size], seconds = prepare(chosen.server, size, smaller)
        if seconds is not None:
            goods, listing = seconds
            made = f"{size - (smaller or 0):,} more goods were made in {goods:.0f} s"
            notes.append(f"{made}, the listing of all {size:,} in {listing:.0f} s ({size / listing:,.0f} a second).")
        smaller = size
    answers = measure_rows(urls, seconds=chosen.seconds, rounds=chosen.rounds)
    git = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    head = f"Measured on {datetime.now(UTC).date()} at {commit}: two cores, PostgreSQL beside, 16 connections."
    text = "\n".join(["# The catalogue's figures", "", head, *notes, "", *table(answers, sizes), ""])
    print(text)
    if chosen.write:
        RESULTS.write_text(text)


if __name__ == "__main__":
    main()
