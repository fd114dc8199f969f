"""Which tests run where: all on SQLite, those that touch a database again on PostgreSQL, the slow ones with --full.

Nothing is left out in silence: what bin/test runs elsewhere is deselected, what cannot run here is skipped, counted in
the summary, and in CI makes the run fail.
"""

import os
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings

from tests.browser import find_chromium

DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_reset_sequences"}
# Shown once on SQLite; on PostgreSQL too with --full.
SHOWN_ONCE = (
    "tests/accounts/api/test_account",
    "tests/accounts/api/test_over_posting",
    "tests/accounts/api/test_people",
    "tests/accounts/api/test_security",
    "tests/accounts/api/test_token_matrix",
    "tests/accounts/test_logs",
    "tests/accounts/test_pages_",
    "tests/accounts/test_postal",
    "tests/architecture/",
    "tests/catalog/api/test_staff_naming",
    "tests/catalog/api/test_staff_products",
    "tests/catalog/demo/",
    "tests/catalog/test_admin",
    "tests/catalog/test_imports_admin",
    "tests/catalog/test_media",
    "tests/catalog/test_office_pages",
    "tests/catalog/test_pages",
    "tests/catalog/test_quick_edit",
    "tests/content/",
    "tests/core/api/test_schema",
    "tests/core/back_office/",
    "tests/core/pictures/test_storing",
    "tests/core/test_error_pages",
    "tests/core/test_logs",
    "tests/core/test_middleware",
    "tests/core/test_same_origin",
    "tests/core/test_sentry",
    "tests/inventory/test_admin",
    "tests/notifications/test_admin",
    "tests/notifications/test_broadcast_page",
    "tests/notifications/test_carriers",
    "tests/notifications/test_dev_pages",
    "tests/notifications/test_forged_hosts",
    "tests/notifications/test_handlers",
    "tests/notifications/test_mails",
    "tests/notifications/test_preferences",
    "tests/project/",
    "tests/promotions/test_admin",
    "tests/regions/test_api",
)
RARE = re.compile(r"(_race|test_races|test_killed)\.py::")
REPEATS = 20
cannot_run = pytest.StashKey[Counter]()
# Whether this run was asked to look at everything: set by --full.
is_full = False


def a_few(values: Iterable, *few: Any) -> list:
    """All the values for a test's parameter: bin/test tries these few, and --full every one."""
    if strangers := set(few).difference(values):
        raise ValueError(f"none of the values: {strangers}")
    cells = {value: value if isinstance(value, tuple) else (value,) for value in values}
    return [value if value in few else pytest.param(*cells[value], marks=pytest.mark.slow) for value in cells]


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("haat")
    group.addoption("--tier", choices=["embedded", "server"], help="set by bin/test: run only what belongs there")
    group.addoption("--full", action="store_true", help="also the slow tests")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run races and kills twenty times with --full: what goes wrong rarely goes wrong then."""
    if metafunc.config.getoption("full") and RARE.search(metafunc.definition.nodeid):
        metafunc.fixturenames.append("repeat")
        metafunc.parametrize("repeat", range(REPEATS))


def pytest_configure(config: pytest.Config) -> None:
    global is_full
    is_full = config.getoption("full")
    config.stash[cannot_run] = Counter()
    # The same examples every time: what goes wrong once can be looked at. Those that write rows are slow ones.
    unhurried = settings(deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    settings.register_profile("steady", unhurried)
    examples = 60 if config.getoption("full") else 8
    settings.register_profile("rows", unhurried, max_examples=examples, stateful_step_count=15)
    if not config.getoption("hypothesis_profile"):
        settings.load_profile("steady")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    tier, on_postgres = config.getoption("tier"), connection.vendor == "postgresql"
    kept, left_out = [], []
    for item in items:
        belongs = not (tier == "embedded" and _needs_postgres(item)) and not (
            tier == "server" and not _uses_database(item)
        )
        is_wanted = config.getoption("full") or not item.get_closest_marker("slow")
        (kept if belongs and is_wanted else left_out).append(item)
    for item in kept:
        if _needs_postgres(item) and not on_postgres:
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL: set TEST_DATABASE_URL, or run bin/test"))
        if item.get_closest_marker("browser") and not find_chromium():
            item.add_marker(pytest.mark.skip(reason="needs a browser: install chromium, or set CHROMIUM to its path"))
        if item.get_closest_marker("browser") and os.environ.get("CI"):
            # A busy machine may starve a browser: it is asked once more, and the closing line counts that.
            item.add_marker(pytest.mark.flaky(reruns=1))
    # What mostly waits for other processes begins, so that it never ends alone.
    items[:] = sorted(kept, key=lambda item: not item.nodeid.startswith("tests/project/"))
    if left_out:
        config.hook.pytest_deselected(items=left_out)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or hasattr(session.config, "workerinput"):
        return
    missing = session.config.stash[cannot_run]
    for report in reporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        if reason.startswith("Skipped: needs "):
            missing[reason.removeprefix("Skipped: ")] += 1
    if missing and os.environ.get("CI") and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for reason, count in terminalreporter.config.stash[cannot_run].items():
        terminalreporter.write_line(f"NOT RUN: {count} tests, {reason}", red=True)


def _needs_postgres(item: pytest.Item) -> bool:
    return item.get_closest_marker("postgres") is not None


def _uses_database(item: pytest.Item) -> bool:
    """Whether PostgreSQL could make a difference. What a page says and who may open it is the same on both."""
    if item.get_closest_marker("browser"):
        return False
    if _needs_postgres(item):
        return True
    if item.nodeid.startswith(SHOWN_ONCE) and not item.config.getoption("full"):
        return False
    return item.get_closest_marker("django_db") is not None or bool(DATABASE_FIXTURES & set(item.fixturenames))
