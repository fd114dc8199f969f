"""Uploaded pictures: nothing of what was sent is kept but the pixels."""

import io
import re
import secrets
import struct
import warnings
import zlib
from typing import IO

from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from core.errors import DomainError, PayloadTooLarge, Refusal

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 25_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 84
# What makes a file a page or a program to somebody who does not ask for a picture.
CODE = re.compile(rb"<(?:script|html|!doctype|iframe|svg|\?php)[\s>/]", re.IGNORECASE)

# What Pillow raises for broken files, by reading its decoders.
BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, struct.error, zlib.error)


class ImageRefused(DomainError):
    """Details name the field `file`, so that forms and API show it in the same place."""

    code = "IMAGE_REFUSED"
    message = _("Choose a JPEG, PNG or WebP picture that opens on your device.")
    refusal = Refusal.INVALID


class ImageHasTooManyPixels(ImageRefused):
    code = "IMAGE_HAS_TOO_MANY_PIXELS"
    message = _("That picture has too many pixels. Choose one with at most 25 megapixels.")


class ImageHoldsCode(ImageRefused):
    """A picture for one program and a page or a script for another."""

    code = "IMAGE_HOLDS_CODE"
    message = _("That file holds more than a picture. Save it anew as JPEG, PNG or WebP, and try again.")


def clean_image(file: IO[bytes], *, max_side: int) -> ContentFile:
    """Return the picture as a fresh WebP under a random name, no side longer than `max_side`.

    The type is told by the content, the size is checked before any pixel is decoded, and metadata is dropped.
    Raises PayloadTooLarge, ImageHasTooManyPixels or ImageRefused.
    """
    return ContentFile(encoded(clean_pixels(file, max_side=max_side)), name=f"{secrets.token_hex(16)}.webp")


def clean_pixels(file: IO[bytes], *, max_side: int) -> Image.Image:
    """Return the pixels of an uploaded picture, upright and without metadata.

    Raises PayloadTooLarge, ImageHasTooManyPixels, ImageHoldsCode or ImageRefused.
    """
    content = read_whole(file)
    if CODE.search(content):
        raise ImageHoldsCode
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return _decoded(content, max_side)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise ImageHasTooManyPixels from None
        except BROKEN:
            raise ImageRefused from None


def encoded(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()


def read_whole(file: IO[bytes], *, most: int = MAX_BYTES, refusal: type[PayloadTooLarge] = PayloadTooLarge) -> bytes:
    """Return what was sent. Raises PayloadTooLarge, in the caller's words."""
    content = file.read(most + 1)
    if len(content) > most:
        raise refusal(most)
    return content


def _decoded(content: bytes, max_side: int) -> Image.Image:
    with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
        if picture.width * picture.height > MAX_PIXELS:
            raise ImageHasTooManyPixels
        # A JPEG decodes straight to a smaller size, which saves most of the memory of a big photograph.
        picture.draft("RGB", (max_side, max_side))
        picture.load()
        upright = ImageOps.exif_transpose(picture)
    transparent = "A" in upright.getbands() or "transparency" in upright.info
    plain = upright.convert("RGBA" if transparent else "RGB")
    plain.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
    plain.info = {}
    return plain
