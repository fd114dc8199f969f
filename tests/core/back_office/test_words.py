"""What pages of the back office say: one name for one thing, in the reader's language, and said aloud."""

import json
import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.admin import site
from django.contrib.admin.utils import flatten_fieldsets, label_for_field
from django.utils import timezone, translation
from django.utils.text import capfirst

from accounts.enums import Role
from audit.wording import field_title
from catalog.models import ProductRestriction
from config.back_office import NAVIGATION
from core.back_office.tables import Cell
from tests.architecture.back_office import an_application, an_import, staff
from tests.factories.accounts import UserFactory
from tests.factories.audit import AdminActionLogFactory
from tests.factories.catalog import BrandFactory
from tests.factories.inventory import LocationFactory
from tests.factories.regions import RegionFactory

pytestmark = pytest.mark.django_db
# Written alike in every language.
SAME = {"SKU", "URL", "GTIN", "CSV"}
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

    @pytest.mark.parametrize("model", sorted(site._registry, key=lambda model: model._meta.label), ids=str)
    def test_of_everything_on_a_list_and_a_form_are_in_the_readers_language(self, rf, model):
        admin, request = site._registry[model], rf.get("/")
        request.user = UserFactory(admin=True, language="hi")
        shown = {*admin.get_list_display(request), *admin.get_readonly_fields(request)}
        shown |= {*flatten_fieldsets(admin.get_fieldsets(request))}
        shown -= {*admin.form.declared_fields, *(name for name in shown if "__" in name)}

        with translation.override("hi"):
            names = {name: str(label_for_field(name, model, admin)) for name in shown}

        assert {name: said for name, said in names.items() if said and said.isascii() and said not in SAME} == {}

    def test_of_a_restriction_are_too(self, client):
        client.force_login(UserFactory(admin=True, language="hi"))

        page = client.get("/admin/catalog/productrestriction/add/").text

        for said in ("Region", "Product", "Category", "Brand", "Store"):
            assert not re.search(rf">\s*{said}\s*<", page)
        for said in ("क्षेत्र", "उत्पाद", "श्रेणी", "ब्रांड", "दुकान"):
            assert re.search(rf"<label[^>]*>\s*{said}", page)

    def test_of_what_django_leaves_in_english_are_too(self, client):
        client.force_login(UserFactory(admin=True, language="hi"))
        brand = BrandFactory(name="Tamra")
        said = [
            "The {name} “{obj}” was changed successfully. You may edit it again below.",
            "The {name} “{obj}” was changed successfully. You may add another {name} below.",
        ]

        titles = [
            client.get(path).text.partition("<title>")[2].partition("</title>")[0]
            for path in (
                f"/admin/catalog/brand/{brand.pk}/change/",
                f"/admin/accounts/roleapplication/{an_application().pk}/change/",
            )
        ]

        assert "बदलें" in titles[0]
        assert "View" not in titles[1]
        with translation.override("hi"):
            assert [words for words in said if translation.gettext(words).isascii()] == []

    def test_of_fields_in_the_action_log_are_those_of_forms(self):
        row = AdminActionLogFactory(object_type="catalog.product")
        names = ["deleted_at", "skus", "picture_id", "position", "product_id", "from", "to"]

        assert [field_title(row, name) for name in names] == [
            "Deleted", "SKUs", "Picture", "Position", "Product", "From", "To",
        ]  # fmt: skip
        with translation.override("hi"):
            assert [name for name in names if name != "skus" and field_title(row, name).isascii()] == []

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


def test_what_goes_with_a_deleted_row_is_said_in_the_readers_language(client):
    client.force_login(UserFactory(admin=True, language="hi"))
    row = ProductRestriction.objects.create(region=RegionFactory(), brand=BrandFactory(), rule="blocked")

    page = client.get(f"/admin/catalog/productrestriction/{row.pk}/delete/").text

    assert "क्या-क्या मिटेगा" in page
    assert "Objects" not in page


def test_scripts_speak_the_readers_language(client):
    client.force_login(UserFactory(admin=True, language="hi"))

    words = client.get("/admin/jsi18n/").text

    for said in ("Choose a Date", "Choose a Time", "6 p.m.", "January", "Today"):
        told = re.search(rf'"{said}": "([^"]+)"', words)
        assert not json.loads(f'"{told[1]}"').isascii()


@pytest.mark.parametrize("ago", [{"minutes": 2}, {"hours": 3}, {"days": 4}, {"weeks": 2}, {"days": 70}, {"days": 800}])
def test_how_long_ago_is_said_in_one_language(ago):
    with translation.override("hi"):
        assert not re.search("[a-z]", Cell(at=timezone.now() - timedelta(**ago)).age)


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
