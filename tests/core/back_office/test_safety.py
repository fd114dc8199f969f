"""What strangers wrote is shown as text on every page of the back office; bulk actions say what they skipped."""

import re

import pytest
from django.db import models

from accounts.models import RoleApplication, User
from audit.models import AdminActionLog
from core.ids import uuid7
from core.models import OutboxEvent
from tests.architecture.back_office import ROWS, pages, registered
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

CANARY = "<img src=x onerror=alert(7)>{{7*7}}"
UNESCAPED = re.compile(r"<img src=x onerror")


def poison(row: models.Model) -> None:
    """Write the canary into every text of the row that can hold it, past every form."""
    values = {
        column.name: CANARY
        for column in row._meta.concrete_fields
        if isinstance(column, models.CharField | models.TextField)
        and not isinstance(column, models.EmailField | models.UUIDField)
        and not (column.choices or column.unique or column.name in {"password", "template", "language", "name_key"})
        and (column.max_length or 1_000) >= len(CANARY)
    }
    values |= {
        column.name: {"name": CANARY} if column.default is dict else [CANARY]
        for column in row._meta.concrete_fields
        if isinstance(column, models.JSONField) and column.name != "recipients"
    }
    if "documents" in values:
        values["documents"] = [{"id": str(uuid7()), "name": CANARY, "content_type": CANARY, "size": 1}]
    if values and not isinstance(row, AdminActionLog):
        type(row)._base_manager.filter(pk=row.pk).update(**values)


@pytest.mark.slow
def test_no_page_shows_markup_that_strangers_wrote(client):
    boss = UserFactory(admin=True, name=CANARY)
    client.force_login(boss)
    rows = {}
    for model in registered():
        if model is AdminActionLog:
            rows[model] = AdminActionLog.objects.create(
                actor=boss, customer=boss, action=CANARY, object_type="accounts.user", object_id=str(boss.pk),
                object_label=CANARY, before={CANARY: CANARY}, after={CANARY: CANARY}, reason=CANARY, user_agent=CANARY,
            )  # fmt: skip
        else:
            rows[model] = ROWS[model]()
            poison(rows[model])

    seen = 0
    for page in pages():
        row = rows.get(page.model_admin.model) if page.model_admin else None
        answer = client.get(page.url(row))
        if answer.status_code != 200 or answer.streaming or "html" not in answer["Content-Type"]:
            continue
        text = answer.content.decode()
        assert not UNESCAPED.search(text), page.route
        assert "49" not in re.findall(r"onerror=alert\(7\)&gt;(\d\d)", text), page.route
        seen += "onerror=alert(7)&gt;" in text
    assert not UNESCAPED.search(client.get("/admin/search/", {"s": "<img src"}).content.decode())
    assert seen >= 20


class TestDeletingMany:
    # All others are deleted one at a time, softly, or never.
    DELETED = {
        "catalog.productrestriction", "catalog.synonym", "notifications.templateoverride", "regions.taxrate",
    }  # fmt: skip

    def test_is_offered_for_no_rows_that_others_stand_on(self, client):
        client.force_login(UserFactory(admin=True))
        rows = {model: make() for model, make in ROWS.items()}

        gone = set()
        for model, row in rows.items():
            url = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
            client.post(url, {"action": "delete_selected", "_selected_action": str(row.pk), "post": "yes"})
            if not model._base_manager.filter(pk=row.pk).exists():
                gone.add(model._meta.label_lower)

        assert gone == self.DELETED

    def test_is_not_done_one_by_one_either_where_it_is_not_meant(self, client):
        client.force_login(UserFactory(admin=True))
        closed = [page for page in pages() if page.is_closed and page.route.endswith("/delete/")]

        answers = {
            page.route: client.post(page.url(ROWS[page.model_admin.model]()), {"post": "yes"}) for page in closed
        }

        assert len(answers) > 15
        assert {answer.status_code for answer in answers.values()} == {403}


class TestBulkActions:
    def test_ask_first_and_name_the_rows(self, client):
        client.force_login(UserFactory(admin=True))
        person = UserFactory(name="Asha Rao")

        answer = client.post("/admin/accounts/user/", {"action": "suspend", "_selected_action": [str(person.pk)]})

        assert "Asha Rao" in answer.content.decode()
        assert User.objects.get(pk=person.pk).is_active

    def test_say_how_many_were_done_and_which_were_skipped_and_why(self, client):
        boss = UserFactory(admin=True)
        client.force_login(boss)
        people = [UserFactory(), UserFactory(), UserFactory(suspended=True, name="Bina Das"), boss]

        answer = client.post(
            "/admin/accounts/user/",
            {
                "action": "suspend",
                "_selected_action": [str(person.pk) for person in people],
                "_confirmed": "1",
                "reason": "Fraud ring",
            },
            follow=True,
        )

        done, skipped = [str(message) for message in answer.context["messages"]]
        assert done == "Suspend: 2 rows done."
        assert skipped.startswith("2 rows skipped:")
        assert "Bina Das: That is not possible in the present state." in skipped
        assert f"{boss}: You are not allowed to do that." in skipped
        assert AdminActionLog.objects.count() == 2
        assert User.objects.get(pk=boss.pk).is_active

    def test_want_a_reason(self, client):
        client.force_login(UserFactory(admin=True))
        person = UserFactory()
        data = {"action": "suspend", "_selected_action": [str(person.pk)], "_confirmed": "1", "reason": " "}

        assert client.post("/admin/accounts/user/", data).status_code == 422
        assert User.objects.get(pk=person.pk).is_active

    def test_refuse_more_rows_than_a_request_can_carry(self, client, monkeypatch):
        monkeypatch.setattr("core.back_office.staff_action.MAX_ROWS", 1)
        client.force_login(UserFactory(admin=True))
        people = [UserFactory(), UserFactory()]
        data = {"action": "suspend", "_selected_action": [p.pk for p in people], "_confirmed": "1", "reason": "x"}

        answer = client.post("/admin/accounts/user/", data, follow=True)

        assert "Choose at most 1 rows" in str(next(iter(answer.context["messages"])))
        assert not User.objects.filter(status="suspended").exists()


class TestActionsOnOne:
    def test_show_what_the_service_refused_and_keep_what_was_typed(self, client):
        boss = UserFactory(admin=True)
        client.force_login(boss)

        answer = client.post(f"/admin/accounts/user/{boss.pk}/suspend/", {"reason": "Locking myself out"})

        assert answer.status_code == 422
        assert "You are not allowed to do that." in answer.content.decode()
        assert "Locking myself out" in answer.content.decode()
        assert not AdminActionLog.objects.exists()

    def test_lead_back_by_htmx_too(self, client):
        client.force_login(UserFactory(admin=True))
        person = UserFactory()

        answer = client.post(
            f"/admin/accounts/user/{person.pk}/suspend/", {"reason": "x"}, headers={"HX-Request": "true"}
        )

        assert answer["HX-Redirect"] == f"/admin/accounts/user/{person.pk}/change/"

    def test_do_not_let_support_touch_stronger_staff(self, client):
        from tests.architecture.back_office import staff

        client.force_login(staff("support"))
        boss = UserFactory(admin=True)

        for action in ("suspend", "reset_password"):
            assert client.post(f"/admin/accounts/user/{boss.pk}/{action}/", {"reason": "x"}).status_code == 422
        letter = {"subject": "Your account", "text": "Read this."}
        assert client.post(f"/admin/accounts/user/{boss.pk}/send_mail/", letter).status_code == 422
        assert not OutboxEvent.objects.exists()
        page = client.get(f"/admin/accounts/user/{boss.pk}/change/")
        assert not page.context["has_change_permission"]
        assert client.post(f"/admin/accounts/user/{boss.pk}/change/", {"name": "Mallory"}).status_code == 403
        assert User.objects.get(pk=boss.pk).name != "Mallory"

    def test_decide_an_application_once(self, client):
        client.force_login(UserFactory(admin=True))
        application = ROWS[RoleApplication]()
        url = f"/admin/accounts/roleapplication/{application.pk}/"

        assert client.post(f"{url}approve/", {"reason": ""}).status_code == 302
        assert client.post(f"{url}reject/", {"reason": "Changed my mind"}).status_code == 422

        application.refresh_from_db()
        assert (application.status, application.user.role) == ("approved", "seller")

    def test_show_what_an_application_is_decided_by_and_lead_to_what_is_wrong(self, client):
        client.force_login(UserFactory(admin=True))
        paper = {"id": str(uuid7()), "name": "gst.pdf", "content_type": "application/pdf", "size": 2048}
        application = ROWS[RoleApplication](documents=[paper], business_name="Rao Handlooms", tax_id="27AAPFU0939F1ZV")

        page = client.post(f"/admin/accounts/roleapplication/{application.pk}/reject/", {"reason": ""}).text

        assert "Rao Handlooms" in page
        assert "27AAPFU0939F1ZV" in page
        assert f'<a href="/documents/{paper["id"]}">gst.pdf</a>' in page
        assert re.search(r"<title>\s*Error: Reject", page)
        assert re.search(r'role="alert" tabindex="-1">.*<a href="#ask_reason">Reason</a>: Fill this in\.', page, re.S)

    def test_show_the_papers_of_an_application(self, client):
        client.force_login(UserFactory(admin=True))
        paper = {"id": str(uuid7()), "name": "<b>gst.pdf", "content_type": "application/pdf", "size": 2048}
        picture = {"id": str(uuid7()), "name": "shop.webp", "content_type": "image/webp", "size": 4096}
        application = ROWS[RoleApplication](documents=[paper, picture])

        page = client.get(f"/admin/accounts/roleapplication/{application.pk}/change/").content.decode()

        assert f'<a href="/documents/{paper["id"]}">&lt;b&gt;gst.pdf</a>, 2.0\xa0KB' in page
        assert f'<img src="/documents/{picture["id"]}"' in page
        assert f'<img src="/documents/{paper["id"]}"' not in page
