"""Writes docs/full-test.md: what `bin/test --full` last found, where and when."""

import platform
import sqlite3
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

from tests.browser import find_chromium

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "docs" / "full-test.md"


@dataclass(frozen=True)
class Result:
    """How one tier ended."""

    label: str
    passed: int
    failed: int
    skipped: int
    seconds: float


def read(label: str, path: Path) -> Result:
    """Read what pytest wrote; a tier that wrote nothing has failed."""
    if not path.exists():
        return Result(label, 0, 1, 0, 0)
    suite = next(ElementTree.parse(path).getroot().iter("testsuite"))  # noqa: S314  our own file
    number = {name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")}
    failed = number["failures"] + number["errors"]
    passed = number["tests"] - failed - number["skipped"]
    return Result(label, passed, failed, number["skipped"], float(suite.get("time", 0)))


def write(results: list[Result], mutants: str, postgres_url: str) -> None:
    rows = [
        f"| {result.label} | {result.passed} | {result.failed} | {result.skipped} | {result.seconds:.0f} |"
        for result in results
    ]
    text = [
        "# The whole proof",
        "",
        "Written by `bin/test --full`: every test on both databases, races and kills 20 times, every width and theme.",
        "",
        f"Run on {datetime.now(UTC):%Y-%m-%d %H:%M} UTC at {_commit()}.",
        "",
        "| tier | passed | failed | skipped | seconds |",
        "| --- | ---: | ---: | ---: | ---: |",
        *rows,
        "",
        f"Mutants of money and stock: {mutants}",
        "",
        f"With {', '.join(_versions(postgres_url))}.",
        "",
    ]
    REPORT.write_text("\n".join(text))


def _commit() -> str:
    commit = _said("git", "rev-parse", "--short", "HEAD") or "an unknown commit"
    return f"{commit} with changes" if _said("git", "status", "--porcelain", "--", ":!docs/full-test.md") else commit


def _versions(postgres_url: str) -> list[str]:
    import psycopg

    with psycopg.connect(urlsplit(postgres_url)._replace(path="/postgres").geturl()) as connection:
        number = connection.info.server_version
    found = [
        f"Python {platform.python_version()}",
        f"Django {version('django')}",
        f"SQLite {sqlite3.sqlite_version}",
        f"PostgreSQL {number // 10000}.{number % 10000}",
    ]
    chromium = find_chromium()
    return [*found, _said(chromium, "--version") if chromium else "no browser"]


def _said(*command: str) -> str:
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return ended.stdout.strip()
