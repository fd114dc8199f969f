"""Gives the demo's goods the colours that they come in."""

import functools
from pathlib import Path

from PIL import Image, ImageChops, ImageColor, ImageFilter, ImageOps

from catalog.demo import pencil
from catalog.demo.words import COLOURS, rows

THINGS = Path(__file__).parent / "pictures" / "thing"
# Drawings that nobody gave a colour.
PLAIN = "#3b7fdc"
# How far from its main hue a thing is still dyed, in 256ths of the circle.
NEAR = 26
INKS = {name: colour for name, (colour, _hindi) in COLOURS.items()} | {"Copper": "#c9754b", "Crimson": "#9e1b32"}


@functools.cache
def dyes() -> dict[str, str]:
    """Return the things that are dyed `all` over or where they are `grey`, and not where they have their main hue."""
    return dict(rows("dyes"))


@functools.lru_cache(maxsize=256)
def thing(name: str, colour: str) -> Image.Image:
    """Return a thing in this colour, or as it is, with nothing around it."""
    if name in pencil.drawings():
        cut = pencil.draw(name, INKS.get(colour, PLAIN))
    else:
        with Image.open(THINGS / f"{name}.webp") as image:
            cut = image.convert("RGBA")
        if colour:
            cut = _dyed(cut, INKS[colour], dyes().get(name, ""))
    return cut.crop(cut.getchannel("A").point([0] * 8 + [255] * 248).getbbox())


def _dyed(cut: Image.Image, colour: str, part: str) -> Image.Image:
    """Lay the colour over light and shade of the part: dark stays dark and bright stays bright."""
    alpha, pixels = cut.getchannel("A"), cut.convert("RGB")
    mask = alpha if part == "all" else _of_hue(pixels, alpha, part == "grey")
    # Smoothed: stretched from dark to white, what compression left in the source would be seen as a grid.
    light = ImageOps.grayscale(pixels).filter(ImageFilter.MedianFilter(5)).filter(ImageFilter.GaussianBlur(1))
    levels = light.histogram(mask.point([0] * 128 + [255] * 128))
    low, mid, high = (_level(levels, share) for share in (0.03, 0.5, 0.97))
    mid = min(max(mid, low + 1), 253)
    ink = ImageColor.getrgb(colour)
    laid = ImageOps.colorize(
        light,
        black=pencil.mixed(ink, (16, 8, 36), 0.5),
        mid=ink,
        white=pencil.mixed(ink, (255, 255, 255), 0.45),
        blackpoint=low,
        midpoint=mid,
        whitepoint=max(high, mid + 1),
    )
    pixels.paste(laid, mask=mask)
    pixels.putalpha(alpha)
    return pixels


def _of_hue(pixels: Image.Image, alpha: Image.Image, is_grey: bool) -> Image.Image:
    """Return where the thing has the hue that it has most of, or hardly any."""
    hue, saturation, _value = pixels.convert("HSV").split()
    if is_grey:
        return ImageChops.multiply(saturation.point([max(0, 255 - max(0, s - 50) * 5) for s in range(256)]), alpha)
    vivid = ImageChops.multiply(saturation.point([0] * 48 + [255] * 208), alpha.point([0] * 128 + [255] * 128))
    seen = hue.histogram(vivid)
    main = max(range(256), key=lambda h: sum(seen[(h + step) % 256] for step in range(-6, 7)))
    near = hue.point([255 if min((h - main) % 256, (main - h) % 256) <= NEAR else 0 for h in range(256)])
    # A little wider and softer than the hue, so that no rim of the old colour stays.
    return ImageChops.multiply(
        ImageChops.multiply(near, saturation.point([min(255, max(0, value - 24) * 6) for value in range(256)])),
        alpha,
    ).filter(ImageFilter.GaussianBlur(0.6))


def _level(levels: list[int], share: float) -> int:
    left = sum(levels) * share
    for level, count in enumerate(levels):
        left -= count
        if left <= 0:
            return level
    return 255
