"""What is taken off sale is gone from kept answers at once, before the listing has followed."""

import pytest

from catalog import services
from catalog.enums import ProductStatus
from catalog.models import Product
from core import caching, kept_answers
from stores.enums import StoreStatus
from stores.services import change_status
from tests.catalog.listing import fill
from tests.factories.accounts import UserFactory
from tests.factories.catalog import ProductFactory
from tests.factories.regions import RegionFactory
from tests.factories.stores import StoreFactory

pytestmark = pytest.mark.django_db
PATH = "/api/v1/products/shoe"


@pytest.fixture
def shoe(api):
    RegionFactory(india=True)
    product = ProductFactory(slug="shoe", store=StoreFactory())
    fill()
    assert api.get(PATH).status_code == 200
    return product


def look_again(api) -> int:
    """A second later: until then a process may go by the versions it has read."""
    caching.versions.forget()
    return api.get(PATH).status_code


def test_for_the_process_that_unpublished_it(api, shoe, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        services.set_product_status(product=shoe, status=ProductStatus.INACTIVE, actor=None)

    assert api.get(PATH).status_code == 404


def test_for_a_process_that_was_told_of_it(api, shoe, settings, redis_url):
    settings.REDIS_URL = redis_url
    caching.forget()
    assert api.get(PATH).status_code == 200

    services.set_product_status(product=shoe, status=ProductStatus.INACTIVE, actor=None)
    assert api.get(PATH).status_code == 200
    kept_answers.tell_others()

    assert api.get(PATH).status_code == 404


def test_an_unpublished_product(api, shoe):
    services.set_product_status(product=shoe, status=ProductStatus.INACTIVE, actor=None)

    assert look_again(api) == 404


def test_a_deleted_product(api, shoe):
    services.delete_product(product=shoe, actor=None)

    assert look_again(api) == 404


def test_the_products_of_a_suspended_store(api, shoe):
    change_status(store=shoe.store, status=StoreStatus.SUSPENDED, actor=UserFactory(admin=True), reason="Fraud")

    assert look_again(api) == 404


def test_control_without_a_bump_is_kept(api, shoe):
    Product.objects.filter(pk=shoe.pk).update(status=ProductStatus.INACTIVE)

    assert look_again(api) == 200


@pytest.mark.parametrize("path", [PATH, f"{PATH}/variants", "/product/shoe/"])
def test_no_copy_elsewhere_outlives_it(client, shoe, path):
    answer = client.get(path)

    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert client.get(path, headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_a_copy_for_strangers_is_not_given_to_those_who_sign_in(api, shoe):
    assert "Authorization" in api.get(PATH)["Vary"]
