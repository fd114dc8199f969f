"""What pages of the back office say: one name for one thing, in the reader's language, and said aloud."""

import re

import pytest
from django.apps import apps
from django.utils import translation
from django.utils.text import capfirst

from accounts.enums import Role
from config.back_office import NAVIGATION
from tests.architecture.back_office import an_application, an_import, staff
from tests.factories.accounts import UserFactory
from tests.factories.inventory import LocationFactory

pytestmark = pytest.mark.django_db
LISTS = [link for section in NAVIGATION for link in section.links if link.url_name.endswith("_changelist")]


def crumbs(page: str) -> list[str]:
    heading = re.search(r"<h1.*?</h1>", page, flags=re.DOTALL)[0]
    return [words.strip() for words in re.findall(r"<(?:a|span)[^>]*truncate[^>]*>([^<]*)<", heading)]


class TestNames:
    @pytest.mark.parametrize("language", ["en", "hi"])
    @pytest.mark.parametrize("link", LISTS, ids=lambda link: link.url_name)
    def test_of_rows_are_those_of_the_navigation(self, link, language):
        app, model = re.fullmatch(r"admin:([a-z]+)_([a-z]+)_changelist", link.url_name).groups()

        with translation.override(language):
            assert str(link.title) == capfirst(apps.get_model(app, model)._meta.verbose_name_plural)

    def test_of_an_application_are_in_the_readers_language(self):
        application = an_application(role=Role.SELLER)

        with translation.override("hi"):
            assert str(application).endswith("विक्रेता के रूप में")

    def test_of_buttons_that_unfold_leaves_in_english_are_too(self, client):
        client.force_login(UserFactory(admin=True, language="hi"))

        assert "Save and view" not in client.get("/admin/catalog/productrestriction/add/").text


class TestTheHeading:
    @pytest.mark.parametrize(
        ("group", "path", "expected"),
        [
            ("catalogue", "/admin/inventory/stockitem/", ["Stock"]),
            ("catalogue", "/admin/inventory/stockitem/count/", ["Stock", "Stock-take"]),
            ("catalogue", "/admin/inventory/location/", ["Stock", "Locations"]),
            ("admin", "/admin/audit/adminactionlog/", ["Action log"]),
        ],
    )
    def test_names_each_step_once(self, client, group, path, expected):
        client.force_login(staff(group))

        assert crumbs(client.get(path).text) == expected

    def test_leaves_what_people_named_as_they_wrote_it(self, client):
        batch = an_import()
        client.force_login(staff("catalogue"))

        assert crumbs(client.get(f"/admin/catalog/importbatch/{batch.pk}/change/").text)[-1] == "goods.csv"


def test_what_was_done_is_said_to_those_who_listen(client):
    client.force_login(UserFactory(admin=True))
    path = f"/admin/accounts/roleapplication/{an_application().pk}/reject/"

    page = client.post(path, {"reason": "No papers"}, follow=True).text

    (area,) = re.findall(r'<div role="status">(.*?)</div>', page, flags=re.DOTALL)
    assert "The application is rejected." in area


def test_a_stock_take_begins_where_goods_are_when_nobody_says_where(client):
    LocationFactory()
    default = LocationFactory(is_default=True)
    client.force_login(staff("catalogue"))

    form = client.get("/admin/inventory/stockitem/count/").context["form"]

    assert form["location"].value() == default.pk
