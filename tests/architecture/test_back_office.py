"""Nobody sees a page of the back office, or a path under /admin/ of the API, without the right to it."""

import pytest
from django.contrib.auth.models import Permission
from django.db.models import DateTimeField
from django.urls import get_resolver

from accounts.enums import Role
from accounts.models import User
from audit.models import AdminActionLog
from config.staff import STAFF_GROUPS
from core.api.permissions import StaffPermission, StaffView
from core.back_office.model_admin import BackOfficeAdmin
from tests.architecture.back_office import (
    OWN_ONLY,
    ROWS,
    UNSAFE,
    api_calls,
    api_url,
    pages,
    registered,
    staff,
    staff_api,
)
from tests.architecture.test_contracts import _patterns
from tests.factories.accounts import UserFactory
from tests.tiers import a_few

pytestmark = pytest.mark.django_db
PAGES = list(pages())
# Pages about no rows of one kind: the rest of Django's own.
OTHERS = {
    "autocomplete": "/admin/autocomplete/",
    "view_on_site": "/admin/r/1/1/",
    "app_list": "/admin/accounts/",
    None: "/admin/nothing/",
}
GROUPS = [None, *STAFF_GROUPS]


class TestEveryPage:
    def test_about_rows_derives_from_the_one_base(self):
        strangers = [model.__name__ for model, page in registered().items() if not isinstance(page, BackOfficeAdmin)]

        assert strangers == []

    def test_that_lists_dates_can_be_narrowed_to_some(self):
        endless = [
            model.__name__
            for model, page in registered().items()
            if {field.name for field in model._meta.fields if isinstance(field, DateTimeField)} & {*page.list_display}
            and not (page.date_hierarchy or any(isinstance(one, tuple) for one in page.list_filter))
        ]

        # A row for each job and for each mail, and never more.
        assert set(endless) == {"ScheduledJob", "TemplateOverride"}

    def test_is_tried_here(self):
        tried = {page.route for page in PAGES}
        forgotten = {
            route: pattern.name
            for route, pattern in _patterns(get_resolver())
            if route.startswith("admin/") and route not in tried and pattern.name not in {"login", "logout"}
        }

        assert set(forgotten.values()) == set(OTHERS)
        # Django leads from the address of a row to its page.
        leads_on = {route for route, name in forgotten.items() if name is None} - {"admin/(?P<url>.*)$"}
        assert {f"{route}change/" for route in leads_on} <= tried

    def test_about_rows_has_a_row_to_be_tested_with(self):
        assert set(registered()) == set(ROWS)

    @pytest.mark.parametrize(
        "who", a_few(["nobody", Role.CUSTOMER, Role.RETAILER, Role.SELLER, "demoted", "suspended"], Role.SELLER)
    )
    def test_is_closed_to_strangers(self, client, who):
        stranger = _sign_in_stranger(client, who)

        leads_on = f"/admin/accounts/user/{UserFactory().pk}/"
        for url in [*(page.url(_row_for(page)) for page in PAGES), *OTHERS.values(), leads_on]:
            for answer in (client.get(url), client.post(url, {"action": "suspend", "reason": "x", "post": "yes"})):
                assert answer.status_code in {302, 403}, (url, answer.status_code)
                if answer.status_code == 302:
                    assert answer.url.startswith("/admin/login/?next="), url

        assert not AdminActionLog.objects.filter(actor=stranger).exists()

    @pytest.mark.parametrize("group", a_few(GROUPS, "support"))
    def test_is_open_to_those_who_hold_its_permissions_and_to_no_other_staff(self, client, group):
        user = staff(group)
        client.force_login(user)

        for page in PAGES:
            row = _row_for(page)
            answer = client.get(page.url(row))
            may = all(user.has_perm(code) for code in page.permissions) and not page.is_closed
            right = {200, 302} if may else {403}
            if may and page.model_admin and page.model_admin.model in OWN_ONLY:
                right.add(404)
            assert answer.status_code in right, (page.route, answer.status_code)
            if may and answer.status_code == 302:
                assert "login" not in answer.url, page.route

    @pytest.mark.parametrize("group", a_few(GROUPS, "support"))
    def test_takes_bulk_actions_only_from_those_who_may(self, client, group):
        user = staff(group)
        client.force_login(user)

        for model, model_admin in registered().items():
            row = ROWS[model]()
            for name in model_admin.actions or ():
                before = AdminActionLog.objects.count()
                data = {"action": name, "_selected_action": str(row.pk), "_confirmed": "1", "reason": "x"}
                client.post(f"/admin/{model._meta.app_label}/{model._meta.model_name}/", data)
                if not user.has_perm(getattr(model_admin, name).permission):
                    assert AdminActionLog.objects.count() == before, (group, model, name)

    def test_of_an_app_is_not_there_for_staff_without_its_permissions(self, client):
        client.force_login(staff(None))

        assert client.get(OTHERS["app_list"]).status_code == 404

    def test_asks_for_permissions_that_exist(self):
        rows = Permission.objects.values_list("content_type__app_label", "codename")
        known = {f"{app}.{codename}" for app, codename in rows}
        asked = {code for page in PAGES if not page.is_closed for code in page.permissions}
        asked |= {code for view in staff_api().values() for code in view.staff_permissions.values()}

        assert asked - known == set()


class TestEveryPathUnderAdminOfTheApi:
    def test_is_a_view_that_is_tried_here(self):
        routes = {route for route, _pattern in _patterns(get_resolver()) if route.startswith("api/v1/admin/")}

        assert routes == set(staff_api())

    def test_stands_behind_the_one_gate(self):
        for route, view in staff_api().items():
            assert issubclass(view, StaffView), route
            assert view.permission_classes == [StaffPermission], route
            named = {method.lower() for method in view.staff_permissions}
            assert named == {method for method in ("get", *UNSAFE) if hasattr(view, method)}, route

    @pytest.mark.parametrize("group", a_few(GROUPS, "admin", "support"))
    def test_is_open_to_those_who_hold_its_permission_and_to_no_other_staff(self, api, group):
        user = staff(group)
        api.force_authenticate(user)

        for method, route in api_calls():
            needed = staff_api()[route].staff_permissions[method.upper()]
            status = getattr(api, method)(api_url(route), {}, format="json").status_code
            if user.has_perm(needed):
                assert status in {200, 400, 404}, (method, route, status)
            else:
                assert status == 403, (method, route, status)

    @pytest.mark.parametrize("role", [Role.CUSTOMER, Role.RETAILER, Role.SELLER])
    def test_is_closed_to_customers(self, api, role):
        api.force_authenticate(UserFactory(role=role))

        assert {getattr(api, method)(api_url(route)).status_code for method, route in api_calls()} == {403}

    def test_wants_a_token(self, api):
        assert {getattr(api, method)(api_url(route)).status_code for method, route in api_calls()} == {401}

    def test_names_a_method_it_does_not_have(self, api):
        api.force_authenticate(staff("admin"))

        assert api.put("/api/v1/admin/action-logs").status_code == 405


def _row_for(page):
    if page.model_admin is None or "<path:object_id>" not in page.route:
        return None
    return ROWS[page.model_admin.model]()


def _sign_in_stranger(client, who) -> User | None:
    """Sign somebody in who must not get in; a right that outlived its reason opens nothing."""
    if who == "nobody":
        return None
    user = staff("admin") if who in {"demoted", "suspended"} else UserFactory(role=who)
    client.force_login(user)
    if who == "demoted":
        User.objects.filter(pk=user.pk).update(is_staff=False)
    elif who == "suspended":
        User.objects.filter(pk=user.pk).update(status="suspended")
    return user
