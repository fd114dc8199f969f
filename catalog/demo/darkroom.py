"""Makes the demo's pictures and hangs them: things on a backdrop, kept with their sizes, found by their looks."""

import functools
import io
import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

from PIL import Image, ImageColor, ImageDraw, ImageFilter, ImageOps

from catalog.demo import pencil
from catalog.demo.dyeing import thing
from catalog.demo.looks import Look, all_looks
from core import pictures
from core.models import Picture

LOGOS = Path(__file__).parent / "pictures" / "logo"
# Another edition makes every picture anew.
EDITION = "https://haat.example/demo/pictures/3/"
SIDE = 640
FLOOR = 0.79
# Where each of several things stands, from the back to the front: the middle of its foot and its size.
PLACES: dict[int, list[tuple[float, float, float]]] = {
    1: [(0.5, 0, 0.6)],
    2: [(0.38, -0.03, 0.5), (0.66, 0.02, 0.38)],
    3: [(0.33, -0.05, 0.4), (0.66, -0.05, 0.4), (0.5, 0.03, 0.4)],
    4: [(0.29, -0.06, 0.34), (0.53, -0.06, 0.34), (0.44, 0.03, 0.34), (0.7, 0.03, 0.34)],
    6: [(x, y, 0.29) for y in (-0.1, 0.03) for x in (0.27 + y / 2, 0.5 + y / 2, 0.73 + y / 2)],
}
# From near by: the main thing alone.
NEAR = [(0.5, 0.0, 0.94)]
PAPERS = ("#f3e7d3", "#f6d9c6", "#f5d6d3", "#e3d8f1", "#d3e3f4", "#cfe9e6", "#d9ead6", "#f4e3b4", "#e6e4e2")
STAGES = ("arch", "podium", "disc", "window", "shelf")


def picture_id(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, EDITION + name)


def logos() -> dict[str, Path]:
    return {file.stem: file for file in sorted(LOGOS.glob("*.webp"))}


def develop() -> None:
    """Keep the pictures that are not there yet, each in a transaction of its own.

    Those that lists show have their sizes at once, and the others as soon as a worker has time for them.
    """
    there = set(Picture.objects.filter(pk__in=_names()).values_list("pk", flat=True))
    for name, file in logos().items():
        if picture_id(name) not in there:
            with Image.open(file) as image:
                _keep(name, file.read_bytes(), image.size, "logo")
    missing = [look for look in all_looks() if picture_id(look.name) not in there]
    # Pillow works outside the interpreter's lock.
    with ThreadPoolExecutor(os.cpu_count()) as hands:
        for look, content in zip(missing, hands.map(shot, missing), strict=True):
            picture = _keep(look.name, content, (SIDE, SIDE), "product")
            if look.is_front:
                pictures.render(picture_id=picture.pk, kind="webp")


def _keep(name: str, content: bytes, size: tuple[int, int], purpose: str) -> Picture:
    return pictures.keep(content=content, size=size, purpose=purpose, picture_id=picture_id(name))


def developed() -> Mapping[str, Picture]:
    """Return the pictures by name."""
    names = _names()
    return {names[picture.pk]: picture for picture in Picture.objects.filter(pk__in=names)}


def _names() -> dict[UUID, str]:
    return {picture_id(name): name for name in (*logos(), *(look.name for look in all_looks()))}


def shot(look: Look) -> bytes:
    """Return the picture of a look, as a WebP."""
    stage, paper = STAGES[look.stage % len(STAGES)], PAPERS[look.stage * 4 % len(PAPERS)]
    sheet = _backdrop(stage, paper, SIDE).copy()
    things, places = (look.things[:1], NEAR) if look.is_close else (look.things, PLACES[len(look.things)])
    for cut, (x, y, size) in zip(_cuts(things), places, strict=True):
        if look.is_turned:
            cut, x = ImageOps.mirror(cut), 1 - x
        foot = FLOOR + y * 0.9
        if look.is_close:
            # What is flat stands in the middle, and what is tall has its foot below the edge.
            foot = 0.5 + 0.6 * size * cut.height / max(cut.size)
        _stand(sheet, cut, x, foot, size, paper)
    out = io.BytesIO()
    sheet.save(out, "WEBP", quality=88, method=0)
    return out.getvalue()


def _cuts(things: Iterable[tuple[str, str]]) -> Iterable[Image.Image]:
    for name, colour in things:
        below, sign, above = name.partition("@")
        if sign:
            yield _on_cover(thing(below, colour), thing(above, ""))
            continue
        above, sign, pot = name.partition("/")
        yield _in_pot(thing(above, ""), thing(pot, colour)) if sign else thing(name, colour)


def _on_cover(book: Image.Image, sign: Image.Image) -> Image.Image:
    whole = book.copy()
    sign = _fit(sign, round(min(book.size) * 0.5))
    whole.alpha_composite(sign, ((book.width - sign.width) * 6 // 10, (book.height - sign.height) * 4 // 10))
    return whole


def _in_pot(plant: Image.Image, pot: Image.Image) -> Image.Image:
    pot, plant = _fit(pot, 150), _fit(plant, 220)
    whole = Image.new("RGBA", (240, plant.height + pot.height - 24))
    whole.alpha_composite(pot, ((240 - pot.width) // 2, plant.height - 24))
    whole.alpha_composite(plant, ((240 - plant.width) // 2, 0))
    return whole


def _fit(cut: Image.Image, side: int) -> Image.Image:
    by = side / max(cut.size)
    return cut.resize((max(1, round(cut.width * by)), max(1, round(cut.height * by))), Image.Resampling.LANCZOS)


def _stand(sheet: Image.Image, cut: Image.Image, x: float, y: float, size: float, paper: str) -> None:
    """Stand a thing on the floor, with a shadow behind and a darker one below it."""
    cut = _fit(cut, round(size * SIDE))
    left, top = round(x * SIDE - cut.width / 2), round(y * SIDE - cut.height)
    shade = pencil.mixed(ImageColor.getrgb(paper), (40, 24, 60), 0.62)
    blur = SIDE // 50
    shadow = Image.new("L", (cut.width + 6 * blur, cut.height + 6 * blur))
    shadow.paste(cut.getchannel("A").point([value * 3 // 10 for value in range(256)]), (3 * blur, 3 * blur))
    foot = (3 * blur + cut.width * 0.04, 3 * blur + cut.height - blur, 3 * blur + cut.width * 0.96)
    ImageDraw.Draw(shadow).ellipse((*foot, 3 * blur + cut.height + blur), fill=190)
    shadow = shadow.filter(ImageFilter.GaussianBlur(blur * 0.8))
    sheet.paste(shade, (left - 3 * blur + blur, top - 3 * blur + blur // 2), shadow)
    sheet.paste(cut, (left, top), cut)


@functools.cache
def _backdrop(stage: str, paper: str, side: int) -> Image.Image:
    base = ImageColor.getrgb(paper)
    sheet = Image.new("RGB", (side, side), pencil.mixed(base, (255, 255, 255), 0.35))
    fade = Image.linear_gradient("L").resize((side, side))
    sheet.paste(pencil.mixed(base, (60, 40, 90), 0.1), mask=fade)
    pale, light = (pencil.mixed(base, (255, 255, 255), part) for part in (0.2, 0.65))
    drum, dark, deep = (pencil.mixed(base, (60, 40, 90), part) for part in (0.1, 0.16, 0.26))

    def lay(tone: tuple[int, ...], shape: str, corners: Iterable[float], soft: float = 0.0, **more: float) -> None:
        mask = Image.new("L", (side * 2, side * 2))
        getattr(ImageDraw.Draw(mask), shape)([value * side * 2 for value in corners], fill=255, **more)
        sheet.paste(tone, mask=mask.reduce(2).filter(ImageFilter.GaussianBlur(soft * side)))

    lay(dark, "rectangle", (0, 0.72, 1, 1), 0.05)
    match stage:
        case "arch":
            lay(dark, "rounded_rectangle", (0.16, 0.08, 0.84, 1.2), radius=0.68 * side)
            lay(pale, "rounded_rectangle", (0.185, 0.1, 0.85, 1.2), 0.004, radius=0.66 * side)
            lay(dark, "rectangle", (0, 0.76, 1, 1), 0.02)
        case "podium":
            lay(deep, "ellipse", (0.05, 0.8, 1, 1.06), 0.03)
            lay(drum, "ellipse", (0.1, 0.76, 0.9, 0.98))
            lay(drum, "rectangle", (0.1, 0.78, 0.9, 0.87))
            lay(light, "ellipse", (0.1, 0.67, 0.9, 0.89))
        case "disc":
            lay(light, "ellipse", (0.13, 0.07, 0.87, 0.81))
        case "window":
            for x, y in ((0.12, 0.04), (0.4, 0.04), (0.17, 0.34), (0.45, 0.34)):
                pane = (x, y + 0.05, x + 0.24, y, x + 0.29, y + 0.26, x + 0.05, y + 0.31)
                lay(light, "polygon", pane, 0.012)
        case _:
            lay(dark, "rectangle", (0, 0.86, 1, 0.91), 0.02)
            lay(light, "rectangle", (0, 0.74, 1, 0.84))
            lay(dark, "rectangle", (0, 0.84, 1, 0.87))
    return sheet
