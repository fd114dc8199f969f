"""Pictures that nothing shows go after a day; those that are shown, shared or just taken up stay."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from core import pictures
from core.ids import uuid7
from core.models import Picture
from tests.core.pictures.test_storing import _own_folder, sent, stored  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)


def aged(picture: Picture) -> Picture:
    Picture.objects.filter(pk=picture.pk).update(updated_at=timezone.now() - timedelta(days=2))
    return picture


def files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


class TestCleanUp:
    def test_removes_what_nothing_shows_with_all_its_files(self):
        picture = stored()
        pictures.render(picture_id=picture.pk, kind="webp")
        aged(picture)

        call_command("cleanup")

        assert not Picture.objects.exists()
        assert files() == []

    def test_keeps_what_was_sent_today(self):
        stored()

        call_command("cleanup")

        assert len(files()) == 1

    def test_keeps_files_that_an_equal_picture_shares(self):
        aged(stored(uploaded_by=uuid7()))
        kept = stored(uploaded_by=uuid7())

        call_command("cleanup")

        assert Picture.objects.get() == kept
        assert [path.name for path in files()] == [Path(kept.file).name]

    def test_keeps_what_is_taken_up_while_it_runs(self):
        picture = aged(stored())
        found = pictures.find_unused(timezone.now())
        assert list(found) == [picture]

        pictures.take_picture(picture_id=picture.pk, purpose="product")
        pictures.remove(found)

        assert Picture.objects.get() == picture
        assert len(files()) == 1

    def test_makes_room_for_the_same_picture_to_come_again(self):
        first = aged(stored())
        call_command("cleanup")

        again = stored()

        assert again.file != first.file
        assert len(files()) == 1

    @pytest.mark.parametrize(("is_shared", "left"), [(False, 0), (True, 5)])
    def test_leaves_no_sizes_of_a_picture_that_goes_while_they_are_drawn(self, settings, is_shared, left):
        picture = stored()
        if is_shared:
            stored(uploaded_by=uuid7())
        settings.FAILPOINTS = {"pictures.rendered": lambda: pictures.remove(Picture.objects.filter(pk=picture.pk))}

        pictures.render(picture_id=picture.pk, kind="webp")

        assert len(files()) == left
