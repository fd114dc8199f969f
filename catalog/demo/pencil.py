"""Draws the things that no picture shows: soft shapes on a grid of 100 by 100, lit from the upper left."""

import functools
import itertools
from collections.abc import Callable, Iterator

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter, ImageOps

from catalog.demo.words import rows

SIDE = 360
# Masks are drawn this much larger than they are used, for smooth edges.
FINE = 2
INKS = {
    "steel": "#b4bac6",
    "dark": "#34323f",
    "grey": "#7b7f8c",
    "white": "#f1eff3",
    "cream": "#f0e2c6",
    "glass": "#b9dff0",
    "brass": "#e0ab3d",
    "copper": "#c9754b",
    "clay": "#bf6a45",
    "wood": "#96603f",
    "pale": "#d9a873",
    "jute": "#cdaa72",
    "skin": "#c98d63",
    "leaf": "#52ab4c",
    "lime": "#8fcf57",
    "blue": "#3b7fdc",
    "sky": "#6fc3ee",
    "red": "#d63548",
    "pink": "#ec7fa4",
    "orange": "#f08a35",
    "yellow": "#f5c83f",
    "purple": "#7f5bc4",
    "teal": "#2f9d99",
    "soil": "#5b3f33",
    "amber": "#a5581f",
    "flame": "#ffb429",
}
Point = tuple[float, float]
Pen = Callable[[ImageDraw.ImageDraw, list[float], float], None]


@functools.cache
def drawings() -> dict[str, list[list[str]]]:
    """Return the shapes of each drawing, bottom one first: `kind ink number number…`."""
    return {name: [shape.split() for shape in shapes.split(";")] for name, shapes in rows("drawings")}


def draw(name: str, colour: str) -> Image.Image:
    """Draw a thing whose main part has this colour."""
    sheet = Image.new("RGBA", (SIDE, SIDE))
    scale = SIDE * FINE / 100
    for kind, ink, *numbers in drawings()[name]:
        mask = Image.new("L", (SIDE * FINE, SIDE * FINE))
        PENS[kind](ImageDraw.Draw(mask), [float(number) for number in numbers], scale)
        left, top, right, bottom = (value // FINE for value in mask.getbbox() or (0, 0, 0, 0))
        box = (left * FINE, top * FINE, min(right + 1, SIDE) * FINE, min(bottom + 1, SIDE) * FINE)
        sheet.alpha_composite(_lit(mask.reduce(FINE, box), ink, colour), (left, top))
    return sheet


def _lit(mask: Image.Image, ink: str, colour: str) -> Image.Image:
    """Fill a mask with ink: lighter on top, with a bright upper edge and a dark lower one unless it is flat."""
    name = ink.strip("+-~")
    base: tuple[int, ...] = ImageColor.getrgb(colour if name == "main" else INKS[name])
    base = mixed(base, (255, 255, 255), 0.22 * ink.count("+"))
    base = mixed(base, (24, 14, 40), 0.22 * ink.count("-"))
    filled = Image.new("RGB", mask.size, base)
    if "~" not in ink:
        fade = Image.linear_gradient("L").resize(mask.size)
        filled.paste(mixed(base, (28, 12, 48), 0.42), mask=fade.point([value * 5 // 8 for value in range(256)]))
        depth = max(3, min(24, min(mask.size) // 5))
        wide = ImageOps.expand(mask, depth)
        for tone, way, part in (((255, 255, 255), depth, 0.5), (mixed(base, (20, 8, 40), 0.7), -depth, 0.55)):
            edge = ImageChops.subtract(wide, ImageChops.offset(wide, way, way))
            soft = edge.filter(ImageFilter.GaussianBlur(depth * 0.55))
            within = (depth, depth, depth + mask.width, depth + mask.height)
            filled.paste(tone, mask=soft.crop(within).point([int(value * part) for value in range(256)]))
    see_through = 0.55 if name == "glass" else 1
    filled.putalpha(mask.point([int(value * see_through) for value in range(256)]))
    return filled


def mixed(one: tuple[int, ...], other: tuple[int, ...], part: float) -> tuple[int, ...]:
    return tuple(round(first + (second - first) * part) for first, second in zip(one, other, strict=False))


def _pairs(numbers: list[float], scale: float) -> list[Point]:
    return [(x * scale, y * scale) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]


def _curve(points: list[Point], closed: bool) -> Iterator[Point]:
    """Yield a smooth line through the points."""
    count = len(points)
    around = [points[-1], *points, *points[:2]] if closed else [points[0], *points, points[-1]]
    for place in range(count if closed else count - 1):
        before, start, end, after = around[place : place + 4]
        for step in range(16):
            t = step / 16
            yield tuple(
                0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
                for a, b, c, d in zip(before, start, end, after, strict=True)
            )
    if not closed:
        yield points[-1]


def _box(paper: ImageDraw.ImageDraw, numbers: list[float], scale: float) -> None:
    *corners, round_by = numbers
    paper.rounded_rectangle([value * scale for value in corners], round_by * scale, fill=255)


def _oval(paper: ImageDraw.ImageDraw, numbers: list[float], scale: float) -> None:
    paper.ellipse([value * scale for value in numbers], fill=255)


def _ring(paper: ImageDraw.ImageDraw, numbers: list[float], scale: float) -> None:
    *corners, width = numbers
    paper.ellipse([value * scale for value in corners], outline=255, width=round(width * scale))


def _facet(paper: ImageDraw.ImageDraw, numbers: list[float], scale: float) -> None:
    paper.polygon(_pairs(numbers, scale), fill=255)


def _blob(paper: ImageDraw.ImageDraw, numbers: list[float], scale: float) -> None:
    paper.polygon(list(_curve(_pairs(numbers, scale), closed=True)), fill=255)


def _cord(paper: ImageDraw.ImageDraw, numbers: list[float], scale: float) -> None:
    width, *rest = numbers
    half = width * scale / 2
    for (x, y), (to_x, to_y) in itertools.pairwise(_curve(_pairs(rest, scale), closed=False)):
        paper.line((x, y, to_x, to_y), fill=255, width=round(half * 2))
        paper.ellipse((x - half, y - half, x + half, y + half), fill=255)
        paper.ellipse((to_x - half, to_y - half, to_x + half, to_y + half), fill=255)


PENS: dict[str, Pen] = {"box": _box, "oval": _oval, "ring": _ring, "facet": _facet, "blob": _blob, "cord": _cord}
