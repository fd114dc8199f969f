"""Probes: whether what the shop needs is there, and what to do if not. `manage.py doctor` runs them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db import DatabaseError

MIGRATIONS = "migrations"


class State(StrEnum):
    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a probe saw, in one line, and what to do about it."""

    state: State
    text: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    name: str
    finding: Finding


Probe = Callable[[], Finding]
_probes: dict[str, Probe] = {}


def ok(text: str) -> Finding:
    return Finding(State.OK, text)


def warning(text: str, advice: str) -> Finding:
    return Finding(State.WARNING, text, advice)


def failed(text: str, advice: str) -> Finding:
    return Finding(State.FAILED, text, advice)


def unused(text: str) -> Finding:
    """Say that the shop is configured to do without."""
    return Finding(State.UNUSED, text)


def register_probe(name: str, probe: Probe) -> None:
    """Have `doctor` look at this, after what was registered before."""
    _probes[name] = probe


def diagnose() -> Iterator[Diagnosis]:
    """Run every probe. One that raises has found something that does not work, or waits for the tables."""
    has_tables = True
    for name, probe in _probes.items():
        try:
            finding = probe()
        except Exception as error:  # noqa: BLE001
            if isinstance(error, DatabaseError) and not has_tables:
                finding = unused("Not looked at before the migrations are applied")
            else:
                finding = failed(f"{type(error).__name__}: {error}", "Read the message; the log has more.")
        has_tables &= not (name == MIGRATIONS and finding.state is State.FAILED)
        yield Diagnosis(name, finding)
