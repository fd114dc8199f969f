"""Processes beside the test, on its database: each may die, and what it committed stays.

They are forked from one that has loaded Django, so that each costs milliseconds where a start would cost a second.
"""

import multiprocessing
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from django.db import connection

PATIENCE_SECONDS = 60
FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(["tests.core.loaded"])
START = "from tests.core import background as b\nfrom core import outbox\n"


@dataclass(frozen=True)
class Ended:
    returncode: int
    stdout: str
    stderr: str


def begin(work: Callable[..., object], *arguments: Any) -> BaseProcess:
    """Start a process that works on this test's database."""
    process = FORKED.Process(target=_on_database, args=(connection.settings_dict["NAME"], work, *arguments))
    process.start()
    return process


def run_python(code: str, failpoints: str = "") -> Ended:
    """Run code in a process of its own, and wait for its end."""
    with tempfile.TemporaryDirectory() as folder:
        process = begin(_execute, code, failpoints, folder)
        process.join(PATIENCE_SECONDS)
        if process.exitcode is None:
            process.kill()
            process.join()
        said = [(Path(folder) / name).read_text() for name in ("stdout", "stderr")]
    return Ended(process.exitcode or 0, *said)


def _on_database(name: str, work: Callable[..., object], *arguments: Any) -> None:
    connection.settings_dict["NAME"] = name
    work(*arguments)


def _execute(code: str, failpoints: str, folder: str) -> None:
    from django.conf import settings

    from core import failpoints as places

    for number, name in ((1, "stdout"), (2, "stderr")):
        os.dup2(os.open(f"{folder}/{name}", os.O_WRONLY | os.O_CREAT), number)
    settings.FAILPOINTS = places.parse(failpoints)
    exec(START + code, {"__name__": "__main__"})  # noqa: S102
