"""Compiled catalogues, made by Babel: gettext's own programs are not on every machine."""

import os
import tempfile
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings


def compile_catalogues() -> list[Path]:
    """Compile each catalogue whose compiled form is missing or older; returns those that were made."""
    stale = [source for source in _sources() if _is_stale(source)]
    for source in stale:
        _compile(source)
    return stale


def _sources() -> list[Path]:
    return sorted(path for root in settings.LOCALE_PATHS for path in Path(root).glob("*/LC_MESSAGES/*.po"))


def _is_stale(source: Path) -> bool:
    target = source.with_suffix(".mo")
    return not target.exists() or target.stat().st_mtime < source.stat().st_mtime


def _compile(source: Path) -> None:
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parent.parent.name)
    # Renamed into place: another process may be reading, or compiling, the same catalogue.
    descriptor, name = tempfile.mkstemp(dir=source.parent, suffix=".tmp")
    with os.fdopen(descriptor, "wb") as file:
        write_mo(file, catalogue)
    Path(name).chmod(0o644)
    Path(name).replace(source.with_suffix(".mo"))
