"""Getting into the back office, staying in it, and finding things."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.contrib.auth.models import Group
from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts.back_office import MAY
from accounts.enums import TwoFactorMethod
from accounts.models import Session, User
from config.staff import STAFF_GROUPS
from core.back_office.tables import Cell
from core.ids import uuid7
from core.models import ScheduledJob, ShopSettings
from tests.architecture.back_office import ROWS, an_application, api_calls, api_url, pages, registered, staff
from tests.factories.accounts import UserFactory
from tests.factories.audit import AdminActionLogFactory

pytestmark = pytest.mark.django_db


class TestSigningIn:
    def test_is_the_storefronts_own_and_leads_back(self, client):
        answer = client.get("/admin/accounts/user/?q=asha", follow=False)
        answer = client.get(answer.url)

        assert answer.url == "/account/sign-in/?next=%2Fadmin%2Faccounts%2Fuser%2F%3Fq%3Dasha"

    @pytest.mark.parametrize(
        "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/%2F/evil", ""]
    )
    def test_leads_nowhere_else(self, client, target):
        answer = client.get("/admin/login/", {"next": target})

        assert answer.url == "/account/sign-in/?next=%2Fadmin%2F"

    def test_takes_no_password_of_its_own(self, client):
        user = UserFactory(admin=True)

        client.post("/admin/login/", {"username": user.email, "password": "Bazaar-2026!"})

        assert client.get("/admin/").status_code == 302

    def test_goes_straight_in_for_staff_and_nowhere_for_customers(self, client):
        client.force_login(staff("support"))
        assert client.get("/admin/login/", {"next": "/admin/accounts/user/"}).url == "/admin/accounts/user/"

        client.force_login(UserFactory())
        assert client.get("/admin/login/").status_code == 403


class TestTheSecondFactor:
    def test_is_demanded_before_anything_is_shown(self, client, settings):
        settings.STAFF_TWO_FACTOR_REQUIRED = True
        client.force_login(UserFactory(admin=True))

        for page in [*pages()][::3]:
            path = page.url(None)
            for answer in (client.get(path), client.post(path, {"reason": "x"})):
                assert (answer.status_code, answer.url) == (302, settings.STAFF_TWO_FACTOR_PAGE), path

    def test_is_demanded_by_the_api_as_well(self, api, settings):
        settings.STAFF_TWO_FACTOR_REQUIRED = True
        boss = UserFactory(admin=True)
        api.force_authenticate(boss)

        assert {getattr(api, method)(api_url(route)).status_code for method, route in api_calls()} == {403}

    def test_opens_the_door_once_it_is_on(self, client, settings):
        settings.STAFF_TWO_FACTOR_REQUIRED = True
        client.force_login(UserFactory(admin=True, two_factor="totp"))

        assert client.get("/admin/").status_code == 200


class TestTheSession:
    def test_ends_after_idleness(self, client, time_machine):
        client.force_login(staff("support"))
        assert client.get("/admin/").status_code == 200

        time_machine.move_to(timezone.now() + timedelta(minutes=119))
        assert client.get("/admin/").status_code == 200

        time_machine.move_to(timezone.now() + timedelta(minutes=121))
        assert client.get("/admin/").status_code == 302
        assert Session.objects.get().revoked_at

    def test_ends_with_the_day_however_busy(self, client, time_machine):
        client.force_login(staff("support"))
        start = timezone.now()

        for hours in range(13):
            time_machine.move_to(start + timedelta(hours=hours, minutes=1))
            status = client.get("/admin/").status_code

        assert status == 302

    def test_is_ended_by_signing_out_which_only_a_post_does(self, client):
        client.force_login(staff("support"))

        assert client.get("/admin/logout/").status_code == 405
        assert client.post("/admin/logout/").url == "/"

        assert Session.objects.get().revoked_at
        assert client.get("/admin/").status_code == 302

    def test_does_not_outlive_the_rights(self, client):
        user = staff("support")
        client.force_login(user)
        assert client.get("/admin/accounts/user/").status_code == 200

        user.groups.clear()
        assert client.get("/admin/accounts/user/").status_code == 403


class TestSearch:
    @pytest.mark.parametrize("term", ["asha@", "ASHA@HAAT.example", "Rao", "43210", "+91 98765 43210", "shopper"])
    def test_finds_people_by_what_is_at_hand(self, client, term):
        person = UserFactory(email="asha@haat.example", name="Asha Rao", phone_number="+919876543210")
        UserFactory(email="bina@haat.example", name="Bina Das")
        client.force_login(staff("support"))

        answer = client.get("/admin/search/", {"s": person.shopper_id.lower() if term == "shopper" else term})

        assert [hit.title for hit in answer.context["hits"]] == ["Asha Rao"]

    def test_shows_nobody_to_those_who_may_not_see_people(self, client):
        UserFactory(name="Asha Rao")
        client.force_login(staff("catalogue"))

        assert client.get("/admin/search/", {"s": "Asha"}).context["hits"] == []

    def test_wants_more_than_one_letter(self, client):
        UserFactory(name="Asha Rao")
        client.force_login(staff("support"))

        assert client.get("/admin/search/", {"s": "A"}).context["hits"] == []
        assert client.get("/admin/search/").context["hits"] == []


class TestHome:
    def test_shows_each_group_what_is_theirs(self, client):
        client.force_login(staff("admin"))
        page = client.get("/admin/")
        assert "Applications" in {str(card["title"]) for card in page.context["queues"]}

        client.force_login(staff("support"))
        page = client.get("/admin/")
        # Who cannot decide has nothing waiting.
        assert "Applications" not in {str(card["title"]) for card in page.context["queues"]}
        assert page.context["panels"] == []

        client.force_login(staff("catalogue"))
        page = client.get("/admin/")
        assert page.context["cards"] == []
        assert "Stock alerts" in {str(card["title"]) for card in page.context["queues"]}
        assert "Applications" not in {str(card["title"]) for card in page.context["queues"]}

        client.force_login(staff(None))
        assert "Nothing here is yours to see yet" in client.get("/admin/").content.decode()

    def test_says_whether_the_shop_is_a_trial(self, client, settings):
        client.force_login(staff("admin"))
        assert "Trial" in client.get("/admin/").content.decode()

        settings.DEV_PAGES = False
        assert "Live" in client.get("/admin/").content.decode()


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model._meta.label_lower)
def test_lists_ask_as_often_for_many_rows_as_for_few(client, model, django_assert_num_queries):
    if model is ShopSettings or model._meta.model_name == "templateoverride":
        pytest.skip("One row a shop, or one a mail and language.")
    client.force_login(UserFactory(admin=True))
    path = f"/admin/{model._meta.app_label}/{model._meta.model_name}/?all="
    for _ in range(4):
        ROWS[model]()
    client.get(path)
    few = _queries(client, path)
    for _ in range(20):
        ROWS[model]()

    registered()[model].list_per_page, before = 200, registered()[model].list_per_page
    try:
        many = _queries(client, path)
    finally:
        registered()[model].list_per_page = before

    assert many == few
    assert many <= 20


def _queries(client, path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_a_person_page_asks_a_bounded_number_of_questions(client, django_assert_max_num_queries):
    person = UserFactory()
    client.force_login(UserFactory(admin=True))
    client.get(f"/admin/accounts/user/{person.pk}/change/")

    with django_assert_max_num_queries(25):
        client.get(f"/admin/accounts/user/{person.pk}/change/")

    assert User.objects.filter(pk=person.pk).exists()


class TestTheClock:
    def test_is_the_shops_whatever_the_colleagues_own_zone(self, client):
        ShopSettings.objects.update_or_create(defaults={"timezone": "Asia/Kolkata"})
        moment = datetime(2026, 3, 1, 20, 0, tzinfo=UTC)
        User.objects.filter(pk=UserFactory().pk).update(last_login_at=moment)
        client.force_login(staff("support"))

        page = client.get("/admin/accounts/user/").content.decode()

        assert "2 Mar 2026, 01:30 IST" in page

    def test_speaks_the_language_of_each_colleague(self, client):
        ShopSettings.objects.update_or_create(defaults={"timezone": "Asia/Kolkata"})
        User.objects.filter(pk=UserFactory().pk).update(last_login_at=datetime(2026, 3, 1, 20, 0, tzinfo=UTC))
        client.force_login(UserFactory(admin=True, language="hi"))

        page = " ".join(client.get("/admin/accounts/user/").text.split())

        for said in ('<html lang="hi"', "<title> उपयोगकर्ता | ", "पिछला साइन-इन", "2 मार्च 2026, 01:30 IST", "ग्राहक"):
            assert said in page


class TestAList:
    def test_is_chosen_in_the_menu_on_every_page(self, client):
        person = staff("support")
        client.force_login(person)
        here = "/admin/accounts/user/?q=asha"

        page = client.get(here).text
        assert f'name="next" type="hidden" value="{here}"' in page.partition('action="/admin/language/"')[2]
        assert 'lang="hi"' in page
        answer = client.post("/admin/language/", {"language": "hi", "next": here})

        assert answer.url == here
        assert '<html lang="hi"' in client.get(here).text
        assert client.post("/admin/language/", {"language": "xx", "next": "https://evil.example/"}).url == "/admin/"
        person.refresh_from_db()
        assert person.language == "hi"

    def test_counts_rows_whatever_they_are_called(self, client):
        AdminActionLogFactory()
        client.force_login(UserFactory(admin=True))

        page = client.get("/admin/audit/adminactionlog/")

        assert "1 row " in " ".join(page.content.decode().split())
        assert page.context["module_name"] == "rows"
        with translation.override("hi"):
            shown = render_to_string("unfold/helpers/pagination_default.html", {"cl": page.context["cl"]})
        assert "1 पंक्ति" in shown

    @pytest.mark.parametrize(
        ("ago", "said"), [(0, "just now"), (59, "just now"), (61, "1\xa0minute ago"), (-5, "just now")]
    )
    def test_says_how_long_ago_something_was(self, ago, said):
        assert Cell(at=timezone.now() - timedelta(seconds=ago)).age == said


class TestAnApplication:
    def test_opens_its_papers_to_those_who_decide_and_names_them_to_others(self, client):
        paper = {"id": str(uuid7()), "name": "gst.pdf", "content_type": "application/pdf", "size": 900}
        path = f"/admin/accounts/roleapplication/{an_application(documents=[paper]).pk}/change/"

        client.force_login(staff("admin"))
        assert f'href="/documents/{paper["id"]}"' in client.get(path).content.decode()

        client.force_login(staff("support"))
        page = client.get(path).content.decode()
        assert "gst.pdf" in page
        assert "/documents/" not in page


class TestAPerson:
    def test_has_a_country_and_a_time_zone_from_a_list(self, client):
        person = UserFactory(region="IN", timezone="Asia/Kolkata", marketing_consent=False)
        path = f"/admin/accounts/user/{person.pk}/change/"
        client.force_login(UserFactory(admin=True))

        page = client.get(path)
        form = page.context["adminform"].form
        assert dict(form.fields["region"].choices)["IN"] == "India"
        assert {"two factor", "Timezone", "Marketing consent"}.isdisjoint(re.findall(r">\s*([^<>]+?)\s*<", page.text))
        answer = client.post(
            path, {**form.initial, "phone_number": "", "_version": page.context["version"], "region": "ZZ"}
        )

        assert "region" in answer.context["adminform"].form.errors

    def test_keeps_what_no_list_has_any_more(self, client):
        person = UserFactory(timezone="Asia/Atlantis")
        path = f"/admin/accounts/user/{person.pk}/change/"
        client.force_login(UserFactory(admin=True))
        page = client.get(path)

        stored = {name: value or "" for name, value in page.context["adminform"].form.initial.items()}
        answer = client.post(path, {**stored, "name": "Asha Rao", "_version": page.context["version"]})

        assert answer.status_code == 302
        person.refresh_from_db()
        assert (person.name, person.timezone) == ("Asha Rao", "Asia/Atlantis")


class TestAScheduledJob:
    def test_says_what_it_does_and_when(self, client):
        ScheduledJob.objects.create(name="clean_up", done_until=timezone.now(), claimed_until=timezone.now())
        client.force_login(UserFactory(admin=True))

        page = client.get("/admin/core/scheduledjob/").text

        assert "Clean up what nobody needs any more" in page
        assert "every Sunday at 02:00" in page


class TestTheListOfPeople:
    def test_names_the_second_factor_and_leaves_the_rest_quiet(self, client):
        UserFactory(two_factor="totp")
        UserFactory()
        client.force_login(staff("support"))

        page = client.get("/admin/accounts/user/")
        column = page.context["cl"].model_admin.second_factor

        assert {str(column(user)) for user in User.objects.filter(two_factor=TwoFactorMethod.NONE)} == {"–"}
        assert str(column(User.objects.get(two_factor="totp"))) in page.content.decode()


class TestTheStaffGroupsOfSomebody:
    def colleague(self):
        person = UserFactory(support=True)
        person.groups.set(Group.objects.filter(name__in=["support", "finance"]))
        return person

    def form(self, client, person):
        return client.get(f"/admin/accounts/user/{person.pk}/set_groups/")

    def test_are_ticked_already_and_say_what_each_may_do(self, client):
        person = self.colleague()
        client.force_login(UserFactory(admin=True))

        answer = self.form(client, person)

        ticked = re.findall(r'<input type="checkbox" name="groups" value="(\w+)"[^>]*\schecked[\s>]', answer.text)
        assert sorted(ticked) == ["finance", "support"]
        assert set(MAY) == set(STAFF_GROUPS)
        assert all(str(may) in unescape(answer.text) for may in MAY.values())
        assert "Save the groups" in answer.text

    def test_stay_as_they_are_when_the_form_is_sent_untouched(self, client):
        person = self.colleague()
        client.force_login(UserFactory(admin=True))
        groups = self.form(client, person).context["form"]["groups"].value()

        client.post(f"/admin/accounts/user/{person.pk}/set_groups/", {"groups": groups, "reason": "Only looked"})

        person.refresh_from_db()
        assert person.is_staff
        assert set(person.groups.values_list("name", flat=True)) == {"support", "finance"}


def test_an_application_that_was_only_begun_is_shown_with_its_person(client):
    begun = an_application(business_name="")
    client.force_login(staff("support"))

    page = client.get(f"/admin/accounts/user/{begun.user_id}/change/").text

    assert "Began an application as seller, not sent yet" in page
    assert f"/admin/accounts/roleapplication/{begun.pk}/" not in page


def test_what_was_done_is_said_in_a_sentence(client):
    client.force_login(UserFactory(admin=True))
    path = f"/admin/accounts/roleapplication/{an_application().pk}/reject/"

    answer = client.post(path, {"reason": "No papers"}, follow=True)

    assert [str(message) for message in answer.context["messages"]] == ["The application is rejected."]
