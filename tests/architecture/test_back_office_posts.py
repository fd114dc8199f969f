"""Every page and action of the back office posted to directly, filled in as those who may would fill it in.

Whoever may not is refused and nothing in the database changes; the control posts the same as an administrator.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Model

from accounts.enums import Role
from accounts.models import Session, User
from audit.models import AdminActionLog
from config.staff import STAFF_GROUPS
from tests.architecture.back_office import ROWS, Page, pages, registered, staff
from tests.conftest import ShopClient
from tests.factories.accounts import UserFactory
from tests.tiers import a_few

pytestmark = pytest.mark.django_db
WORDS = {"reason": "Because I can", "subject": "Mallory", "text": "Mallory", "groups": "admin", "post": "yes"}
STRANGERS = (Role.CUSTOMER, Role.SELLER)
Targets = dict[type[Model], Model]
# What coming in leaves behind, whoever comes.
OF_VISITS = {"sessions.Session"}


def rows() -> dict[str, list]:
    """Every row of the shop as it is stored."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label not in OF_VISITS
    }


def filled_in(boss: ShopClient, url: str) -> dict[str, Any]:
    """What an administrator's page would send from this address, with every text replaced."""
    context = boss.get(url).context
    if not context or "adminform" not in context:
        return WORDS
    form = context["adminform"].form
    known = {name: value for name, value in form.initial.items() if isinstance(value, str | int | bool)}
    renamed = {name: "Mallory" for name in ("name", "subject", "last_name") if name in form.fields}
    return {**WORDS, **known, "_version": context["version"], **renamed}


def bulk_actions() -> list[tuple[type[Model], str]]:
    return [(model, name) for model, page in registered().items() for name in page.actions or ()]


def listed(model: type[Model]) -> str:
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/"


def everything_to_post(
    user: User | None, targets: dict[type[Model], Model], fill: Callable[[str], dict]
) -> list[tuple]:
    """Address and form of all that this person may not do."""

    def lacks(*permissions: str) -> bool:
        return user is None or not user.is_staff or not all(user.has_perm(code) for code in permissions)

    def is_refused(page: Page) -> bool:
        if page.model_admin is None:
            return False
        if page.route.endswith("/change/"):
            options = page.model_admin.model._meta
            return lacks(f"{options.app_label}.change_{options.model_name}")
        return page.is_closed or lacks(*page.permissions)

    asked = [page for page in pages() if is_refused(page)]
    urls = [page.url(targets[page.model_admin.model]) for page in asked]
    posts = [(url, fill(url) if url.endswith(("/change/", "/add/")) else WORDS) for url in urls]
    for model, name in bulk_actions():
        if lacks(getattr(registered()[model], name).permission):
            data = {"action": name, "_selected_action": str(targets[model].pk), "_confirmed": "1", **WORDS}
            posts.append((listed(model), data))
    return posts


@pytest.fixture
def targets() -> Targets:
    return {model: make() for model, make in ROWS.items()}


@pytest.fixture
def boss() -> ShopClient:
    client = ShopClient()
    client.force_login(UserFactory(admin=True))
    return client


@pytest.mark.parametrize("who", a_few(["nobody", *STRANGERS, *STAFF_GROUPS], "support"))
def test_whoever_may_not_is_refused_and_changes_nothing(client, targets, boss, who):
    user = staff(who) if who in STAFF_GROUPS else None if who == "nobody" else UserFactory(role=who)
    if user:
        client.force_login(user)
    posts = everything_to_post(user, targets, partial(filled_in, boss))
    before = rows()

    let_in = [url for url, data in posts if not is_refused(client, url, data)]

    assert let_in == []
    after = rows()
    assert {name for name in before if before[name] != after[name]} == set()
    assert len(posts) > (2 if who == "admin" else 40)


def is_refused(client: ShopClient, url: str, data: dict[str, Any]) -> bool:
    answer = client.post(url, data)
    # The list itself may be open: an action that is not offered leads back to it.
    is_led_back = answer.status_code in {200, 302} and "action" in data
    return is_led_back or answer.status_code == 403 or (answer.status_code == 302 and "/admin/login/" in answer.url)


def test_an_administrator_is_made_to_do_nothing_by_another_site(targets):
    client = ShopClient(enforce_csrf_checks=True)
    client.get("/account/sign-in/")
    stolen = {"Origin": "https://evil.example", "X-CSRFToken": client.cookies[settings.CSRF_COOKIE_NAME].value}
    client.force_login(UserFactory(admin=True))
    posts = everything_to_post(None, targets, lambda url: WORDS)
    before = rows()

    let_in = [
        (url, headers)
        for url, data in posts
        for headers in ({}, stolen)
        if client.post(url, data, headers=headers).status_code != 403
    ]

    assert let_in == []
    assert rows() == before
    assert len(posts) > 100


@pytest.mark.slow
def test_control_what_an_administrator_posts_is_done(boss, targets):
    posts = everything_to_post(None, targets, partial(filled_in, boss))
    # Whoever is erased can be edited no more.
    posts.sort(key=lambda post: (not post[0].endswith("/change/"), "/erase/" in post[0]))

    changed = {url for url, data in posts if changes_something(boss, url, data)}

    person = f"/admin/accounts/user/{targets[User].pk}"
    done = {f"{person}/{page}/" for page in ("change", "suspend", "set_groups", "erase", "reset_password")}
    done.add(f"/admin/accounts/session/{targets[Session].pk}/end/")
    assert done <= changed, done - changed
    assert len(changed) >= 15


@pytest.mark.parametrize("chosen", ["x", "9" * 30, "\0", "018cc251-fe23-7007-8000-00000000ffff"])
def test_actions_on_rows_that_are_none_are_refused_in_words(boss, targets, chosen):
    before = rows()

    for model, name in bulk_actions():
        data = {"action": name, "_selected_action": chosen, "_confirmed": "1", **WORDS}
        told = boss.post(listed(model), data, follow=True).text
        # What a list offers only when it is narrowed is not offered here at all.
        assert "Those rows are no longer there." in told or "No action selected." in told, (model, name)

    assert rows() == before


def changes_something(boss: ShopClient, url: str, data: dict[str, Any]) -> bool:
    before = AdminActionLog.objects.count()
    boss.post(url, data)
    return AdminActionLog.objects.count() > before
