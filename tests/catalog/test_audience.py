"""Trade customers see their own goods on public pages too, and nobody else does, whatever cookie they send."""

import pytest

from accounts.enums import ApplicationStatus, Role
from accounts.models import RoleApplication
from core import caching
from tests.catalog.listing import fill
from tests.factories.accounts import UserFactory
from tests.factories.catalog import ProductFactory
from tests.factories.regions import RegionFactory

pytestmark = pytest.mark.django_db
LIST = "/api/v1/products"


@pytest.fixture
def trader():
    RegionFactory(india=True)
    ProductFactory(name="Carton", target_role="retailer")
    fill()
    user = UserFactory(role=Role.RETAILER)
    RoleApplication.objects.create(user=user, role=Role.RETAILER, status=ApplicationStatus.APPROVED)
    return user


def names(client) -> list[str]:
    return [card["name"] for card in client.get(LIST).json()["data"]]


def test_the_cookie_comes_with_the_first_personal_page(client, trader):
    client.force_login(trader)
    assert names(client) == []

    client.get("/account/")

    assert names(client) == ["Carton"]
    assert names(client) == ["Carton"]


def test_the_cookie_is_worth_nothing_on_another_browser(client, trader):
    client.force_login(trader)
    client.get("/account/")
    stolen = client.cookies["trade"].value
    assert names(client) == ["Carton"]

    thief = type(client)()
    thief.cookies["trade"] = stolen
    assert names(thief) == []
    thief.force_login(UserFactory())
    assert names(thief) == []


@pytest.mark.parametrize("forged", ["1", "retailer", "0" * 32 + "." + "0" * 64, "x" * 5000])
def test_a_forged_cookie_is_worth_nothing(client, trader, forged):
    client.force_login(trader)
    client.cookies["trade"] = forged

    assert names(client) == []


def test_the_cookie_counts_as_long_as_the_customer_is_approved(client, trader):
    client.force_login(trader)
    client.get("/account/")
    assert names(client) == ["Carton"]

    RoleApplication.objects.update(status=ApplicationStatus.REJECTED)
    caching.bump("trade")
    caching.versions.forget()

    assert names(client) == []
    client.get("/account/")
    assert client.cookies["trade"].value == ""


def test_it_goes_when_they_sign_out(client, trader):
    client.force_login(trader)
    client.get("/account/")

    client.post("/account/sign-out/")

    assert client.cookies["trade"].value == ""
    assert names(client) == []
