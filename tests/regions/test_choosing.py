"""The form for choosing a region, and public pages that differ by it."""

import pytest
from django.test import Client

from accounts.models import User
from core import caching
from tests.factories.accounts import UserFactory
from tests.factories.regions import RegionCountryFactory, RegionFactory

pytestmark = pytest.mark.django_db
OWN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def usa():
    region = RegionFactory(code="us", name="United States", currency="USD", names={"hi": "अमेरिका"})
    RegionCountryFactory(region=region, country="US")
    caching.forget()
    return region


def choose(client, region="us", next_url="/about/", headers=OWN, path="/region/"):
    return client.post(path, {"region": region, "next": next_url}, headers=headers)


class TestForm:
    def test_stands_on_every_page_in_its_language(self, client, usa):
        page, hindi = client.get("/about/").content.decode(), client.get("/hi/about/").content.decode()

        assert 'action="/region/"' in page
        assert "United States · USD" in page
        assert 'name="next" value="/about/"' in page
        assert "अमेरिका · USD" in hindi
        assert 'action="/hi/region/"' in hindi

    def test_is_not_there_where_there_is_nothing_to_choose(self, client):
        assert "region-choice" not in client.get("/about/").content.decode()


class TestChooseRegion:
    def test_keeps_the_choice_in_a_cookie_and_goes_back(self, client, usa):
        response = choose(client, next_url="/search/?q=tea")

        cookie = response.cookies["region"]
        assert (response.status_code, response["Location"]) == (302, "/search/?q=tea")
        assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("us", True, "Lax")
        assert '<option value="us" selected>' in client.get("/about/").content.decode()

    def test_keeps_it_with_the_account_of_who_is_signed_in(self, client, usa):
        asha = UserFactory()
        client.force_login(asha)

        choose(client)

        assert User.objects.get(pk=asha.pk).shopping_region == "us"

    def test_touches_no_session_of_a_stranger(self, client, usa, django_assert_num_queries):
        client.get("/about/")

        with django_assert_num_queries(0):
            choose(client)

    @pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
    def test_refuses_other_sites(self, client, usa, headers):
        response = choose(client, headers=headers)

        assert response.status_code == 403
        assert "region" not in response.cookies

    @pytest.mark.parametrize("region", ["", "mars", "us\x00", "u" * 5000])
    def test_refuses_regions_that_are_none(self, client, usa, region):
        response = choose(client, region=region)

        assert response.status_code == 302
        assert "region" not in response.cookies

    @pytest.mark.parametrize("next_url", ["https://evil.example/", "//evil.example", "/\\evil.example", ""])
    def test_never_leads_away(self, client, usa, next_url):
        assert choose(client, next_url=next_url)["Location"] == "/"

    def test_is_not_done_by_looking(self, client, usa):
        response = client.get("/hi/region/?region=us")

        assert (response.status_code, response["Location"]) == (302, "/hi/")
        assert "region" not in response.cookies


class TestSigningIn:
    def test_brings_the_region_of_the_account_to_a_new_device(self, client, usa):
        UserFactory(email="asha@example.com", shopping_region="us")

        response = client.post("/account/sign-in/", {"email": "asha@example.com", "password": "Bazaar-2026!"})

        assert response.cookies["region"].value == "us"

    def test_leaves_the_choice_of_this_browser_alone(self, client, usa):
        UserFactory(email="asha@example.com", shopping_region="us")
        choose(client, region="in")

        response = client.post("/account/sign-in/", {"email": "asha@example.com", "password": "Bazaar-2026!"})

        assert "region" not in response.cookies


class TestPublicPages:
    def test_are_the_same_bytes_for_everyone_in_a_region(self, usa):
        def shown(**headers):
            return Client().get("/about/", headers=headers).content

        chosen, seen = shown(Cookie="region=us"), shown(**{"Accept-Language": "en-US"})
        other = shown()

        assert chosen == seen == shown(Cookie="region=us; unknown=1")
        assert other == shown(**{"Accept-Language": "hi-IN"}) == shown(Cookie="region=mars")
        assert chosen != other

    def test_tell_caches_on_the_way_what_decides(self, client, usa):
        assert {"Cookie", "Accept-Language"} <= set(client.get("/about/")["Vary"].split(", "))

    def test_are_found_again_without_a_query(self, usa, django_assert_num_queries):
        Client().get("/about/", headers={"Cookie": "region=us"})

        with django_assert_num_queries(0):
            Client().get("/about/", headers={"Cookie": "region=us"})
