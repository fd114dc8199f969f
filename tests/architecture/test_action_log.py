"""No write by staff exists that leaves no row in the action log: pages, API and commands are walked."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command, get_commands
from django.test import RequestFactory
from django.utils import timezone

from audit.models import AdminActionLog
from core.models import ShopSettings
from tests.architecture.back_office import (
    ROWS,
    UNSAFE,
    a_dead_letter,
    a_job,
    a_session,
    an_application,
    api_calls,
    api_url,
    registered,
)
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.notifications import EmailLogFactory, SMSLogFactory, TemplateOverrideFactory

pytestmark = pytest.mark.django_db

MESSAGE = {"topic": "account", "subject": "Hello", "text": "Your parcel left.", "reason": "Asked by phone"}
PEOPLE = {
    "put {}": lambda: ({"user_id": UserFactory().pk}, {"name": "Asha Rao"}),
    "delete {}": lambda: ({"user_id": UserFactory().pk}, {"reason": "Their wish"}),
    "put {}/status": lambda: ({"user_id": UserFactory().pk}, {"status": "suspended", "reason": "Fraud"}),
    "post {}/send-email": lambda: ({"user_id": UserFactory().pk}, {"subject": "Hello", "text": "Hi"}),
    "post {}/reset-password": lambda: ({"user_id": UserFactory().pk}, {"reason": "Asked by phone"}),
}
# What to send to each writing method of the API under /admin/. A new one needs a line here.
API_WRITES: dict[str, Callable[[], tuple[dict, dict]]] = {
    **{
        line.format(f"api/v1/admin/{word}/<uuid:user_id>"): call
        for word in ("users", "customers")
        for line, call in PEOPLE.items()
    },
    "post api/v1/admin/applications/<uuid:application_id>/approve": lambda: (
        {"application_id": an_application().pk},
        {"reason": "All in order"},
    ),
    "post api/v1/admin/applications/<uuid:application_id>/reject": lambda: (
        {"application_id": an_application().pk},
        {"reason": "No tax id"},
    ),
    "post api/v1/admin/notifications/email-logs/<uuid:email_id>/resend": lambda: (
        {"email_id": EmailLogFactory(sent=True).pk},
        {},
    ),
    "post api/v1/admin/notifications/sms-logs/<uuid:sms_id>/resend": lambda: (
        {"sms_id": SMSLogFactory(sent=True).pk},
        {},
    ),
    "post api/v1/admin/notifications/send-email": lambda: ({}, {**MESSAGE, "user_ids": [str(UserFactory().pk)]}),
    "post api/v1/admin/notifications/send-sms": lambda: (
        {},
        {
            **{key: MESSAGE[key] for key in ("topic", "text", "reason")},
            "user_ids": [str(_with_telephone().pk)],
        },
    ),
}


def _with_telephone():
    return UserFactory(phone_number="+919876543210", phone_verified_at=timezone.now())


# The row and the answers with which each action of the back office does its work.
REASON = {"reason": "Because"}
ACTIONS: dict[str, tuple[Callable[[], Any], dict[str, Any]]] = {
    "accounts.user.suspend": (UserFactory, REASON),
    "accounts.user.activate": (lambda: UserFactory(suspended=True), REASON),
    "accounts.user.reset_password": (UserFactory, REASON),
    "accounts.user.send_mail": (UserFactory, {"subject": "Hello", "text": "Hi"}),
    "accounts.user.set_groups": (UserFactory, {**REASON, "groups": ["support"]}),
    "accounts.user.erase": (UserFactory, REASON),
    "accounts.session.end": (a_session, REASON),
    "accounts.roleapplication.approve": (an_application, REASON),
    "accounts.roleapplication.reject": (an_application, REASON),
    "core.outboxdelivery.try_again": (a_dead_letter, {"_": "yes"}),
    "core.scheduledjob.run_soon": (a_job, {"_": "yes"}),
    "notifications.emaillog.resend": (lambda: EmailLogFactory(sent=True), {"_": "yes"}),
    "notifications.smslog.resend": (lambda: SMSLogFactory(sent=True), {"_": "yes"}),
    "notifications.templateoverride.send_test": (TemplateOverrideFactory, {"_": "yes"}),
}

# What a form of the back office saves: the row, and what to fill in.
WORDS = {"template": "welcome", "language": "hi", "subject": "Namaste", "body": "Hello {{ name }}", "is_active": "on"}
FORMS: dict[str, tuple[Callable[[], Any], dict[str, Any]]] = {
    "accounts.user change": (UserFactory, {"name": "Asha Rao"}),
    "core.shopsettings change": (ShopSettings.objects.create, {"name": "Chandni"}),
    "notifications.templateoverride add": (lambda: None, WORDS),
    "notifications.templateoverride change": (TemplateOverrideFactory, {"subject": "Namaste"}),
    "notifications.templateoverride delete": (TemplateOverrideFactory, {"post": "yes"}),
}

# Commands that act as staff, and those that do not, each with why it needs no row.
LOGGED_COMMANDS = {
    "create_admin": {"email": "first@haat.example", "password": PASSWORD, "name": "First"},
}
UNLOGGED_COMMANDS = {
    "anonymise": "scrambles a copy, which is no shop",
    "backup": "reads",
    "cleanup": "forgets what its age says",
    "collect_translations": "touches files",
    "compile_translations": "touches files",
    "demo": "fills an empty shop",
    "doctor": "reads",
    "document_events": "touches files",
    "drain_outbox": "tells handlers what was decided before",
    "outgoing": "reads",
    "restore": "replaces the log itself",
    "verify": "reads",
}


@pytest.fixture
def boss():
    return UserFactory(admin=True)


class TestTheApi:
    def test_has_a_line_for_every_write(self):
        assert {f"{method} {route}" for method, route in api_calls() if method in UNSAFE} == set(API_WRITES)

    @pytest.mark.parametrize("call", API_WRITES)
    def test_leaves_a_row_for_every_write(self, api, boss, call):
        method, route = call.split(" ")
        ids, body = API_WRITES[call]()
        api.force_authenticate(boss)

        answer = getattr(api, method)(api_url(route, **ids), body, format="json")

        assert answer.status_code < 300, answer.content
        assert AdminActionLog.objects.filter(actor=boss).count() == 1

    @pytest.mark.parametrize("call", API_WRITES)
    def test_leaves_no_row_for_a_refused_write(self, api, boss, call):
        method, route = call.split(" ")
        api.force_authenticate(boss)

        answer = getattr(api, method)(api_url(route), {"reason": ""}, format="json")

        assert answer.status_code in {400, 404}
        assert not AdminActionLog.objects.exists()


class TestPages:
    def test_have_a_line_for_every_action(self):
        assert {name for name, _bulk in _actions()} == set(ACTIONS)

    def test_have_a_line_for_every_form(self):
        assert set(_forms()) == set(FORMS)

    @pytest.mark.parametrize("name", ACTIONS)
    def test_leave_a_row_for_an_action_on_one(self, client, boss, name):
        factory, answers = ACTIONS[name]
        app, model, action = name.split(".")
        row = factory()
        client.force_login(boss)

        answer = client.post(f"/admin/{app}/{model}/{row.pk}/{action}/", answers)

        assert answer.status_code == 302, answer.content.decode()
        assert AdminActionLog.objects.filter(actor=boss).count() == 1

    @pytest.mark.parametrize("name", ACTIONS)
    def test_do_nothing_when_they_are_only_looked_at(self, client, boss, name):
        factory, _answers = ACTIONS[name]
        app, model, action = name.split(".")
        client.force_login(boss)

        answer = client.get(f"/admin/{app}/{model}/{factory().pk}/{action}/")

        assert answer.status_code == 200
        assert not AdminActionLog.objects.exists()

    def test_leave_a_row_for_each_of_many(self, client, boss):
        client.force_login(boss)

        for name, is_bulk in _actions():
            if not is_bulk:
                continue
            factory, answers = ACTIONS[name]
            app, model, action = name.split(".")
            before = AdminActionLog.objects.count()
            chosen = [str(factory().pk), str(factory().pk)]
            data = {"action": action, "_selected_action": chosen, "_confirmed": "1", **answers}
            client.post(f"/admin/{app}/{model}/", data)
            assert AdminActionLog.objects.count() == before + 2, name

    @pytest.mark.parametrize("name", FORMS)
    def test_leave_a_row_for_a_form(self, client, boss, name):
        factory, filled_in = FORMS[name]
        label, kind = name.split(" ")
        row = factory()
        client.force_login(boss)
        url = f"/admin/{label.replace('.', '/')}/{f'{row.pk}/' if row else ''}{kind}/"
        page = client.get(url).context
        stored = page["adminform"].form.initial if kind == "change" else {}
        values = {key: value or "" for key, value in stored.items()}

        answer = client.post(url, {**values, "_version": page.get("version", ""), **filled_in})

        assert answer.status_code == 302, answer.context["adminform"].form.errors
        (log,) = AdminActionLog.objects.filter(actor=boss)
        if kind == "change":
            assert log.after.items() >= filled_in.items()


class TestCommands:
    def test_have_a_line_each(self):
        own = {name for name, app in get_commands().items() if _is_own(app)}

        assert own == set(LOGGED_COMMANDS) | set(UNLOGGED_COMMANDS)

    @pytest.mark.parametrize("name", LOGGED_COMMANDS)
    def test_leave_a_row_when_they_act_as_staff(self, name):
        call_command(name, **LOGGED_COMMANDS[name])

        assert AdminActionLog.objects.count() == 1


def _actions() -> set[tuple[str, bool]]:
    """Every action of every page, and whether it takes many rows."""
    found: dict[str, bool] = {}
    for model, page in registered().items():
        for name in page._extract_action_names(page.actions_detail):
            found.setdefault(f"{model._meta.label_lower}.{name}", False)
        for name in page.actions or ():
            found[f"{model._meta.label_lower}.{name}"] = True
        assert not [*page.actions_list, *page.actions_row, *page.actions_submit_line], "Write their test first."
    return set(found.items())


def _forms() -> list[str]:
    """Every form that saves, for somebody who may do everything."""
    request = RequestFactory().get("/")
    request.user = UserFactory(admin=True)
    found = []
    for model, page in registered().items():
        row = ROWS[model]()
        may = {
            "add": page.has_add_permission(request),
            "change": page.has_change_permission(request, row),
            "delete": page.has_delete_permission(request, row),
        }
        found += [f"{model._meta.label_lower} {kind}" for kind, is_open in may.items() if is_open]
    return found


def _is_own(app: Any) -> bool:
    return app in {config.name for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR}
