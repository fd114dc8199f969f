"""Records what each test really exercised: API calls, pages, mails and commands that came out well.

`python -m tests.coverage_table` makes docs/coverage.md of it.
"""

import json
import os
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.base import BaseHandler
from django.core.management.base import BaseCommand
from django.test.signals import template_rendered

GOOD_STATUSES = range(200, 400)
MAILS = "email/"

_seen: set[str] = set()
_by_test: dict[str, set[str]] = defaultdict(set)


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get("COVERAGE_MAP_DIR"):
        _watch_requests()
        _watch_commands()
        template_rendered.connect(_note_template)


def _watch_requests() -> None:
    answer = BaseHandler.get_response

    def watched(handler: BaseHandler, request: Any) -> Any:
        response = answer(handler, request)
        match = getattr(request, "resolver_match", None)
        if response.status_code in GOOD_STATUSES:
            # Middleware answers some paths itself, before they are resolved.
            _seen.add(f"{request.method} /{match.route}" if match else f"{request.method} {request.path}")
        return response

    BaseHandler.get_response = watched  # type: ignore[method-assign]


def _watch_commands() -> None:
    execute = BaseCommand.execute

    def watched(command: BaseCommand, *args: Any, **options: Any) -> Any:
        result = execute(command, *args, **options)
        _seen.add(f"command {type(command).__module__.rpartition('.')[2]}")
        return result

    BaseCommand.execute = watched  # type: ignore[method-assign]


def _note_template(template: Any, **kwargs: Any) -> None:
    if template.name and template.name.startswith(MAILS):
        _seen.add(f"mail {template.name}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Any:
    _seen.clear()
    return (yield)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call" and report.passed:
        _by_test[report.nodeid] |= _seen


def pytest_sessionfinish(session: pytest.Session) -> None:
    folder = os.environ.get("COVERAGE_MAP_DIR")
    if not folder or not any(_by_test.values()):
        return
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = f"{session.config.getoption('tier') or 'all'}-{worker}.json"
    found = {test: sorted(seen) for test, seen in _by_test.items() if seen}
    (Path(folder) / name).write_text(json.dumps(found, indent=1))
