"""What staff typed before they had to sign in once more is kept, and offered again."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.conftest import ShopClient
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.catalog import BrandFactory, CategoryFactory, ProductFactory

pytestmark = pytest.mark.django_db


def lose_the_cookie(client, time_machine) -> None:
    del client.cookies[settings.SESSION_COOKIE_NAME]


def idle(client, time_machine) -> None:
    client.get("/admin/")
    time_machine.move_to(timezone.now() + timedelta(hours=3))


@pytest.mark.parametrize("lose", [lose_the_cookie, idle])
def test_what_was_typed_waits_for_the_sign_in(client, time_machine, lose):
    boss, brand = UserFactory(admin=True), BrandFactory()
    url = f"/admin/catalog/brand/{brand.pk}/change/"
    client.force_login(boss)
    shown = client.get(url).context
    form = {"name": brand.name, "slug": brand.slug, "position": 0, "_version": shown["version"]}
    lose(client, time_machine)

    door = client.post(url, form | {"description": "Lamps & bells, made by hand. " * 500}, follow=True)
    page = client.post(door.redirect_chain[-1][0], {"email": boss.email, "password": PASSWORD}, follow=True)

    assert page.redirect_chain[-1][0] == "/admin/send-again/"
    assert "admin/back_office/send_again.html" in [template.name for template in page.templates]
    assert f'action="{url}"' in page.text
    assert "You were signed out, or this page was open for a long time" in page.text
    assert f"This will be saved: <b>Brand: {brand.name}</b>" in page.text
    assert "Lamps & bells, made by hand. Lamps & bells" in unescape(page.text)
    client.post(url, form | {"description": "Lamps & bells"})
    brand.refresh_from_db()
    assert brand.description == "Lamps & bells"
    assert client.get("/admin/send-again/").url == "/admin/"


def test_what_is_kept_is_shown_in_words_and_the_rest_goes_along_unseen(client):
    boss, product = UserFactory(admin=True), ProductFactory(category=CategoryFactory())
    url = f"/admin/catalog/product/{product.pk}/change/"
    form = {"short_description": "By hand", "category": str(product.category_id), "_version": "2026-11-22T03:00:00"}

    door = client.post(url, form, follow=True)
    page = client.post(door.redirect_chain[-1][0], {"email": boss.email, "password": PASSWORD}, follow=True)

    assert re.findall(r'<label for="retry-\d+">([^<]+)', page.text) == ["In short"]
    assert re.search(r'<input type="text" id="retry-1" name="short_description"\s+value="By hand"', page.text)
    for name in ("category", "_version"):
        assert f'<input type="hidden" name="{name}" value="{form[name]}">' in page.text
    assert "Sent along as you chose it: Category." in page.text


def test_colleagues_are_asked_in_their_own_language():
    client = ShopClient(enforce_csrf_checks=True)
    client.force_login(UserFactory(admin=True, language="hi"))

    refused = client.post("/admin/catalog/product/add/", {"short_description": "By hand"})
    of_the_shop = client.post("/account/profile/", {"name": "Asha"})

    assert refused.status_code == of_the_shop.status_code == 403
    assert ("back-office-again" in refused.text, "back-office-again" in of_the_shop.text) == (True, False)
    assert ('<html lang="hi"' in refused.text, '<html lang="hi"' in of_the_shop.text) == (True, False)
    assert "संक्षेप" in refused.text


def test_a_shopper_who_posts_to_the_back_office_sees_nothing_of_it():
    client = ShopClient(enforce_csrf_checks=True)
    client.force_login(UserFactory())

    product = ProductFactory(name="Copper Lamp")

    for url in ("/admin/catalog/product/add/", f"/admin/catalog/product/{product.pk}/change/"):
        refused = client.post(url, {"short_description": "By hand"})
        assert refused.status_code == 403
        assert "back-office-again" not in refused.text
        assert "Copper Lamp" not in refused.text


def test_names_tell_languages_and_rows_apart_and_files_are_asked_for_again():
    client = ShopClient(enforce_csrf_checks=True)
    client.force_login(UserFactory(admin=True))
    sent = {"name": "Lamp", "name__hi": "दीया", "variants-0-price": "4", "variants-1-price": "5"}
    logo = SimpleUploadedFile("logo.png", b"picture")

    page = client.post("/admin/catalog/brand/add/", sent | {"logo": logo}).text

    assert re.findall(r'<label for="retry-\d+">([^<]+)', page) == [
        "Name",
        "Name (हिन्दी)",
        "Price, row 1",
        "Price, row 2",
    ]
    assert "Choose this one again: logo.png" in page
    assert re.search(r'<form class="form"[^>]*enctype="multipart/form-data"', page)
    assert re.search(r'<input type="file"[^>]*name="logo"', page)
