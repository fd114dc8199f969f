"""What products show: ten at most, of their own variants, from here or from hosts that the shop trusts."""

import io

import pytest
from PIL import Image

from catalog import services
from catalog.enums import MediaKind
from catalog.errors import AddressTaken, LastAddress, MediaFull, PictureHasSizes
from catalog.models import ProductMedia
from core import fetch, outbox, pictures
from core.errors import InvalidInput, NotFound, VersionConflict
from core.models import OutboxEvent
from core.uploads import ImageRefused
from tests.factories.accounts import UserFactory
from tests.factories.catalog import ProductFactory, VariantFactory
from tests.factories.media import PictureFactory, ProductMediaFactory, ProductMediaURLFactory

pytestmark = pytest.mark.django_db
ELSEWHERE = "https://images.example.com/lamp.webp"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def drawn() -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (900, 600), "teal").save(out, "PNG")
    out.seek(0)
    return out


def order(product) -> list:
    return list(ProductMedia.objects.filter(product=product).values_list("alt_text", "position"))


def three(product) -> list[ProductMedia]:
    return [ProductMediaFactory(product=product, alt_text=word, position=place) for place, word in enumerate("abc")]


class TestUploadMedia:
    def test_shows_the_cleaned_picture_last(self):
        product = ProductFactory()
        three(product)

        media = services.upload_media(product=product, actor=UserFactory(), file=drawn(), alt_text="d")

        assert order(product) == [("a", 0), ("b", 1), ("c", 2), ("d", 3)]
        assert (media.picture.width, media.picture.height) == (900, 600)

    def test_shows_nothing_that_is_no_picture(self):
        product = ProductFactory()

        with pytest.raises(ImageRefused):
            services.upload_media(product=product, actor=UserFactory(), file=io.BytesIO(b"<svg/>"))

        assert not product.media.exists()

    def test_refuses_the_eleventh(self):
        product = ProductFactory()
        ProductMediaFactory.create_batch(10, product=product)

        with pytest.raises(MediaFull):
            services.upload_media(product=product, actor=UserFactory(), file=drawn())

        assert product.media.count() == 10


class TestAddMedia:
    def test_takes_the_place_it_is_given(self):
        product = ProductFactory()
        three(product)

        services.add_media(product=product, actor=None, picture_id=PictureFactory().pk, alt_text="x", position=1)

        assert order(product) == [("a", 0), ("x", 1), ("b", 2), ("c", 3)]

    def test_shows_what_lies_on_a_trusted_host_without_asking_it(self, monkeypatch):
        monkeypatch.setattr(fetch, "fetch", lambda url: pytest.fail("asked"))

        media = services.add_media(product=ProductFactory(), actor=None, url=ELSEWHERE, kind=MediaKind.VIDEO)

        assert [address.url for address in media.urls.all()] == [ELSEWHERE]

    @pytest.mark.parametrize(
        "url",
        [
            "http://images.example.com/a.webp",
            "https://elsewhere.example.com/a.webp",
            "https://images.example.com@evil.example/a.webp",
            "https://images.example.com:8443/a.webp",
            "https://127.0.0.1/a.webp",
            "https://images.example.com/a b.webp",
            'https://images.example.com/"onerror="x',
            "javascript:alert(1)",
            "//images.example.com/a.webp",
            "https://[::1/a.webp",
            "https://images.example.com/" + "a" * 500,
            "",
        ],
    )
    def test_refuses_addresses_that_browsers_would_not_be_let_to(self, url):
        product = ProductFactory()

        with pytest.raises(InvalidInput) as refused:
            services.add_media(product=product, actor=None, url=url)

        assert "url" in refused.value.details
        assert not product.media.exists()

    def test_refuses_a_variant_of_another_product(self):
        with pytest.raises(InvalidInput) as refused:
            services.add_media(
                product=ProductFactory(), actor=None, picture_id=PictureFactory().pk, variant=VariantFactory().pk
            )

        assert list(refused.value.details) == ["variant"]

    def test_refuses_pictures_that_were_sent_for_something_else(self):
        with pytest.raises(pictures.PictureUnknown):
            services.add_media(product=ProductFactory(), actor=None, picture_id=PictureFactory(purpose="review").pk)


class TestImportMedia:
    def test_keeps_a_copy(self, monkeypatch):
        monkeypatch.setattr(fetch, "fetch", lambda url: fetch.Fetched(drawn().read(), "image/png"))

        media = services.import_media(product=ProductFactory(), actor=UserFactory(), url="https://any.example/a.png")

        assert media.picture.width == 900
        assert not media.urls.exists()

    @pytest.mark.parametrize("url", ["http://127.0.0.1/a.png", "http://169.254.169.254/", "file:///etc/passwd"])
    def test_asks_no_private_address(self, url):
        with pytest.raises(fetch.FetchRefused):
            services.import_media(product=ProductFactory(), actor=UserFactory(), url=url)

    def test_by_the_api_lends_nobody_our_network(self, api_as):
        product, client = ProductFactory(), api_as(UserFactory(admin=True))
        path = f"/api/v1/admin/products/{product.pk}/media"
        urls = [
            "http://127.0.0.1/", "http://[::1]/", "http://0/", "http://169.254.169.254/latest/meta-data/",
            "http://10.1.2.3/a.png", "http://[::ffff:127.0.0.1]/", "http://2130706433/", "file:///etc/passwd",
            "gopher://127.0.0.1:6379/_PING", "//[::1]/",
        ]  # fmt: skip

        copied = {url: client.post(path, {"url": url, "copy": True}, format="json") for url in urls}
        shown = {url: client.post(path, {"url": url}, format="json").status_code for url in urls}

        codes = {url: (answer.status_code, answer.json()["error"]["code"]) for url, answer in copied.items()}
        assert codes == dict.fromkeys(urls, (400, "URL_REFUSED"))
        assert shown == dict.fromkeys(urls, 400)
        assert not product.media.exists()

    def test_by_the_api_is_what_the_address_answers_and_a_picture_or_nothing(self, api_as, monkeypatch):
        product, client = ProductFactory(), api_as(UserFactory(admin=True))
        answers = [drawn().read(), drawn().read() + b"<script>alert(1)</script>", b"<svg/>", drawn().read()[:99]]
        monkeypatch.setattr(fetch, "fetch", lambda url: fetch.Fetched(answers.pop(0), "image/png"))

        got = [
            client.post(
                f"/api/v1/admin/products/{product.pk}/media",
                {"url": "https://any.example/a", "copy": True},
                format="json",
            ).status_code
            for _answer in range(4)
        ]

        assert got == [201, 400, 400, 400]
        assert product.media.count() == 1


class TestABodyOfJSON:
    @pytest.mark.parametrize(
        ("body", "status"),
        [
            ('{"alt_text": ' + "[" * 1000 + "]" * 1000 + "}", 400),
            ('{"alt_text": ' + "[" * 100_000 + "]" * 100_000 + "}", 400),
            ('{"alt_text": "a", "alt_text": "b", "url": "https://images.example.com/a.webp"}', 400),
            ('{"alt_text": "a\\u0000", "url": "https://images.example.com/a.webp"}', 400),
            ('{"alt_text": "\\ud800", "url": "https://images.example.com/a.webp"}', 400),
            ('{"position": 1e400, "url": "https://images.example.com/a.webp"}', 400),
            ('{"alt_text": "' + "a" * 1024 * 1024 + '"}', 413),
        ],
        ids=["deep", "deeper", "a key twice", "nul", "half a character", "endless", "too long"],
    )
    @pytest.mark.parametrize("where", ["media", "import"])
    def test_is_read_to_the_letter_where_files_are_sent_as_well(self, client, api_as, where, body, status):
        token, product = api_as(UserFactory(admin=True)).tokens.access_token, ProductFactory()
        path = f"/api/v1/admin/products/{product.pk}/media" if where == "media" else "/api/v1/admin/products/import"

        answer = client.post(path, body, content_type="application/json", headers={"Authorization": f"Bearer {token}"})

        assert answer.status_code == status
        assert answer.json()["error"]["code"] in {"PARSE_ERROR", "PAYLOAD_TOO_LARGE"}
        assert not product.media.exists()


class TestUpdateMedia:
    def test_moves_it_among_the_others(self):
        product = ProductFactory()
        last = three(product)[2]

        services.update_media(media=last, actor=None, position=0)

        assert order(product) == [("c", 0), ("a", 1), ("b", 2)]

    def test_ties_it_to_a_variant_of_the_product_and_unties_it(self):
        media = ProductMediaFactory()
        variant = media.product.variants.get()

        assert services.update_media(media=media, actor=None, variant=variant.pk).variant == variant
        assert services.update_media(media=media, actor=None, variant=None).variant is None

    def test_refuses_an_edit_of_what_has_changed(self):
        media = ProductMediaFactory()
        services.update_media(media=media, actor=None, alt_text="new")

        with pytest.raises(VersionConflict):
            services.update_media(media=media, actor=None, version=media.updated_at, alt_text="old")

    def test_publishes_a_change_and_nothing_for_none(self):
        media = ProductMediaFactory(alt_text="same")

        services.update_media(media=media, actor=None, alt_text="same")
        assert not OutboxEvent.objects.filter(name="ProductChanged").exists()

        services.update_media(media=media, actor=None, alt_text="other")
        assert OutboxEvent.objects.filter(name="ProductChanged").count() == 1


class TestDeleteMedia:
    def test_closes_the_gap(self):
        product = ProductFactory()
        services.delete_media(media=three(product)[0], actor=None)

        assert order(product) == [("b", 0), ("c", 1)]

    def test_says_that_it_is_gone_already(self):
        media = ProductMediaFactory()
        services.delete_media(media=media, actor=None)

        with pytest.raises(NotFound):
            services.delete_media(media=ProductMedia(pk=media.pk, product_id=media.product_id), actor=None)


class TestAddresses:
    def test_are_one_for_each_size_and_format(self):
        address = ProductMediaURLFactory()
        services.add_media_url(media=address.media, actor=None, purpose="card", url=ELSEWHERE, width=400)

        with pytest.raises(AddressTaken):
            services.add_media_url(media=address.media, actor=None, purpose="card", url=ELSEWHERE)
        with pytest.raises(AddressTaken):
            services.update_media_url(address=address, actor=None, purpose="card")

    def test_of_uploaded_pictures_are_made_by_the_shop(self):
        with pytest.raises(PictureHasSizes):
            services.add_media_url(media=ProductMediaFactory(), actor=None, purpose="card", url=ELSEWHERE)

    def test_do_not_go_to_the_last(self):
        address = ProductMediaURLFactory()

        with pytest.raises(LastAddress):
            services.delete_media_url(address=address, actor=None)

    @pytest.mark.parametrize(
        "wrong", [{"purpose": "poster"}, {"width": 0}, {"height": 99_999}, {"format": "exe"}, {"url": "http://x"}]
    )
    def test_refuse_what_makes_no_sense(self, wrong):
        with pytest.raises(InvalidInput) as refused:
            services.update_media_url(address=ProductMediaURLFactory(), actor=None, **wrong)

        assert set(refused.value.details) == set(wrong)


class TestShowNewSizes:
    def test_has_the_lists_of_its_products_made_again(self, transactional_db):
        product = ProductFactory()
        media = services.upload_media(product=product, actor=UserFactory(), file=drawn())

        outbox.drain()

        media.picture.refresh_from_db()
        assert [one["purpose"] for one in media.picture.sizes()] == ["thumb", "card", "detail", "original"]
        changed = OutboxEvent.objects.filter(name="ProductChanged", payload__product_id=str(product.pk))
        assert changed.count() == 2
