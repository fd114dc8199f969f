"""Only pixels come in: everything else about a picture is refused or left behind."""

import io
import struct
import zlib

import pytest
from PIL import Image

from core.errors import PayloadTooLarge
from core.uploads import MAX_BYTES, ImageHasTooManyPixels, ImageHoldsCode, ImageRefused, clean_image


def picture(kind="JPEG", size=(64, 48), mode="RGB", **options) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "red" if mode != "P" else 1).save(out, kind, **options)
    return out.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def cleaned(content: bytes, max_side: int = 512) -> Image.Image:
    return Image.open(io.BytesIO(clean_image(io.BytesIO(content), max_side=max_side).read()))


class TestWhatComesOut:
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_is_a_webp_of_the_same_picture(self, kind):
        out = cleaned(picture(kind))

        assert (out.format, out.size) == ("WEBP", (64, 48))

    def test_has_no_side_longer_than_asked(self):
        assert cleaned(picture(size=(2000, 500)), max_side=400).size == (400, 100)

    def test_is_never_made_larger(self):
        assert cleaned(picture(size=(20, 10)), max_side=400).size == (20, 10)

    def test_has_a_random_name_that_owes_nothing_to_the_upload(self):
        upload = io.BytesIO(picture())
        upload.name = "../../a.png.html;\u202egpj.exe" + "x" * 300

        first = clean_image(upload, max_side=64).name
        upload.seek(0)
        second = clean_image(upload, max_side=64).name

        assert first != second
        assert len(first) == 37
        assert first.endswith(".webp")
        assert first[:32].isalnum()

    def test_keeps_transparency(self):
        glass = io.BytesIO()
        Image.new("RGBA", (64, 48), (255, 0, 0, 128)).save(glass, "PNG")

        assert cleaned(glass.getvalue()).getpixel((5, 5))[3] == 128

    @pytest.mark.parametrize(("kind", "mode"), [("JPEG", "CMYK"), ("JPEG", "L"), ("PNG", "P"), ("PNG", "I;16")])
    def test_is_made_from_every_colour_mode(self, kind, mode):
        assert cleaned(picture(kind, mode=mode) if mode != "I;16" else grey16()).size == (64, 48)


def grey16() -> bytes:
    out = io.BytesIO()
    Image.new("I;16", (64, 48)).save(out, "PNG")
    return out.getvalue()


class TestWhatIsLeftBehind:
    def test_the_place_where_it_was_taken(self):
        exif = Image.Exif()
        exif.get_ifd(0x8825)[2] = (12.0, 58.0, 0.0)
        exif[0x010F] = "SecretCameraMaker"

        content = clean_image(io.BytesIO(picture(exif=exif)), max_side=64).read()

        assert b"SecretCameraMaker" not in content
        assert b"EXIF" not in content

    def test_but_not_how_it_is_turned(self):
        exif = Image.Exif()
        exif[0x0112] = 6

        assert cleaned(picture(size=(64, 48), exif=exif)).size == (48, 64)

    def test_whatever_lies_behind_the_pixels(self):
        content = clean_image(io.BytesIO(picture("PNG") + b"MotionPhoto" * 20), max_side=64).read()

        assert b"MotionPhoto" not in content

    def test_comments_and_colour_profiles(self):
        content = clean_image(
            io.BytesIO(picture(comment=b"so evil", icc_profile=b"profile-of-evil" * 20)), max_side=64
        ).read()

        assert b"evil" not in content


REFUSED = {
    "nothing": b"",
    "text": b"hello",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "html": b"<!doctype html><script>alert(1)</script>",
    "php": b"<?php system($_GET['c']); ?>",
    "gif with javascript": b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)",
    "a real gif": picture("GIF", mode="P"),
    "tiff": picture("TIFF"),
    "bmp": picture("BMP"),
    "truncated jpeg": picture(size=(600, 600))[:900],
    "truncated png": picture("PNG", size=(600, 600))[:-60],
    "truncated webp": picture("WEBP", size=(600, 600))[:60],
    "jpeg header only": b"\xff\xd8\xff\xe0",
    "png header only": b"\x89PNG\r\n\x1a\n",
    "png without its pixels": png_that_claims(100, 100),
    "pdf": b"%PDF-1.7",
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED.keys())
def test_refuses_what_is_no_whole_picture(content):
    with pytest.raises(ImageRefused):
        clean_image(io.BytesIO(content), max_side=64)


POLYGLOTS = {
    "a page behind the pixels": picture("PNG") + b"<script>alert(1)</script>",
    "a program in the comment": picture(comment=b"<?php system($_GET['c']); ?>"),
    "a drawing behind the pixels": picture("WEBP") + b"<SVG onload=alert(1)>",
    "a page without a script": picture() + b"<!DOCTYPE html>",
}


@pytest.mark.parametrize("content", POLYGLOTS.values(), ids=POLYGLOTS.keys())
def test_refuses_a_picture_that_is_something_else_too(content):
    with pytest.raises(ImageHoldsCode):
        clean_image(io.BytesIO(content), max_side=64)


@pytest.mark.parametrize("size", [(50_000, 50_000), (5_001, 5_000), (25_000_001, 1)])
def test_refuses_too_many_pixels_before_decoding_any(size):
    with pytest.raises(ImageHasTooManyPixels):
        clean_image(io.BytesIO(png_that_claims(*size)), max_side=64)


def test_refuses_too_many_bytes_and_reads_no_further():
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size=-1):
            self.given += size
            return b"\xff" * size

    upload = Endless()

    with pytest.raises(PayloadTooLarge):
        clean_image(upload, max_side=64)
    assert upload.given == MAX_BYTES + 1
