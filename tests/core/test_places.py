"""Countries and time zones by name, in `core.places`."""

import pytest
from django.utils import translation
from django_countries import countries
from django_countries.fields import Country

from core.places import current_zones, zones_by_area
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_countries_are_named_in_the_readers_language():
    for language, india, germany in [("en", "India", "Germany"), ("hi", "भारत", "जर्मनी")]:
        with translation.override(language):
            assert dict(countries)["IN"] == countries.name("IN") == india
            assert str(Country("DE").name) == germany


def test_every_country_has_a_name_in_hindi():
    with translation.override("hi"):
        assert [code for code, name in countries if name.isascii()] == []


def test_zones_are_those_of_today_and_named():
    with translation.override("hi"):
        asia = dict(zones_by_area())["एशिया"]

    assert ("Asia/Kolkata", "भारत · कोलकाता") in asia
    assert {"Asia/Calcutta", "US/Eastern", "UTC", "Africa/Asmera"} & set(current_zones()) == set()
    with translation.override("en"):
        chosen = [zone for _area, zones in zones_by_area() for zone, _label in zones]
    assert len(chosen) == len(set(chosen)) == len(current_zones())


def test_the_page_keeps_an_old_name_of_a_zone(client):
    user = UserFactory(timezone="Asia/Calcutta")
    client.force_login(user)
    said = {"name": user.name, "language": "en", "timezone": "Asia/Calcutta"}

    page = client.get("/account/profile/")
    client.post("/account/profile/", said)

    assert '<option value="Asia/Calcutta" selected>' in page.text
    assert '<optgroup label="Asia">' in page.text
    user.refresh_from_db()
    assert user.timezone == "Asia/Calcutta"


def test_the_form_of_an_address_names_countries_in_hindi(client):
    client.force_login(UserFactory())

    page = client.get("/hi/account/addresses/add/").text

    assert '<option value="IN" selected>भारत</option>' in page
