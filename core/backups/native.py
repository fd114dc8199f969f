"""Copies in the database's own form: fast, exact, and for the same kind of database only."""

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

from django.db import connection

TOOL_TIMEOUT_SECONDS = 6 * 3600


class ToolFailed(Exception):
    """pg_dump or pg_restore could not do it, and says why."""


def can_dump() -> bool:
    return connection.vendor == "sqlite" or (shutil.which("pg_dump") is not None and _server_is_not_newer())


def dump(target: Path) -> None:
    """Write a consistent copy while the shop goes on."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        copy = sqlite3.connect(target)
        with copy:
            connection.connection.backup(copy)
        copy.close()
    else:
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def load(source: Path) -> None:
    """Put the copy in the place of everything that is in the database."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        copy = sqlite3.connect(source)
        copy.backup(connection.connection)
        copy.close()
        connection.close()
    else:
        connection.close()
        _run(
            "pg_restore",
            "--clean",
            "--if-exists",
            "--no-owner",
            "--no-privileges",
            "--single-transaction",
            str(source),
        )


def _server_is_not_newer() -> bool:
    """pg_dump refuses a server that is newer than itself."""
    command = ["pg_dump", "--version"]
    said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=10).stdout  # noqa: S603
    digits = "".join(character if character.isdigit() else " " for character in said).split()
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        server = int(cursor.fetchone()[0])
    return bool(digits) and server // 10_000 <= int(digits[0])


def _run(program: str, *arguments: str) -> None:
    settings = connection.settings_dict
    environment = os.environ | {"PGPASSWORD": settings["PASSWORD"] or "", "PGOPTIONS": ""}
    address = [f"--host={settings['HOST']}"] if settings["HOST"] else []
    address += [f"--port={settings['PORT']}"] if settings["PORT"] else []
    address += [f"--username={settings['USER']}"] if settings["USER"] else []
    command = [program, *address, f"--dbname={settings['NAME']}", *arguments]
    ended = subprocess.run(  # noqa: S603
        command, capture_output=True, text=True, check=False, env=environment, timeout=TOOL_TIMEOUT_SECONDS
    )
    if ended.returncode:
        raise ToolFailed(f"{program}: {ended.stderr.strip()[-2000:]}")
