"""The columns of pictures: what a product shows, in which order and in which words; no address is ever asked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog import services
from catalog.enums import MediaKind
from catalog.models import ProductMedia
from core import cleaning, fetch
from tests.catalog.porting.files import as_csv, bring_in, check, exported, kettle, problems, roll_back
from tests.factories.catalog import AttributeFactory, ProductFactory, VariantFactory
from tests.factories.media import PictureFactory, ProductMediaFactory, ProductMediaURLFactory

pytestmark = pytest.mark.django_db
ELSEWHERE = "https://images.example.com/kettle|front.webp"
CELL = ELSEWHERE.replace("|", "\\|")


@pytest.fixture(autouse=True)
def _asks_nobody(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("An import asked an address.")

    monkeypatch.setattr(fetch, "fetch", refuse)


@pytest.fixture
def pan():
    """A product that shows two pictures and a film between them."""
    product = ProductFactory(slug="pan", variant=None)
    VariantFactory(product=product, sku="PAN-1", is_default=True)
    ProductMediaFactory(product=product, position=0, alt_text="From above")
    film = ProductMediaFactory(product=product, picture=None, kind=MediaKind.VIDEO, position=1)
    ProductMediaURLFactory(media=film, url="https://images.example.com/pan.mp4")
    far = ProductMediaFactory(product=product, picture=None, position=2)
    ProductMediaURLFactory(media=far, url=ELSEWHERE)
    return product


def shown(slug: str) -> list[tuple[str, str]]:
    media = ProductMedia.objects.filter(product__slug=slug).order_by("position").prefetch_related("urls")
    return [(str(one.picture_id or one.urls.get().url), one.alt_text) for one in media]


class TestPictures:
    def test_of_a_new_product_are_shown_in_their_order_with_their_texts(self, pots):
        uploaded = PictureFactory(purpose="product")

        batch = bring_in(as_csv(kettle(pictures=f"{CELL} | {uploaded.pk}", picture_texts=" | The spout")))

        assert batch.written == 1
        assert shown("copper-kettle") == [(ELSEWHERE, ""), (str(uploaded.pk), "The spout")]

    def test_replace_what_is_shown_and_leave_films_alone(self, pan):
        former = shown("pan")
        uploaded = PictureFactory(purpose="product")
        cells = {"sku": "PAN-1", "pictures": f"{uploaded.pk} | {former[0][0]}"}

        batch = bring_in(as_csv(cells))

        assert batch.rows.get().changes["pictures"] == [f"{former[0][0]} | {CELL}", f"{uploaded.pk} | {former[0][0]}"]
        assert shown("pan") == [(str(uploaded.pk), ""), former[1], former[0]]

    def test_are_put_back_with_their_texts(self, pan, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        former = shown("pan")
        batch = bring_in(as_csv({"sku": "PAN-1", "pictures": "[empty]"}))
        assert len(shown("pan")) == 1
        dict(cleaning.clean(timezone.now() + timedelta(days=30)))

        batch = roll_back(batch)

        assert (batch.undone, shown("pan")) == (1, former), batch.rows.get().problems

    def test_that_people_changed_since_are_kept(self, pan):
        batch = bring_in(as_csv({"sku": "PAN-1", "pictures": "[empty]"}))
        services.add_media(product=pan, actor=None, url="https://images.example.com/other.webp")

        batch = roll_back(batch)

        assert (batch.undone, batch.kept) == (0, 1)
        assert len(shown("pan")) == 2

    def test_come_back_as_they_were_exported(self, pan):
        file = exported()
        assert check(file).unchanged == 1
        ProductMedia.objects.filter(kind=MediaKind.IMAGE).delete()

        bring_in(file)

        assert exported() == file

    @pytest.mark.parametrize(
        ("cell", "why"),
        [
            ("http://images.example.com/a.webp", "Give an address that begins with https://."),
            ("https://127.0.0.1/a.webp", "This shop shows nothing from there."),
            ("https://169.254.169.254/latest/meta-data", "This shop shows nothing from there."),
            ("https://localhost/a.webp", "This shop shows nothing from there."),
            ("https://somewhere.example/a.webp", "This shop shows nothing from there."),
            ("file:///etc/passwd", "Give an address that begins with https://."),
            ("kettle.jpg", "Give an address that begins with https://."),
            ("0190a5d8-0000-7000-8000-000000000000", "There is no uploaded picture"),
            (" | ".join(f"https://images.example.com/{n}.webp" for n in range(11)), "It has room for 10 pictures."),
        ],
    )
    def test_that_cannot_be_shown_are_named(self, pots, cell, why):
        assert problems(check(as_csv(kettle(pictures=cell))))[2]["pictures"].startswith(why)

    def test_of_other_purposes_are_not_taken(self, pots):
        avatar = PictureFactory(purpose="avatar")

        assert "pictures" in problems(check(as_csv(kettle(pictures=str(avatar.pk)))))[2]

    def test_have_no_more_texts_than_there_are(self, pan):
        batch = check(as_csv({"sku": "PAN-1", "picture_texts": "One | Two | Three"}))

        assert problems(batch) == {2: {"picture_texts": "There are more texts than pictures."}}

    def test_of_a_variant_are_not_taken_off(self, pan):
        ProductMedia.objects.filter(position=0).update(variant=pan.variants.get())

        assert "belongs to a variant" in problems(check(as_csv({"sku": "PAN-1", "pictures": CELL})))[2]["pictures"]


def test_what_a_new_variant_said_of_its_product_is_put_back(pan):
    AttributeFactory(code="material", data_type="string")
    colour = AttributeFactory(code="colour", is_variant_axis=True, data_type="string")
    services.set_variant_attribute(variant=pan.variants.get(), code="colour", value="black", actor=None)
    services.update_product(product=pan, actor=None, attributes={"material": ["iron"]})
    before = exported()
    row = {"sku": "PAN-2", "product": "pan", "price": "5.00", "attr.material": "steel", "attr.colour": "grey",
           "pictures": "[empty]", "seo_title": "Pan"}  # fmt: skip

    batch = roll_back(bring_in(as_csv(row)))

    assert (batch.undone, batch.kept) == (1, 0)
    assert exported() == before
    assert colour.values.count() == 2
