"""Single things of the catalogue as staff read them, and the commands that keep lists."""

import io

import pytest
from django.core.management import call_command

from catalog.models import Listing, Product
from tests.catalog.listing import fill
from tests.factories.accounts import UserFactory
from tests.factories.catalog import AttributeFactory, AttributeValueFactory, BrandFactory, ProductFactory
from tests.factories.regions import RegionFactory, TaxRateFactory

pytestmark = pytest.mark.django_db
ADMIN = "/api/v1/admin"


@pytest.fixture
def staff(api_as):
    return api_as(UserFactory(admin=True))


def test_one_of_each_is_read_by_its_id(staff):
    value = AttributeValueFactory(attribute=AttributeFactory())
    product = ProductFactory()
    rows = {
        f"brands/{BrandFactory().pk}": 200,
        f"attributes/{value.attribute_id}": 200,
        f"attributes/{value.attribute_id}/values/{value.pk}": 200,
        f"variants/{product.variants.get().pk}": 200,
        f"tax-rates/{TaxRateFactory().pk}": 200,
        f"products/{product.pk}/media": 200,
    }

    answers = {path: staff.get(f"{ADMIN}/{path}").status_code for path in rows}

    assert set(answers.values()) <= {200, 405}, answers


def test_asking_to_be_told_is_a_page_with_a_form(client):
    RegionFactory(india=True)
    product = ProductFactory()
    fill()

    page = client.get(f"/product/{product.slug}/tell-me/?variant={product.variants.get().pk}")

    assert page.status_code == 200
    assert 'type="email"' in page.text


def test_rebuild_listing_lists_what_is_on_sale():
    RegionFactory(india=True)
    product = ProductFactory()

    call_command("rebuild_listing", stdout=io.StringIO())

    assert Listing.objects.filter(product=product).exists()


def test_make_catalog_fills_an_empty_shop():
    RegionFactory(india=True)

    call_command("make_catalog", "--products", "20", stdout=io.StringIO())

    assert Product.objects.count() == 20
