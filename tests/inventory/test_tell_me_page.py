"""Asking to be told when something is back, from a page that carries no token."""

import pytest
from django.test import Client

from core import caching
from inventory.models import BackInStockRequest
from tests.catalog.listing import fill
from tests.factories.catalog import ProductFactory
from tests.factories.inventory import StockItemFactory
from tests.factories.regions import RegionFactory

pytestmark = pytest.mark.django_db

SAME = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def sold_out():
    RegionFactory(india=True)
    product = ProductFactory(slug="scarf")
    StockItemFactory(variant=product.variants.get(), on_hand=0)
    fill()
    yield product.variants.get()
    caching.forget()


def ask(variant, email: str = "asha@example.com", headers=SAME):
    return Client(enforce_csrf_checks=True).post(
        "/product/scarf/tell-me/",
        {"variant": str(variant.pk), "email": email},
        headers=headers,
    )


class TestTellMe:
    def test_remembers_who_asked_and_leads_back(self, sold_out):
        response = ask(sold_out)

        assert (response.status_code, response["Location"]) == (302, f"/product/scarf/?variant={sold_out.sku}")
        assert BackInStockRequest.objects.get().email == "asha@example.com"

    def test_remembers_once_who_asks_twice(self, sold_out):
        ask(sold_out)
        ask(sold_out)

        assert BackInStockRequest.objects.count() == 1

    def test_keeps_what_was_typed_wrong(self, sold_out):
        response = ask(sold_out, email="asha")

        assert response.status_code == 422
        assert 'value="asha"' in response.content.decode()
        assert "Enter an e-mail address, like name@example.com." in response.content.decode()
        assert not BackInStockRequest.objects.exists()

    @pytest.mark.parametrize("site", ["cross-site", "same-site", ""])
    def test_refuses_other_sites(self, sold_out, site):
        assert ask(sold_out, headers={"sec-fetch-site": site} if site else {}).status_code == 403
        assert not BackInStockRequest.objects.exists()

    def test_knows_no_variant_of_other_products(self, sold_out):
        other = ProductFactory().variants.get()

        assert ask(other).status_code == 404
