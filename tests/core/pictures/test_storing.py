"""A picture is kept once, whoever sends it how often, and its files appear whole or not at all."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from PIL import Image

from core import outbox, pictures
from core.failpoints import FailpointReached
from core.ids import uuid7
from core.models import Picture
from core.uploads import ImageRefused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def sent(colour="red", size=(1800, 1200)) -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    out.seek(0)
    return out


def stored(**changes) -> Picture:
    return pictures.store_picture(**{"file": sent(), "purpose": "product", "uploaded_by": None} | changes)


def files() -> list[Path]:
    return sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


class TestStorePicture:
    def test_keeps_the_pixels_under_a_name_of_their_content(self):
        picture = stored()

        assert picture.file.startswith(f"pictures/{picture.digest[:2]}/{picture.digest}")
        with default_storage.open(picture.file) as file, Image.open(file) as kept:
            assert (kept.format, kept.size) == ("WEBP", (1800, 1200)) == ("WEBP", (picture.width, picture.height))

    def test_gives_the_same_row_to_whoever_sends_it_again(self):
        anna = uuid7()

        assert stored(uploaded_by=anna) == stored(uploaded_by=anna)
        assert len(files()) == 1

    def test_shares_the_file_among_equal_pictures(self):
        first, second = stored(uploaded_by=uuid7()), stored(uploaded_by=uuid7())

        assert first != second
        assert first.file == second.file
        assert len(files()) == 1

    def test_makes_large_ones_as_large_as_the_purpose_needs(self):
        picture = stored(purpose="avatar")

        assert (picture.width, picture.height) == (512, 341)

    def test_keeps_nothing_of_what_it_refuses(self):
        with pytest.raises(ImageRefused):
            stored(file=io.BytesIO(b"<svg/>"))

        assert files() == []
        assert not Picture.objects.exists()


class TestTakePicture:
    def test_gives_what_was_sent_for_the_purpose(self):
        picture = stored()

        assert pictures.take_picture(picture_id=picture.pk, purpose="product") == picture

    @pytest.mark.parametrize("wanted", [{"purpose": "avatar"}, {"uploaded_by": uuid7()}, {"picture_id": uuid7()}])
    def test_refuses_another_purpose_another_sender_and_what_is_not_there(self, wanted):
        picture = stored(uploaded_by=uuid7())

        with pytest.raises(pictures.PictureUnknown):
            pictures.take_picture(**{"picture_id": picture.pk, "purpose": "product"} | wanted)


class TestRender:
    def test_makes_every_smaller_size_and_never_a_larger_one(self):
        picture = stored(file=sent(size=(900, 600)))

        pictures.render(picture_id=picture.pk, kind="webp")

        picture.refresh_from_db()
        assert [(one["purpose"], one["width"], one["height"]) for one in picture.renditions] == [
            ("thumb", 160, 107),
            ("card", 400, 267),
            ("detail", 800, 533),
        ]
        for one in picture.renditions:
            with default_storage.open(one["file"]) as file, Image.open(file) as small:
                assert (small.format, small.size) == ("WEBP", (one["width"], one["height"]))

    def test_is_done_by_the_worker_in_both_formats(self, transactional_db):
        picture = stored()

        outbox.drain()

        picture.refresh_from_db()
        wide = [[part.split()[1] for part in picture.srcset(kind).split(", ")] for kind in ("webp", "avif")]
        assert wide == [["160w", "400w", "800w", "1600w", "1800w"]] * 2
        assert all(default_storage.exists(one["file"]) for one in picture.renditions)

    def test_changes_nothing_the_second_time(self):
        picture = stored()
        pictures.render(picture_id=picture.pk, kind="webp")
        before = {path: path.stat().st_mtime_ns for path in files()}
        picture.refresh_from_db()

        pictures.render(picture_id=picture.pk, kind="webp")

        assert {path: path.stat().st_mtime_ns for path in files()} == before
        assert Picture.objects.get().renditions == picture.renditions

    def test_goes_on_where_it_was_interrupted(self, settings):
        picture = stored()
        settings.FAILPOINTS = {"pictures.rendered": "raise"}
        with pytest.raises(FailpointReached):
            pictures.render(picture_id=picture.pk, kind="webp")
        settings.FAILPOINTS = {}
        before = files()

        pictures.render(picture_id=picture.pk, kind="webp")

        assert files() == before
        assert len(Picture.objects.get().renditions) == 4

    @pytest.mark.parametrize("lost", [("avif", 1800), ("webp", 400), ("avif", 800)])
    def test_is_done_again_by_command_for_pictures_that_lack_a_width(self, transactional_db, lost):
        _whole, lacking = stored(), stored(file=sent("blue"))
        outbox.drain()
        lacking.refresh_from_db()
        made = lacking.renditions
        kept = [one for one in made if (one["format"], one["width"]) != lost]
        # What was made for the same purpose when it was narrower does not do.
        older = [one | {"width": 99, "file": f"{one['file']}-99"} for one in made if one not in kept]
        Picture.objects.filter(pk=lacking.pk).update(renditions=kept + older)
        out = io.StringIO()

        call_command("render_pictures", dry_run=True, stdout=out)
        call_command("render_pictures", stdout=out)

        assert out.getvalue() == "Pictures that lack a size: 1\nPictures that the worker makes whole: 1\n"
        outbox.drain()
        lacking.refresh_from_db()
        assert [one for one in lacking.renditions if one not in older] == made
        assert list(pictures.find_incomplete()) == []

    def test_leaves_a_picture_alone_that_is_gone(self):
        pictures.render(picture_id=uuid7(), kind="webp")

        assert files() == []


class TestAddresses:
    def test_are_of_the_smallest_copy_that_is_wide_enough(self):
        picture = stored()
        pictures.render(picture_id=picture.pk, kind="webp")
        picture.refresh_from_db()

        assert picture.url(300) == default_storage.url(picture.renditions[1]["file"])
        assert picture.url(1700) == picture.url() == default_storage.url(picture.file)

    def test_lead_to_the_original_until_there_are_copies(self):
        assert stored().url(160) == default_storage.url(Picture.objects.get().file)

    def test_name_every_width_for_browsers_to_choose(self):
        picture = stored()
        pictures.render(picture_id=picture.pk, kind="webp")
        picture.refresh_from_db()

        assert [part.split()[1] for part in picture.srcset().split(", ")] == ["160w", "400w", "800w", "1600w", "1800w"]
        assert picture.srcset("avif") == ""


WRITE = """
import django; django.setup()
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
default_storage.save("pictures/a.webp", ContentFile(b"x" * 100_000))
"""


class TestFiles:
    def test_of_a_killed_process_are_never_under_their_name(self, tmp_path):
        environment = os.environ | {"FAILPOINTS": "storages.written=kill", "VAR_DIR": str(tmp_path)}

        killed = subprocess.run([sys.executable, "-c", WRITE], env=environment, check=False, timeout=60)

        assert killed.returncode == -9
        assert [path.suffix for path in tmp_path.rglob("*") if path.parent.name == "pictures"] == [".part"]

    def test_that_fail_leave_nothing(self, settings):
        settings.FAILPOINTS = {"storages.written": "raise"}

        with pytest.raises(FailpointReached):
            default_storage.save("a.webp", ContentFile(b"x"))

        assert files() == []
