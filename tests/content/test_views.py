"""Pages of the shell, as a browser without scripts sees them."""

import json
import re

import pytest
from django.test import Client

from content.selectors import PAGES
from core import caching
from core.models import ShopSettings
from tests.catalog.listing import fill
from tests.factories.accounts import UserFactory
from tests.factories.catalog import CategoryFactory, ProductFactory
from tests.factories.inventory import StockItemFactory
from tests.factories.regions import RegionFactory

pytestmark = pytest.mark.django_db


class TestSharedPages:
    @pytest.mark.parametrize("path", ["/", "/search/?q=parcel", *[f"/{slug}/" for slug in PAGES], "/hi/", "/offline/"])
    def test_are_the_same_bytes_for_every_stranger(self, path):
        first, second = Client().get(path), Client().get(path)

        assert first.status_code == 200
        assert first.content == second.content
        assert not first.cookies
        assert "csrfmiddlewaretoken" not in first.content.decode()
        assert "public" in first["Cache-Control"]

    def test_keep_their_bytes_for_who_is_signed_in(self, client):
        stranger = client.get("/").content
        client.force_login(UserFactory())

        assert client.get("/").content == stranger

    @pytest.mark.parametrize("path", ["/", "/hi/"])
    def test_lead_to_legal_pages_from_everywhere(self, client, path):
        body = client.get(path).content.decode()

        for slug in ("contact", "imprint", "returns", "delivery", "privacy", "terms"):
            assert f'href="{path}{slug}/"' in body

    @pytest.mark.parametrize("path", ["/", "/search/", "/about/"])
    def test_ask_the_database_seldom(self, client, django_assert_max_num_queries, path):
        # The shop's settings, its categories and its regions with their countries, once a process until they change;
        # at most once a second the version of what public pages show; and the shelf of the visitor.
        with django_assert_max_num_queries(7):
            client.get(path)

    def test_lead_to_themselves_in_the_other_language(self, client):
        assert 'href="/hi/about/"' in client.get("/about/").content.decode()
        assert 'href="/about/"' in client.get("/hi/about/").content.decode()

    def test_carry_the_name_that_staff_gave_the_shop(self, client):
        ShopSettings.objects.update_or_create(singleton=True, defaults={"name": "Chowk"})

        assert "· Chowk</title>" in client.get("/").content.decode()


class TestMessages:
    def test_are_seen_by_their_person_on_a_shared_page_and_by_nobody_else(self, client):
        client.force_login(UserFactory())
        client.post("/account/profile/", {"name": "Asha Rao", "language": "en", "timezone": "Asia/Kolkata"})

        page = client.get("/")

        assert "Your profile is saved." in page.content.decode()
        assert "public" not in page.get("Cache-Control", "")
        assert "Your profile is saved." not in Client().get("/").content.decode()
        assert "Your profile is saved." not in client.get("/").content.decode()

    def test_come_with_the_personal_part_when_a_cache_had_the_page(self, client):
        client.force_login(UserFactory())
        client.post("/account/profile/", {"name": "Asha Rao", "language": "en", "timezone": "Asia/Kolkata"})

        first, second = (client.get("/fragments/account-menu/").content.decode() for _time in range(2))

        assert "Your profile is saved." in first
        assert "Your profile is saved." not in second

    def test_stand_on_personal_pages(self, client):
        client.force_login(UserFactory())
        client.post("/account/profile/", {"name": "Asha Rao", "language": "en", "timezone": "Asia/Kolkata"})

        assert "Your profile is saved." in client.get("/account/").content.decode()


class TestSettings:
    def test_that_staff_change_are_seen_within_a_second(self, client):
        client.force_login(UserFactory(is_staff=True, is_superuser=True))
        assert "· Haat</title>" in client.get("/").content.decode()
        shop, _is_new = ShopSettings.objects.get_or_create(singleton=True)
        address = f"/admin/core/shopsettings/{shop.pk}/change/"
        opened = client.get(address).context
        form = opened["adminform"].form
        given = {name: form[name].value() or "" for name in form.fields} | {"_version": opened["version"]}

        response = client.post(address, given | {"name": "Chowk"})
        # A process reads the versions at most once a second.
        caching.versions.forget()

        assert response.status_code == 302
        assert "· Chowk</title>" in client.get("/").content.decode()


class TestSearch:
    def test_finds_help(self, client):
        body = client.get("/search/?q=PARCEL+carrier").content.decode()

        assert "Where goods" not in body
        assert 'href="/delivery/"' in body
        assert "Results for “PARCEL carrier”" in body

    def test_finds_help_in_hindi(self, client):
        assert 'href="/hi/delivery/"' in client.get("/hi/search/", {"q": "पार्सल"}).content.decode()

    def test_says_so_when_there_is_nothing_and_keeps_the_words(self, client):
        body = client.get("/search/", {"q": "<b>saffron</b>"}).content.decode()

        assert "Nothing found for “&lt;b&gt;saffron&lt;/b&gt;”" in body
        assert 'value="&lt;b&gt;saffron&lt;/b&gt;"' in body
        assert "<b>saffron" not in body


class TestAccountMenu:
    def test_asks_strangers_to_sign_in_and_brings_them_back(self, client):
        response = client.get("/fragments/account-menu/", {"next": "/about/"})

        assert "/account/sign-in/?next=%2Fabout%2F" in response.content.decode()
        assert "no-store" in response["Cache-Control"]

    def test_names_who_is_signed_in(self, client):
        client.force_login(UserFactory(name="Asha <Rao>"))

        body = client.get("/fragments/account-menu/").content.decode()

        assert "Asha &lt;Rao&gt;" in body
        assert "/account/sign-out/" in body
        assert "/admin/" not in body

    def test_shows_staff_the_way_to_the_back_office(self, client):
        client.force_login(UserFactory(is_staff=True))

        assert 'href="/admin/"' in client.get("/fragments/account-menu/").content.decode()


class TestShowroom:
    def test_is_open_where_developers_work(self, client):
        assert client.get("/dev/ui/").status_code == 200

    def test_shows_mistakes_in_the_shops_own_words_and_stays_at_the_top(self, client):
        page = client.get("/dev/ui/").text

        assert "Enter at least 8 characters." in page
        assert "This field is required." not in page
        assert "data-focus-me" not in page

    def test_is_closed_in_production(self, client, settings):
        settings.DEV_PAGES = False

        assert client.get("/dev/ui/").status_code == 404


class TestAddresses:
    @pytest.mark.parametrize("path", ["/", "/returns/", "/brands/"])
    @pytest.mark.parametrize(
        ("site", "origin"), [("", "http://localhost"), ("https://haat.example", "https://haat.example")]
    )
    def test_are_told_as_the_shop_says_it_is_reached(self, client, settings, site, origin, path):
        settings.SITE_ORIGIN, settings.ALLOWED_HOSTS = site, ["localhost"]

        html = client.get(path, headers={"host": "localhost"}).content.decode()

        assert f'<link rel="canonical" href="{origin}{path}">' in html
        assert f'<link rel="alternate" hreflang="hi" href="{origin}/hi{path}">' in html
        assert f'<meta property="og:url" content="{origin}{path}">' in html
        assert f'<meta property="og:image" content="{origin}/static/' in html

    def test_lead_robots_to_the_maps_there(self, client, settings):
        settings.SITE_ORIGIN = "https://haat.example"

        assert "Sitemap: https://haat.example/sitemap.xml" in client.get("/robots.txt").content.decode()


class TestReturns:
    def test_promise_no_days_that_stand_nowhere(self, client):
        html = client.get("/returns/").content.decode()

        assert "You may return most things" in html
        assert "days named" not in html


class TestWhatBrowsersAskFor:
    def test_the_manifest_names_icons_that_exist(self, client):
        manifest = json.loads(client.get("/manifest.webmanifest").content)

        assert manifest["name"] == "Haat"
        for icon in manifest["icons"]:
            assert client.get(icon["src"]).status_code == 200

    def test_the_service_worker_keeps_pages_that_exist(self, client):
        response = client.get("/service-worker.js")

        assert response["Content-Type"].startswith("text/javascript")
        for address in ("/offline/", "/hi/offline/", "/static/css/haat.css"):
            assert f'"{address}"' in response.content.decode()
            assert client.get(address).status_code == 200

    def test_the_old_icon_leads_to_the_new(self, client):
        assert client.get("/favicon.ico")["Location"] == "/static/img/favicon-32.png"


class TestErrorPages:
    def test_tell_the_way_on_and_the_number_of_the_request(self, client):
        response = client.get("/no-such-page/")
        body = response.content.decode()

        assert response.status_code == 404
        assert "Nothing at this stall" in body
        assert response["X-Request-ID"] in body
        assert 'action="/search/"' in body

    def test_keep_what_was_typed_when_the_token_is_gone(self):
        client = Client(enforce_csrf_checks=True)

        typed = {"email": "asha@example.com", "password": "secret-words", "postal_code": "560001", "city": ""}
        response = client.post("/account/sign-in/", typed)
        body = response.content.decode()

        assert response.status_code == 403
        assert "asha@example.com" in body
        assert 'value="560001"' in body
        assert "secret-words" not in body
        assert 'name="city"' not in body
        assert 'name="csrfmiddlewaretoken"' in body


class TestHome:
    def test_shows_nothing_twice_and_a_kind_of_each(self, client):
        RegionFactory(india=True)
        kinds = CategoryFactory.create_batch(4)
        for place in range(24):
            product = ProductFactory(category=kinds[place % 4], name=f"Thing {place}", sold_count=place)
            StockItemFactory(variant=product.variants.get())
        fill()
        caching.forget()

        names = re.findall(r"Thing \d+(?=</a>)", client.get("/").content.decode())

        assert len(names) == len(set(names)) >= 18
