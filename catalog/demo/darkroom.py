"""Hangs the demo's pictures: kept with their sizes the first time, found by their names afterwards."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

from PIL import Image

from core import pictures
from core.models import Picture

# One folder for each purpose, as `core.pictures` knows them.
DRAWN = Path(__file__).parent / "pictures"
# Another edition makes every picture anew.
EDITION = "https://haat.example/demo/pictures/2/"


def drawn() -> Iterator[Path]:
    """Yield the file of every picture."""
    yield from sorted(DRAWN.glob("*/*.webp"))


def picture_id(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, EDITION + name)


def develop() -> None:
    """Keep the pictures that are not there yet, each in a transaction of its own."""
    there = set(
        Picture.objects.filter(pk__in=[picture_id(file.stem) for file in drawn()]).values_list("pk", flat=True)
    )
    for file in drawn():
        if picture_id(file.stem) not in there:
            with Image.open(file) as image:
                picture = pictures.keep(
                    content=file.read_bytes(),
                    size=image.size,
                    purpose=file.parent.name,
                    picture_id=picture_id(file.stem),
                )
            pictures.render(picture_id=picture.pk, kind="webp")


def developed() -> Mapping[str, Picture]:
    """Return the pictures by name."""
    names = {picture_id(file.stem): file.stem for file in drawn()}
    return {names[picture.pk]: picture for picture in Picture.objects.filter(pk__in=names)}
