"""{% picture %}: right file, right place, and a word where there is none."""

import pytest
from django.template import Context, Template

from tests.factories.media import PictureFactory


def shown(what, arguments='"card"') -> str:
    return Template("{% load ui %}{% picture what " + arguments + " %}").render(Context({"what": what})).strip()


RENDITION = {"purpose": "card", "width": 400, "height": 400, "format": "webp", "file": "pictures/a-400.webp"}


class TestPicture:
    def test_offers_sizes_and_keeps_its_place(self):
        picture = PictureFactory.build(
            file="pictures/a.webp",
            renditions=[
                RENDITION,
                RENDITION | {"format": "avif", "file": "pictures/a-400.avif"},
                RENDITION | {"format": "avif", "width": 1000, "file": "pictures/a-1000.avif"},
            ],
        )

        html = shown(picture, '"card" alt="A lamp"')

        assert 'src="/media/pictures/a-400.webp"' in html
        assert 'srcset="/media/pictures/a-400.webp 400w, /media/pictures/a.webp 1000w"' in html
        assert (
            '<source type="image/avif" srcset="/media/pictures/a-400.avif 400w, /media/pictures/a-1000.avif 1000w"'
            in html
        )
        assert 'width="1000" height="1000" alt="A lamp" loading="lazy"' in html

    def test_offers_no_format_that_lacks_a_width(self):
        narrow = RENDITION | {"format": "avif", "file": "pictures/a-400.avif"}

        assert "avif" not in shown(PictureFactory.build(file="pictures/a.webp", renditions=[RENDITION, narrow]))

    def test_shows_what_cards_say_of_pictures(self):
        html = shown({"url": "/a.webp", "srcset": "", "width": None, "height": None, "alt": 'Lamp "brass"'})

        assert 'src="/a.webp"' in html
        assert "Lamp &quot;brass&quot;" in html
        assert "srcset" not in html

    def test_loads_the_first_at_once(self):
        html = shown({"url": "/a.webp", "alt": "", "srcset": "", "width": 1, "height": 1}, '"detail" first=True')

        assert 'fetchpriority="high"' in html
        assert "lazy" not in html

    @pytest.mark.parametrize("nothing", [None, "", {}])
    def test_says_that_there_is_none(self, nothing):
        html = shown(nothing, '"card" alt="Lamp"')

        assert 'role="img" aria-label="Lamp: No picture yet"' in html
        assert "<img" not in html
