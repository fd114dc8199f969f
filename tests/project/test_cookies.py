"""What production says of cookies and of TLS, held against what a browser is answered with those settings."""

import pytest

from accounts import known_device
from accounts.enums import ApplicationStatus, Role
from accounts.models import RoleApplication
from catalog.selectors import audience
from config.settings import base, production
from core.models import ShopSettings
from tests.conftest import ShopClient
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.regions import RegionFactory

pytestmark = pytest.mark.django_db
OWN = [name for name in dir(production) if name.isupper() and getattr(production, name) != getattr(base, name, None)]


@pytest.fixture
def browser(settings) -> ShopClient:
    """A browser at a shop that runs with what only production sets."""
    for name in OWN:
        setattr(settings, name, getattr(production, name))
    return ShopClient(enforce_csrf_checks=False)


def test_every_cookie_is_for_this_host_by_tls_and_for_no_script(browser):
    RegionFactory(india=True)
    RegionFactory(code="us", name="United States", currency="USD")
    trader = UserFactory(role=Role.RETAILER)
    RoleApplication.objects.create(user=trader, role=Role.RETAILER, status=ApplicationStatus.APPROVED)
    ShopSettings.objects.get_or_create(singleton=True)

    browser.get("/account/sign-in/", secure=True)
    browser.post("/account/sign-in/", {"email": trader.email, "password": PASSWORD}, secure=True)
    browser.post("/region/", {"region": "us"}, secure=True, headers={"Sec-Fetch-Site": "same-origin"})
    browser.get("/account/", secure=True)

    said = {
        name: (bool(one["secure"]), bool(one["httponly"]), one["samesite"], one["path"], one["domain"])
        for name, one in browser.cookies.items()
    }
    assert said.keys() >= {"__Host-session", "__Host-csrf", "region", audience.COOKIE}
    paths = {name: "/account/" if name == known_device.COOKIE else "/" for name in said}
    assert said == {name: (True, True, "Lax", path, "") for name, path in paths.items()}


def test_every_answer_holds_browsers_to_tls_for_a_year_at_least(browser):
    page = browser.get("/account/sign-in/", secure=True)
    plain = browser.get("/account/sign-in/")

    length, *more = page["Strict-Transport-Security"].split("; ")
    assert int(length.removeprefix("max-age=")) >= 31_536_000
    assert more == ["includeSubDomains", "preload"]
    assert (plain.status_code, plain["Location"]) == (301, "https://testserver/account/sign-in/")
