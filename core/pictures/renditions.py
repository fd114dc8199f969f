"""Smaller copies of a picture: WebP first, then AVIF."""

import io
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image

from core.events import PictureRendered, PictureStored
from core.failpoints import failpoint
from core.models import Picture
from core.outbox import publish, publish_all

WIDTHS = {"thumb": 160, "card": 400, "detail": 800, "zoom": 1600}
# Besides the smaller ones. Browsers that read AVIF never look at WebP, so both come in the same widths.
AS_IT_CAME: dict[str, tuple[str, ...]] = {"webp": (), "avif": ("original",)}
# The slower speeds of AVIF take eight times as long for a file that is hardly smaller.
OPTIONS: dict[str, dict[str, int]] = {"webp": {"quality": 80, "method": 4}, "avif": {"quality": 60, "speed": 9}}

AT_ONCE = 500


def render(*, picture_id: UUID, kind: str) -> None:
    """Make the sizes of one kind that are not there yet, and note them on the picture's row.

    May be repeated and interrupted: a file that is there is whole, and the row learns of all of them at once.
    """
    picture = Picture.objects.filter(pk=picture_id).first()
    if picture is None:
        return
    missing = _missing(picture, kind)
    if not missing:
        return
    with default_storage.open(picture.file) as file, Image.open(file) as original:
        original.load()
    made = [_made(picture, original, purpose, kind) for purpose in missing]
    failpoint("pictures.rendered")
    _note(picture, made)


def render_incomplete() -> int:
    """Have the worker make the sizes that stored pictures lack, and return how many pictures those are."""
    picture_ids = list(find_incomplete())
    for start in range(0, len(picture_ids), AT_ONCE):
        with transaction.atomic():
            publish_all(PictureStored(picture_id=one) for one in picture_ids[start : start + AT_ONCE])
    return len(picture_ids)


def find_incomplete() -> Iterator[UUID]:
    """Yield the pictures that lack a size: stored before there was one of this width, or given up by the worker."""
    for picture in Picture.objects.order_by("pk").iterator():
        if any(_missing(picture, kind) for kind in AS_IT_CAME):
            yield picture.pk


def _missing(picture: Picture, kind: str) -> list[str]:
    smaller = [purpose for purpose, width in WIDTHS.items() if width < picture.width]
    done = {(made["width"], made["format"]) for made in picture.renditions}
    return [one for one in (*smaller, *AS_IT_CAME[kind]) if (WIDTHS.get(one, picture.width), kind) not in done]


def _made(picture: Picture, original: Image.Image, purpose: str, kind: str) -> dict[str, Any]:
    width = WIDTHS.get(purpose, picture.width)
    height = max(1, round(picture.height * width / picture.width))
    wanted = str(PurePosixPath(picture.file).with_suffix("")) + f"-{width}.{kind}"
    if not default_storage.exists(wanted):
        out = io.BytesIO()
        small = original.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3)
        small.save(out, kind.upper(), **OPTIONS[kind])
        saved = default_storage.save(wanted, ContentFile(out.getvalue()))
        if saved != wanted:
            # Somebody else made the very same file meanwhile.
            default_storage.delete(saved)
    return {"purpose": purpose, "width": width, "height": height, "format": kind, "file": wanted}


@transaction.atomic
def _note(drawn: Picture, made: list[dict[str, Any]]) -> None:
    picture = Picture.objects.select_for_update(of=("self",)).filter(pk=drawn.pk).first()
    if picture is None:
        # Removed meanwhile, and its files by what its row knew: these would stay, unless an equal picture has them.
        if not Picture.objects.filter(file=drawn.file).exists():
            transaction.on_commit(lambda: _discard(made), robust=True)
        return
    known = {one["file"]: one for one in [*picture.renditions, *made]}
    picture.renditions = sorted(known.values(), key=lambda one: (one["width"], one["format"]))
    picture.save(update_fields=["renditions", "updated_at"])
    # Whoever keeps a copy of the addresses keeps those that every browser reads.
    if any(one["format"] == "webp" for one in made):
        publish(PictureRendered(picture_id=picture.pk))


def _discard(made: list[dict[str, Any]]) -> None:
    for one in made:
        default_storage.delete(one["file"])
