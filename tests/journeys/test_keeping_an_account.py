"""Making an account and looking after it: by mouse, by keyboard, and without scripts."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from accounts.enums import CodePurpose
from accounts.models import Address, User
from tests.accounts.letters import app_code, code_sent
from tests.journeys.visitor import (
    DESK,
    PHONE,
    THEMES,
    assert_readable_by_everyone,
    barriers,
    barriers_in_every_look,
    enter,
    overflow,
    picture,
    walk,
)
from tests.tiers import a_few

pytestmark = pytest.mark.browser

OUTSIDE = ["/account/sign-up/", "/account/verify-email/", "/account/sign-in/", "/account/forgot-password/"]
OUTSIDE += ["/account/forgot-password/sent/", "/account/reset-password/", "/account/deleted/"]
INSIDE = [
    "/account/",
    "/account/profile/",
    "/account/profile/e-mail/",
    "/account/addresses/",
    "/account/addresses/add/",
    "/account/security/",
    "/account/security/password/",
    "/account/security/two-step/",
    "/account/security/two-step/totp/",
    "/account/devices/",
    "/account/messages/",
    "/account/applications/",
    "/account/applications/seller/",
    "/account/privacy/",
    "/account/privacy/delete/",
]
REFUSING = ["/account/addresses/add/", "/account/security/password/", "/account/applications/seller/"]
SETTLE_SCROLL = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
NEW_PASSWORD = "three green bicycles"


def in_both_languages(paths: list[str]) -> list[str]:
    return [prefix + path for prefix in ("", "/hi") for path in paths]


class TestEveryPage:
    @pytest.mark.parametrize("path", a_few(in_both_languages(OUTSIDE), "/account/sign-up/", "/account/sign-in/"))
    def test_of_the_sign_in_family_has_no_barriers(self, visitor, path):
        page = visitor.open(path)

        assert_readable_by_everyone(page, path.strip("/").replace("/", "-"))

    @pytest.mark.parametrize("path", a_few(in_both_languages(INSIDE), "/account/", "/account/addresses/add/"))
    def test_of_the_account_has_no_barriers_and_marks_where_one_is(self, visitor, asha, path):
        page = visitor.browse()
        enter(page)
        page.goto(path)

        assert_readable_by_everyone(page, path.strip("/").replace("/", "-"))
        expect(page.locator(".account-nav [aria-current]")).to_have_count(1)

    @pytest.mark.slow
    def test_can_be_used_by_keyboard_alone(self, visitor, asha):
        page = visitor.browse()
        enter(page)
        for path in INSIDE:
            page.goto(path)
            hidden = [step for step in walk(page) if not step["visible"] or not step["ringed"]]
            assert (path, hidden) == (path, [])

    @pytest.mark.parametrize("path", a_few(REFUSING, "/account/addresses/add/"))
    def test_with_errors_has_no_barriers_and_puts_the_focus_on_them(self, visitor, asha, path):
        page = visitor.browse()
        enter(page)
        page.goto(path)
        page.locator(".account-content form.form button:not([name])").last.click()
        page.wait_for_selector(".form-errors")
        assert page.title().startswith("Error: ")
        assert page.evaluate("document.activeElement.className") == "form-errors"
        assert barriers_in_every_look(page) == []


class TestTheStripOfPages:
    """On a phone the account's pages stand in a strip, wider than the phone."""

    EDGES = """() => {
      const strip = document.querySelector('.account-nav ul');
      const here = strip.querySelector('[aria-current]').getBoundingClientRect();
      const style = getComputedStyle(strip);
      return {
        before: parseFloat(style.getPropertyValue('--strip-before')),
        after: parseFloat(style.getPropertyValue('--strip-after')),
        hidden: strip.scrollWidth - strip.clientWidth,
        inside: here.left >= 0 && here.right <= innerWidth,
      };
    }"""

    @pytest.mark.slow
    @pytest.mark.parametrize("prefix", ["", "/hi"])
    def test_fades_where_there_is_more_and_shows_where_one_is(self, visitor, asha, prefix):
        page = visitor.browse(width=320)
        enter(page, prefix=prefix)

        first = page.evaluate(self.EDGES)
        page.goto(f"{prefix}/account/devices/")
        middle = page.evaluate(self.EDGES)
        page.evaluate("() => { document.querySelector('.account-nav ul').scrollLeft = 9999 }")
        page.evaluate(SETTLE_SCROLL)
        last = page.evaluate(self.EDGES)

        assert first["hidden"] > 0
        assert first["inside"]
        assert middle["inside"]
        assert [(edges["before"] > 0, edges["after"] > 0) for edges in (first, middle, last)] == [
            (False, True),
            (True, True),
            (True, False),
        ]

    @pytest.mark.slow
    def test_shows_where_one_is_in_one_line_without_scripts(self, visitor, asha):
        page = visitor.browse(width=320, javascript=False)
        enter(page)

        for path in ("", "devices/", "privacy/"):
            page.goto(f"/account/{path}")
            here = page.locator(".account-nav [aria-current]").bounding_box()
            boxes = [link.bounding_box() for link in page.locator(".account-nav").get_by_role("link").all()]
            tops = {box["y"] for box in boxes}

            assert here["x"] >= 0
            assert here["x"] + here["width"] <= 320
            assert len(tops) == 1
            assert all(one["x"] + one["width"] <= other["x"] for one, other in pairwise(boxes))


class TestFromSignUpToTwoStepSignIn:
    @pytest.mark.parametrize("javascript", a_few([True, False], True))
    def test_goes_through(self, visitor, javascript):
        page = visitor.browse(width=PHONE, javascript=javascript)
        page.goto("/account/sign-up/?next=/account/devices/")
        page.get_by_label("Your name").fill("Bo Lind")
        page.get_by_label("E-mail address").fill("bo@example.com")
        page.locator("#id_password").fill(NEW_PASSWORD)
        page.get_by_role("button", name="Create the account").click()

        page.wait_for_url("**/account/verify-email/")
        code = code_sent(CodePurpose.VERIFY_EMAIL)
        page.locator("#id_code").fill(f"{code[:3]} {code[3:]}")
        if not javascript:
            page.get_by_role("button", name="Confirm the address").click()
        page.wait_for_url("**/account/devices/")
        expect(page.get_by_text("Welcome!")).to_be_visible()

        page.goto("/account/security/two-step/")
        page.get_by_role("button", name="Continue").click()
        page.wait_for_url("**/two-step/totp/")
        user = User.objects.get(email="bo@example.com")
        expect(page.get_by_role("button", name="Switch it on")).to_be_visible()
        page.locator("#id_code").fill(app_code(user))
        if not javascript:
            page.get_by_role("button", name="Switch it on").click()
        page.get_by_role("heading", name="Your recovery codes").wait_for()
        expect(page.locator("#recovery-codes code")).to_have_count(10)
        if javascript:
            assert barriers(page) == []

        page.get_by_role("navigation", name="Your account").get_by_role("button", name="Sign out").click()
        page.wait_for_url(re.compile(r"/$"))
        page.goto("/account/addresses/")
        page.locator("#id_email").fill("bo@example.com")
        page.locator("#id_password").fill(NEW_PASSWORD)
        page.locator("#id_password").press("Enter")
        page.wait_for_url("**/sign-in/code/")
        page.locator("#id_code").fill(app_code(user, steps_on=1))
        if not javascript:
            page.get_by_role("main").get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/account/addresses/")
        expect(page.get_by_text("No address yet")).to_be_visible()


class TestAddresses:
    def test_show_the_fields_of_the_country_that_is_chosen(self, visitor, asha):
        page = visitor.browse()
        enter(page)
        page.goto("/account/addresses/add/")
        page.get_by_label("First name").fill("Leela")

        page.get_by_label("Country").focus()
        page.get_by_label("Country").select_option("GB")
        page.get_by_label("Town").wait_for()

        expect(page.get_by_label("First name")).to_have_value("Leela")
        expect(page.get_by_label("State")).to_have_count(0)
        assert page.evaluate("document.activeElement.id") == "id_country"
        page.get_by_label("Street and number").fill("221B Baker Street")
        page.get_by_label("Town").fill("London")
        page.get_by_label("Postcode").fill("nw1 6xe")
        page.get_by_role("button", name="Save the address").click()
        page.wait_for_url("**/account/addresses/")
        assert Address.objects.get(country="GB").postal_code == "NW1 6XE"

    def test_show_the_fields_of_another_country_without_scripts(self, visitor, asha):
        page = visitor.browse(javascript=False)
        enter(page)
        page.goto("/account/addresses/add/")

        page.get_by_label("Country").select_option("AE")
        page.get_by_role("button", name="Show the fields of this country").click()

        expect(page.get_by_label("Emirate")).to_be_visible()
        expect(page.locator(".form-errors")).to_have_count(0)

    def test_are_deleted_and_put_back_by_keyboard(self, visitor, asha):
        page = visitor.browse()
        enter(page)
        page.goto("/account/addresses/")

        page.get_by_role("button", name="Delete Home").press("Enter")
        page.get_by_role("button", name="Undo").press("Enter")

        page.get_by_text("The address is back.").wait_for()
        assert Address.objects.filter(user=asha, is_active=True).count() == 2


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/account/sign-up/", "/account/addresses/"])
def test_pages_stand_for_people_to_look_at(visitor, asha, path):
    for theme in THEMES:
        for width in (PHONE, DESK):
            page = visitor.browse(width=width, theme=theme)
            if path != "/account/sign-up/":
                enter(page)
            page.goto(path)
            assert overflow(page) == 0
            picture(page, f"{path.strip('/').replace('/', '-')}-{width}-{theme}")
