"""What shoppers' programs may look at of a product."""

import pytest

from core.ids import uuid7
from tests.catalog.listing import fill
from tests.factories.catalog import ProductFactory
from tests.factories.media import ProductMediaFactory, ProductMediaURLFactory
from tests.factories.regions import RegionFactory

pytestmark = pytest.mark.django_db
RENDITION = {"purpose": "card", "width": 400, "height": 400, "format": "webp", "file": "pictures/a-400.webp"}


@pytest.fixture
def product():
    RegionFactory(india=True)
    product = ProductFactory()
    ProductMediaFactory(product=product, alt_text="Lit", picture__renditions=[RENDITION])
    ProductMediaURLFactory(
        media=ProductMediaFactory(product=product, picture=None), url="https://images.example.com/b"
    )
    fill()
    return product


class TestMedia:
    def test_is_told_in_order(self, api, product):
        answer = api.get(f"/api/v1/products/{product.slug}/media")

        first, second = answer.json()["data"]
        assert (first["alt"], first["kind"], first["width"]) == ("Lit", "image", 1000)
        assert "400w" in first["srcset"]
        assert second["url"] == "https://images.example.com/b"

    def test_has_sizes(self, api, product):
        media = product.media.first()

        answer = api.get(f"/api/v1/products/{product.pk}/media/{media.pk}/urls")

        assert next((one["purpose"], one["url"]) for one in answer.json()["data"]) == (
            "card",
            "/media/pictures/a-400.webp",
        )

    def test_of_nothing_is_not_found(self, api, product):
        assert api.get(f"/api/v1/products/{product.pk}/media/{uuid7()}/urls").status_code == 404
        assert api.get("/api/v1/products/no-such-thing/media").status_code == 404
