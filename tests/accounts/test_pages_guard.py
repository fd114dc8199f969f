"""What holds for every page of accounts: who may see it, that it is kept by nobody, that looking changes nothing."""

import re

import pytest
from django.conf import settings
from django.urls import URLPattern, reverse
from django.utils.translation import override

from accounts import models, totp
from accounts.urls import urlpatterns
from core.models import OutboxEvent
from tests.conftest import ShopClient
from tests.factories.accounts import PASSWORD, AddressFactory, UserFactory

pytestmark = pytest.mark.django_db

FOR_STRANGERS = {
    "sign-up",
    "verify-email",
    "verify-email-resend",
    "sign-in",
    "second-step",
    "second-step-resend",
    "recovery-code",
    "sign-out",
    "forgot-password",
    "forgot-password-sent",
    "reset-password-form",
    "reset-password",
    "goodbye",
}
# Where a page without what it works on leads away instead of being shown.
LEADS_ON = {"second-step", "recovery-code", "sign-up", "sign-in", "verify-email", "change-email-confirm"}
LEADS_ON |= {"verify-phone", "two-step-off", "recovery-codes-renew", "two-step-confirm", "send-again"}
GONE = {"reset-password", "reset-password-form"}
ALL = [pattern.name for pattern in urlpatterns]
PRIVATE = [name for name in ALL if name not in FOR_STRANGERS]
# Only posted to, and the page on which the form stands.
STANDS_ON = {
    "verify-email-resend": "verify-email",
    "second-step-resend": "second-step",
    "sign-out": "overview",
    "avatar": "profile",
    "avatar-remove": "profile",
    "phone": "profile",
    "verify-phone-send": "profile",
    "address-delete": "addresses",
    "address-restore": "addresses",
    "address-default": "addresses",
    "two-step-off-code": "two-step-off",
    "devices-end-others": "devices",
    "device-end": "devices",
    "export-request": "privacy",
    "delete-account-code": "delete-account",
}


def address_of(name: str, user=None) -> str:
    owned = AddressFactory(user=user) if user else None
    given = {
        "address_id": owned.pk if owned else "0197a000-0000-7000-8000-000000000000",
        "session_id": "0197a000-0000-7000-8000-000000000000",
        "token": "x" * 96,
        "kind": "shipping",
        "method": "totp",
        "role": "seller",
    }
    pattern: URLPattern = next(pattern for pattern in urlpatterns if pattern.name == name)
    names = pattern.pattern.converters
    with override("en"):
        return reverse(f"accounts:{name}", kwargs={key: given[key] for key in names})


def everything() -> dict[str, list]:
    """Every row of accounts, but for the device being seen and the browser's own cookie session."""
    rows = {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in (models.User, models.Address, models.RoleApplication, models.DataExport, models.OneTimeCode)
    }
    return rows | {"events": list(OutboxEvent.objects.order_by("pk").values_list("pk", flat=True))}


@pytest.mark.parametrize("name", PRIVATE)
def test_a_stranger_is_led_to_the_sign_in(client, name):
    page = address_of(STANDS_ON.get(name, name))
    url = address_of(name)

    for response in (client.post(url), client.get(url, follow=True).redirect_chain[-1]):
        where = response[0] if isinstance(response, tuple) else response["Location"]
        assert where == f"/account/sign-in/?next={page}"


def test_who_has_given_the_password_only_is_a_stranger_still(client):
    asha = UserFactory(two_factor="totp", totp_secret=totp.new_secret(), is_staff=True, is_superuser=True)
    sent = client.post("/account/sign-in/", {"email": asha.email, "password": PASSWORD})
    assert sent["Location"] == "/account/sign-in/code/"
    pending = client.session.session_key

    for name in PRIVATE:
        for answer in (client.get(address_of(name)), client.post(address_of(name))):
            assert "/account/sign-in/" in answer["Location"] or name in STANDS_ON, name
    assert client.get("/admin/accounts/user/").url.startswith("/admin/login/")
    assert client.get("/api/v1/users/me").status_code == 401
    assert everything()["User"][0]["name"] == asha.name
    assert not models.Session.objects.exists()

    # What it may do: answer the question, or go.
    assert client.get("/account/sign-in/code/").status_code == 200
    assert client.session.session_key == pending
    assert client.post("/account/sign-out/")["Location"] == "/"
    assert client.get("/account/sign-in/code/")["Location"] == "/account/sign-in/"


def test_what_was_typed_waits_for_the_sign_in(client):
    asha = UserFactory(email="asha@example.com", region="IN")

    sent = client.post("/hi/account/profile/phone/", {"phone_number": "+91 98765 43210", "password": "hush"})
    assert sent["Location"] == "/hi/account/sign-in/?next=/hi/account/send-again/"
    assert "आपका लिखा सुरक्षित है" in client.get(sent["Location"]).content.decode()
    page = client.post(sent["Location"], {"email": asha.email, "password": PASSWORD}, follow=True)

    assert page.redirect_chain[-1][0] == "/hi/account/send-again/"
    assert 'action="/hi/account/profile/phone/"' in page.content.decode()
    assert "+91 98765 43210" in page.content.decode()
    assert "hush" not in page.content.decode()
    client.post("/hi/account/profile/phone/", {"phone_number": "+91 98765 43210"})
    asha.refresh_from_db()
    assert asha.phone_number == "+919876543210"
    assert client.get("/account/send-again/")["Location"] == "/account/"


def test_an_address_that_waited_is_asked_for_in_words(client):
    asha = UserFactory(email="asha@example.com", region="IN")
    address = {"first_name": "Asha", "address_line1": "4 Hill Road", "country": "IN", "label": "Home\nsweet home"}

    door = client.post("/account/addresses/add/", address, follow=True)
    page = client.post(door.redirect_chain[-1][0], {"email": asha.email, "password": PASSWORD}, follow=True).text

    assert re.findall(r'<label for="retry-\d+">([^<]+)', page) == [
        "First name",
        "Street and number",
        "Name of this address",
    ]
    assert '<input type="hidden" name="country" value="IN">' in page
    assert page.count("<textarea") == 1
    assert "You were signed out." not in client.get("/account/sign-in/", follow=True).text


def test_a_stranger_fills_no_session_with_long_texts(client):
    sent = client.post("/account/profile/", {"name": "x" * 10_001})

    assert sent["Location"] == "/account/sign-in/?next=/account/profile/"


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("prefix", ["", "/hi"])
def test_looking_changes_nothing_and_is_kept_by_nobody(client, name, prefix):
    user = UserFactory()
    client.force_login(user)
    url = prefix + address_of(name, user)
    before = everything()

    response = client.get(url)

    assert response.status_code in {200, 302, 410}
    assert everything() == before
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", ALL)
def test_every_page_can_be_drawn_or_leads_on(client, name):
    user = UserFactory()
    client.force_login(user)

    response = client.get(address_of(name, user))

    if name in GONE:
        assert response.status_code == 410
    elif name in STANDS_ON:
        assert response["Location"] == address_of(STANDS_ON[name])
    elif name in LEADS_ON:
        assert response.status_code == 302
    else:
        assert response.status_code == 200


def test_the_other_language_of_a_refused_form_is_a_page(client):
    client.force_login(UserFactory())
    refused = client.post("/hi/account/profile/phone/", {"phone_number": "12"})
    assert refused.status_code == 422
    assert 'href="/account/profile/phone/" hreflang="en"' in refused.content.decode()

    response = client.get("/account/profile/phone/", follow=True)

    assert (response.status_code, response.redirect_chain[-1][0]) == (200, "/account/profile/")


@pytest.mark.parametrize("name", ALL)
def test_a_post_without_a_token_changes_nothing(name):
    client = ShopClient(enforce_csrf_checks=True)
    user = UserFactory()
    client.force_login(user)
    url = address_of(name, user)
    before = everything()

    response = client.post(url, {"email": "asha@example.com", "password": "x"})

    assert response.status_code in {403, 405}
    assert response.content
    assert everything() == before


def test_a_token_that_another_site_sends_along_changes_nothing():
    client, user = ShopClient(enforce_csrf_checks=True), UserFactory()
    client.get("/account/sign-in/")
    token = {"X-CSRFToken": client.cookies[settings.CSRF_COOKIE_NAME].value}
    client.force_login(user)
    urls = [address_of(name, user) for name in ALL]
    before = everything()

    let_in = [
        (url, origin)
        for url in urls
        for origin in ("https://evil.example", "http://testserver.evil.example", "https://testserver", "null")
        if client.post(url, {"password": PASSWORD}, headers=token | {"Origin": origin}).status_code not in {403, 405}
    ]

    assert let_in == []
    assert everything() == before
    own = client.post("/account/sign-out/", headers=token | {"Origin": "http://testserver"})
    assert (own.status_code, own["Location"]) == (302, "/")
