"""The file itself: what is in it, how it is written and how it is put back."""

import hashlib
import json
import shutil
import tarfile
import tempfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from core.backups import native, portable

FORMAT = 1
NATIVE, PORTABLE = "native", "portable"
PIECE_BYTES = 1024 * 1024
SINGLE_FILES = {"manifest.json", "database"}
Report = Callable[[str], None]


class BackupFailed(Exception):
    """Says to the operator what is in the way."""


@dataclass
class Manifest:
    """What a backup says about itself."""

    created_at: str
    vendor: str
    kind: str
    sha256: str
    migrations: list[str]
    folders: dict[str, int] = field(default_factory=dict)
    format: int = FORMAT


def write_backup(target: Path, *, is_portable: bool, now: datetime, report: Report) -> Manifest:
    """Write database and uploads into one file, consistently, while the shop goes on. Raises BackupFailed."""
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as scratch:
        copy = Path(scratch) / "database"
        kind = _dump(copy, is_portable=is_portable, report=report)
        manifest = Manifest(now.isoformat(), connection.vendor, kind, _sha256(copy), sorted(_applied()))
        manifest.folders = {name: _count_files(folder) for name, folder in _folders().items()}
        partial = Path(scratch) / "archive"
        partial.touch(mode=0o600)
        _pack(partial, manifest, copy, report)
        partial.replace(target)
    return manifest


def read_manifest(source: Path) -> Manifest:
    """Return what a backup says about itself. Raises BackupFailed when it is none, or of a later format."""
    try:
        with tarfile.open(source) as archive:
            member = archive.extractfile("manifest.json")
            manifest = Manifest(**json.load(member)) if member else None
    except FileNotFoundError:
        raise BackupFailed(f"There is no file {source}.") from None
    except EOFError:
        raise _cut_off(source) from None
    except (tarfile.TarError, zlib.error, OSError, KeyError, TypeError, ValueError) as error:
        raise BackupFailed(f"{source} is not a backup: {error}") from None
    if manifest is None or manifest.format != FORMAT:
        raise BackupFailed(f"{source} was written by another version of Haat.")
    return manifest


def restore_backup(source: Path, *, report: Report) -> Manifest:
    """Put database and uploads in the place of what is there. Raises BackupFailed before anything is changed."""
    manifest = read_manifest(source)
    _refuse_what_does_not_fit(manifest)
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.VAR_DIR, prefix=".restore-") as scratch:
        folder = Path(scratch)
        report("Unpacking ...")
        with _reading(source):
            _unpack(source, folder)
            with (folder / "database").open("rb") as copy:
                _refuse_another(copy, manifest, source)
        report("Restoring the database ...")
        _load(folder / "database", manifest)
        for name, target in _folders().items():
            _swap(folder / name, target)
    return manifest


def check_backup(source: Path) -> tuple[Manifest, Counter[str]]:
    """Read all of it, and return what it says of itself and how many files of each folder it holds.

    Changes nothing. Raises BackupFailed for what restoring would refuse.
    """
    manifest = read_manifest(source)
    _refuse_what_does_not_fit(manifest)
    with _reading(source), tarfile.open(source) as archive:
        files = [member for member in _members(archive, source) if member.isreg()]
        _refuse_another(archive.extractfile("database"), manifest, source)
    return manifest, Counter(PurePosixPath(member.name).parts[0] for member in files)


@contextmanager
def _reading(source: Path) -> Iterator[None]:
    """Say what is in the way of reading it."""
    try:
        yield
    except EOFError:
        raise _cut_off(source) from None
    except KeyError:
        raise BackupFailed(f"{source} is damaged: there is no database in it.") from None
    except (tarfile.TarError, OSError, zlib.error) as error:
        raise BackupFailed(f"{source} is damaged: {error}") from None


def _refuse_another(copy: Any, manifest: Manifest, source: Path) -> None:
    if copy is None or hashlib.file_digest(copy, "sha256").hexdigest() != manifest.sha256:
        raise BackupFailed(f"{source} is damaged: the database in it is not the one that was written.")


def _cut_off(source: Path) -> BackupFailed:
    return BackupFailed(f"{source} is cut off: its end is missing. Fetch it again from where it is kept.")


def _dump(target: Path, *, is_portable: bool, report: Report) -> str:
    if not is_portable and native.can_dump():
        report("Copying the database ...")
        try:
            native.dump(target)
        except native.ToolFailed as error:
            raise BackupFailed(str(error)) from None
        return NATIVE
    report("Copying the database row by row ...")
    portable.dump(target)
    return PORTABLE


def _load(copy: Path, manifest: Manifest) -> None:
    try:
        if manifest.kind == NATIVE:
            native.load(copy)
            call_command("migrate", verbosity=0, interactive=False)
        else:
            call_command("migrate", verbosity=0, interactive=False)
            portable.load(copy)
    except (native.ToolFailed, portable.NotEmpty) as error:
        raise BackupFailed(str(error)) from None


def _refuse_what_does_not_fit(manifest: Manifest) -> None:
    known = {f"{app}.{name}" for app, name in _migrations_on_disk()}
    if unknown := sorted(set(manifest.migrations) - known):
        raise BackupFailed(f"The backup is of a later version: this one does not know {', '.join(unknown)}.")
    if manifest.kind == NATIVE and manifest.vendor != connection.vendor:
        raise BackupFailed(f"A copy of {manifest.vendor} does not go into {connection.vendor}: use backup --portable.")
    if manifest.kind == PORTABLE and (missing := sorted(known - set(manifest.migrations))):
        raise BackupFailed(
            f"Rows go only into the version they came from; this one also has {', '.join(missing)}. "
            "Restore with that version, then migrate."
        )


def _pack(target: Path, manifest: Manifest, copy: Path, report: Report) -> None:
    described = copy.with_name("manifest.json")
    described.write_text(json.dumps(asdict(manifest), indent=1))
    with tarfile.open(target, "w:gz", compresslevel=6) as archive:
        archive.add(described, "manifest.json")
        archive.add(copy, "database")
        for name, folder in _folders().items():
            if folder.is_dir():
                report(f"Adding {manifest.folders[name]} files of {name} ...")
                archive.add(folder, name)


def _unpack(source: Path, folder: Path) -> None:
    with tarfile.open(source) as archive:
        _members(archive, source)
        if hasattr(tarfile, "data_filter"):
            archive.extraction_filter = tarfile.data_filter
        archive.extractall(folder)  # noqa: S202


def _members(archive: tarfile.TarFile, source: Path) -> list[tarfile.TarInfo]:
    """Return what a backup may hold, and refuse all else: the file may have been in other hands."""
    members = archive.getmembers()
    for member in members:
        path = PurePosixPath(member.name)
        is_expected = member.name in SINGLE_FILES or path.parts[0] in _folders()
        if not is_expected or ".." in path.parts or not (member.isreg() or member.isdir()):
            raise BackupFailed(f"{source} holds {member.name!r}, which no backup does.")
    # The sum of everything that was packed stands at the end, and is compared by reading up to there.
    while archive.fileobj and archive.fileobj.read(PIECE_BYTES):
        pass
    return members


def _swap(new: Path, target: Path) -> None:
    """Put the folder into its place; the old one goes only when the new one is there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    old = target.with_name(f"{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    if new.is_dir():
        shutil.move(new, target)
    shutil.rmtree(old, ignore_errors=True)


def _folders() -> dict[str, Path]:
    return {"media": Path(settings.MEDIA_ROOT), "private": Path(settings.PRIVATE_ROOT)}


def _applied() -> set[str]:
    applied = set(MigrationRecorder(connection).applied_migrations())
    return {f"{app}.{name}" for app, name in applied & _migrations_on_disk()}


def _migrations_on_disk() -> set[tuple[str, str]]:
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    return set(loader.disk_migrations)


def _count_files(folder: Path) -> int:
    return sum(1 for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else 0


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
