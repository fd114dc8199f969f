"""Staff read every page of the back office: by eye in both themes, by a screen reader, by keyboard, on a phone."""

import re

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from inventory.models import StockItem
from tests.architecture.back_office import ROWS, pages
from tests.factories.accounts import UserFactory
from tests.factories.notifications import EmailLogFactory
from tests.journeys.visitor import PHONE, barriers, enter, troubles

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(visitor):
    page = visitor.browse()
    enter(page, UserFactory(admin=True).email)
    return page


@pytest.mark.slow
def test_pages_can_be_read_by_everyone(page):
    someone, _item = ROWS[User](), ROWS[StockItem]()
    user = f"accounts/user/{someone.pk}"
    found = []
    for path in (
        "", "accounts/user/", f"{user}/change/", f"{user}/suspend/", f"{user}/history/", "regions/region/add/",
        "inventory/stockitem/",
    ):  # fmt: skip
        page.goto(f"/admin/{path}")
        found += troubles(page)

    page.goto("/admin/accounts/user/")
    page.locator(f"input[name={ACTION_CHECKBOX_NAME}]").first.check()
    page.locator("select[name=action]").select_option("suspend")
    page.get_by_role("button", name="Run").click()
    found += troubles(page)
    assert found == [], "\n".join(found)


def test_the_keyboard_reaches_the_menu_the_filters_and_the_actions(page):
    someone = ROWS[User]()
    page.goto("/admin/accounts/user/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.ariaLabel") == "Menu"

    filters = page.get_by_role("button", name="Filters", expanded=False)
    filters.press("Enter")
    expect(page.locator("#changelist-filter :focus")).to_be_attached()
    expect(page.get_by_role("button", name="Filters", expanded=True)).to_be_attached()
    assert barriers(page) == []
    page.keyboard.press("Escape")
    assert "Filters" in page.evaluate("document.activeElement.innerText")

    page.goto(f"/admin/accounts/user/{someone.pk}/change/")
    page.get_by_role("button", name="Account").press(" ")
    expect(page.locator("body > nav :focus")).to_be_attached()

    page.set_viewport_size({"width": PHONE, "height": 800})
    page.goto("/admin/accounts/user/")
    page.get_by_role("button", name="Menu").press("Enter")
    expect(page.locator("#nav-sidebar :focus")).to_be_attached()
    assert barriers(page) == []
    page.get_by_role("button", name="Close").press("Enter")
    expect(page.get_by_role("button", name="Menu")).to_be_focused()


def test_what_an_action_asks_is_asked_in_a_dialog(page):
    page.goto(f"/admin/inventory/stockitem/{ROWS[StockItem]().pk}/change/")
    opener = page.get_by_role("link", name="Receive goods")
    opener.press("Enter")
    dialog = page.get_by_role("dialog", name="Receive goods")
    expect(dialog.get_by_label("How many")).to_be_focused()
    dialog.get_by_label("Reason").fill("Note 7")
    assert barriers(page) == []

    page.keyboard.press("Escape")

    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


@pytest.mark.slow
def test_every_list_and_every_empty_form_can_be_read_by_everyone(page):
    for make in ROWS.values():
        make()
    found = []
    for shown in pages():
        is_list = re.fullmatch(r"admin/\w+/\w+/", shown.route)
        if shown.model_admin and not shown.is_closed and (is_list or shown.route.endswith("/add/")):
            page.goto("/" + shown.route)
            found += troubles(page)
    assert found == [], "\n".join(found)


def test_what_a_form_lacks_is_read_first_and_leads_to_its_fields(page):
    page.goto("/admin/catalog/product/add/")
    page.get_by_role("button", name="Save", exact=True).click()

    summary = page.get_by_role("alert").filter(has_text="There is a problem.")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Base price").click()
    expect(page.locator("#id_base_price")).to_be_focused()


def test_a_list_with_long_addresses_fits_on_a_small_desk(page):
    for number in range(3):
        EmailLogFactory(to=f"venkatanarasimha.rao.{number}@long-company.example", sent_at=timezone.now())
    page.set_viewport_size({"width": 1280, "height": 800})

    for path in ("notifications/emaillog/", "accounts/user/"):
        page.goto(f"/admin/{path}")
        cut = page.locator("#result_list").evaluate("table => table.scrollWidth - table.parentElement.clientWidth")
        assert cut <= 0, path
