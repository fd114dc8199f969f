"""A backup holds everything, and putting it back gives exactly what was there."""

import io
import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts.models import User
from audit.models import AdminActionLog
from core import outgoing
from core.models import IdempotentCall, OutboxDelivery, OutboxEvent
from tests.factories.accounts import AddressFactory, UserFactory


@pytest.fixture(autouse=True)
def _folders(settings, tmp_path):
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = tmp_path / "media", tmp_path / "private"
    settings.VAR_DIR = tmp_path


@pytest.fixture
def shop():
    """A shop with people, an answer in bytes and an uploaded picture."""
    user = UserFactory(name="Åsa Nyström", phone_number="+919876543210")
    AddressFactory(user=user, is_default_shipping=True, is_default_billing=True)
    now = timezone.now()
    call = {"fingerprint": "f", "claim": "0190b6f0-0000-7000-8000-000000000000", "claimed_at": now}
    IdempotentCall.objects.create(caller="c", key="k", body=b"\x00\xff", expires_at=now, **call)
    picture = Path(settings.MEDIA_ROOT) / "avatars" / "face.webp"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"picture")


def rows() -> dict[str, list]:
    """Every row of every table; bytes as bytes, so that both databases say the same."""
    return {
        model._meta.label: [
            [bytes(value) if isinstance(value, memoryview) else value for value in row]
            for row in model._base_manager.order_by("pk").values_list()
        ]
        for model in apps.get_models(include_auto_created=True)
    }


def backup(file: Path, **options) -> dict:
    out = io.StringIO()
    call_command("backup", str(file), json=True, stdout=out, **options)
    return json.loads(out.getvalue())


def restore(file: Path, **options) -> str:
    out = io.StringIO()
    call_command("restore", str(file), stdout=out, **options)
    return out.getvalue()


def database_name() -> str:
    return Path(str(connection.settings_dict["NAME"])).name


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_portable", [False, True], ids=["native", "portable"])
class TestRoundTrip:
    def test_gives_every_row_and_file_back(self, shop, tmp_path, is_portable):
        before = rows()
        backup(tmp_path / "shop.tar.gz", portable=is_portable)
        User.objects.all().delete()
        IdempotentCall.objects.all().delete()
        (Path(settings.MEDIA_ROOT) / "avatars" / "face.webp").write_bytes(b"other")
        (Path(settings.MEDIA_ROOT) / "later.webp").write_bytes(b"later")

        restore(tmp_path / "shop.tar.gz", go_live=True)

        (restored,) = AdminActionLog.objects.all()
        assert (restored.title, restored.reason) == ("All data of the shop: restored", "manage.py restore")
        assert rows() | {AdminActionLog._meta.label: []} == before
        assert (Path(settings.MEDIA_ROOT) / "avatars" / "face.webp").read_bytes() == b"picture"
        assert not (Path(settings.MEDIA_ROOT) / "later.webp").exists()

    def test_leaves_a_shop_that_works(self, shop, tmp_path, is_portable):
        backup(tmp_path / "shop.tar.gz", portable=is_portable)
        User.objects.all().delete()

        restore(tmp_path / "shop.tar.gz")

        newcomer = UserFactory()
        assert User.objects.get(pk=newcomer.pk).email == newcomer.email
        assert User.objects.count() == 2

    def test_keeps_the_copy_from_mailing_anybody(self, shop, tmp_path, is_portable):
        backup(tmp_path / "shop.tar.gz", portable=is_portable)
        User.objects.all().delete()

        said = restore(tmp_path / "shop.tar.gz")

        assert outgoing.is_paused()
        assert "Nothing is sent" in said

    def test_says_whether_what_came_back_holds_together(self, shop, tmp_path, is_portable):
        backup(tmp_path / "whole.tar.gz", portable=is_portable)
        user = User.objects.get()
        OutboxDelivery.objects.create(
            event=OutboxEvent.objects.create(name="UserRegistered", payload={"user_id": str(user.pk)}),
            handler="gone.handler",
            queue="mail",
            next_try_at=timezone.now(),
        )
        backup(tmp_path / "broken.tar.gz", portable=is_portable)

        User.objects.all().delete()
        assert "Broken in it: outbox.handlers_exist." in restore(tmp_path / "broken.tar.gz")
        User.objects.all().delete()
        assert "invariants hold" in restore(tmp_path / "whole.tar.gz")


@pytest.mark.django_db(transaction=True)
class TestBackup:
    def test_says_what_it_wrote(self, shop, tmp_path):
        said = backup(tmp_path / "shop.tar.gz", portable=True)

        assert said["vendor"] == connection.vendor
        assert said["kind"] == "portable"
        assert said["folders"] == {"media": 1, "private": 0}
        assert said["bytes"] == (tmp_path / "shop.tar.gz").stat().st_size

    def test_is_for_its_owner_only(self, shop, tmp_path):
        backup(tmp_path / "shop.tar.gz", portable=True)

        assert (tmp_path / "shop.tar.gz").stat().st_mode & 0o077 == 0

    def test_goes_into_the_folder_for_backups_when_no_file_is_named(self, shop, tmp_path):
        out = io.StringIO()
        call_command("backup", portable=True, json=True, stdout=out)

        assert Path(json.loads(out.getvalue())["file"]).parent == tmp_path / "backups"

    def test_writes_over_a_file_only_when_told_to(self, shop, tmp_path):
        backup(tmp_path / "shop.tar.gz", portable=True)

        with pytest.raises(CommandError, match="exists already"):
            backup(tmp_path / "shop.tar.gz", portable=True)
        backup(tmp_path / "shop.tar.gz", portable=True, force=True)

    def test_leaves_nothing_half_written_beside_it(self, shop, tmp_path):
        backup(tmp_path / "shop.tar.gz", portable=True)

        assert sorted(path.name for path in tmp_path.iterdir()) == ["media", "shop.tar.gz"]

    def test_shows_what_is_in_a_file(self, shop, tmp_path):
        backup(tmp_path / "shop.tar.gz", portable=True)

        assert backup(tmp_path / "shop.tar.gz", show=True)["kind"] == "portable"


@pytest.mark.django_db(transaction=True)
class TestRestore:
    def test_asks_before_it_replaces_people(self, shop, tmp_path):
        backup(tmp_path / "shop.tar.gz", portable=True)

        with pytest.raises(CommandError, match=f"--confirm {database_name()}"):
            restore(tmp_path / "shop.tar.gz")
        assert User.objects.count() == 1

    def test_puts_rows_only_into_a_fresh_database(self, shop, tmp_path):
        backup(tmp_path / "shop.tar.gz", portable=True)

        with pytest.raises(CommandError, match="fresh database"):
            restore(tmp_path / "shop.tar.gz", confirm=database_name())
        assert User.objects.count() == 1

    def test_says_that_a_file_is_not_there(self, tmp_path):
        with pytest.raises(CommandError, match=r"There is no file .*gone\.tar\.gz\."):
            call_command("restore", tmp_path / "gone.tar.gz", "--dry-run")

    def test_changes_nothing_in_a_dry_run(self, shop, tmp_path):
        backup(tmp_path / "shop.tar.gz", portable=True)
        User.objects.update(name="Somebody else")

        restore(tmp_path / "shop.tar.gz", dry_run=True)

        assert User.objects.get().name == "Somebody else"

    def test_says_in_a_dry_run_what_was_read(self, shop, tmp_path):
        backup(tmp_path / "shop.tar.gz", portable=True)

        said = restore(tmp_path / "shop.tar.gz", dry_run=True)

        assert "Files of media: 1.\nFiles of private: 0.\n" in said
        assert "can be read to its end, the database in it is whole, and it fits" in said

    @pytest.mark.parametrize("is_dry", [True, False], ids=["dry run", "restore"])
    @pytest.mark.parametrize(
        ("harm", "words"),
        [
            (lambda file: file[:-200], "is cut off: its end is missing. Fetch it again"),
            (lambda file: b"not an archive", "is not a backup"),
            (lambda file: file[:-300] + bytes([file[-300] ^ 1]) + file[-299:], "is damaged"),
            # As if other bytes had come out: only the sum at the end tells.
            (lambda file: file[:-8] + bytes([file[-8] ^ 1]) + file[-7:], "is damaged: CRC check failed"),
        ],
        ids=["cut", "text", "a bit", "the sum"],
    )
    def test_refuses_a_damaged_file(self, shop, tmp_path, harm, words, is_dry):
        file = tmp_path / "shop.tar.gz"
        (Path(settings.MEDIA_ROOT) / "noise").write_bytes(os.urandom(5000))
        backup(file, portable=True)
        file.write_bytes(harm(file.read_bytes()))
        people = list(User.objects.values_list())

        with pytest.raises(CommandError, match=words):
            restore(file, confirm=database_name(), dry_run=is_dry)
        assert list(User.objects.values_list()) == people

    @pytest.mark.parametrize("is_dry", [True, False], ids=["dry run", "restore"])
    def test_refuses_a_database_that_is_not_the_one_of_the_manifest(self, shop, tmp_path, is_dry):
        file = tmp_path / "shop.tar.gz"
        backup(file, portable=True)
        rewrite_manifest(file, lambda manifest: manifest.update(sha256="0" * 64))

        with pytest.raises(CommandError, match="not the one that was written"):
            restore(file, confirm=database_name(), dry_run=is_dry)

    @pytest.mark.parametrize("name", ["../evil", "media/../../evil", "etc/passwd"])
    def test_refuses_a_file_that_would_write_elsewhere(self, shop, tmp_path, name):
        file = tmp_path / "shop.tar.gz"
        backup(file, portable=True)
        with tarfile.open(file) as archive:
            manifest = archive.extractfile("manifest.json").read()
        with tarfile.open(file, "w:gz") as archive:
            for member, content in (("manifest.json", manifest), (name, b"x")):
                described = tarfile.TarInfo(member)
                described.size = len(content)
                archive.addfile(described, io.BytesIO(content))

        with pytest.raises(CommandError, match="which no backup does"):
            restore(file, confirm=database_name())

    def test_refuses_a_backup_of_a_later_version(self, shop, tmp_path):
        file = tmp_path / "shop.tar.gz"
        backup(file, portable=True)
        rewrite_manifest(file, lambda manifest: manifest["migrations"].append("core.9999_future"))

        with pytest.raises(CommandError, match=r"later version.*core\.9999_future"):
            restore(file, confirm=database_name())

    def test_refuses_the_native_copy_of_another_kind_of_database(self, shop, tmp_path):
        file = tmp_path / "shop.tar.gz"
        backup(file, portable=True)
        rewrite_manifest(file, lambda manifest: manifest.update(kind="native", vendor="oracle"))

        with pytest.raises(CommandError, match="--portable"):
            restore(file, confirm=database_name())


def rewrite_manifest(file: Path, change) -> None:
    with tarfile.open(file) as archive:
        members = {member.name: archive.extractfile(member).read() for member in archive if member.isreg()}
    manifest = json.loads(members["manifest.json"])
    change(manifest)
    members["manifest.json"] = json.dumps(manifest).encode()
    with tarfile.open(file, "w:gz") as archive:
        for name, content in members.items():
            described = tarfile.TarInfo(name)
            described.size = len(content)
            archive.addfile(described, io.BytesIO(content))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
class TestMoving:
    def test_takes_a_shop_from_this_database_to_sqlite_and_back_out_the_same(self, shop, tmp_path):
        backup(tmp_path / "here.tar.gz", portable=True)
        other = other_shop(tmp_path)

        manage(other, "restore", str(tmp_path / "here.tar.gz"), "--go-live")
        manage(other, "backup", str(tmp_path / "there.tar.gz"), "--portable")

        there = [row for row in rows_in(tmp_path / "there.tar.gz") if "core.data.restored" not in row]
        assert there == rows_in(tmp_path / "here.tar.gz")


def other_shop(folder: Path) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "VAR_DIR": str(folder / "other"), "DJANGO_SETTINGS_MODULE": "config.settings"}


def manage(environment: dict[str, str], *arguments: str) -> None:
    command = [sys.executable, "manage.py", *arguments]
    ended = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr


def rows_in(file: Path) -> list[str]:
    with tarfile.open(file) as archive:
        return sorted(archive.extractfile("database").read().decode().splitlines())


class TestOutgoing:
    @pytest.mark.django_db
    def test_is_open_until_somebody_pauses_it(self):
        assert not outgoing.is_paused()

        call_command("outgoing", "pause", stdout=io.StringIO())
        assert outgoing.is_paused()

        call_command("outgoing", "resume", stdout=io.StringIO())
        assert not outgoing.is_paused()

    @pytest.mark.django_db
    def test_is_logged_when_it_changes(self):
        for action in ("resume", "pause", "pause", "resume"):
            call_command("outgoing", action, stdout=io.StringIO())

        log = AdminActionLog.objects.order_by("pk").values_list("action", "reason")
        assert list(log) == [
            ("core.outgoing.paused", "manage.py outgoing pause"),
            ("core.outgoing.resumed", "manage.py outgoing resume"),
        ]

    @pytest.mark.django_db
    def test_stays_shut_while_the_environment_says_so(self, settings):
        settings.OUTGOING_OFF = True

        with pytest.raises(CommandError, match="OUTGOING=off"):
            call_command("outgoing", "resume", stdout=io.StringIO())
        assert outgoing.is_paused()

    @pytest.mark.django_db
    def test_answers_in_json(self):
        out = io.StringIO()

        call_command("outgoing", json=True, stdout=out)

        assert json.loads(out.getvalue()) == {"paused": False}
