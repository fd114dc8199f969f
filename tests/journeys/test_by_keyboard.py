"""An account from the first page to the last without a mouse: every step is a key, and the focus is always seen."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.enums import CodePurpose
from accounts.models import Address, DataExport, RoleApplication, User
from tests.accounts.letters import app_code, code_sent
from tests.factories.accounts import PASSWORD
from tests.journeys.visitor import FOCUSED

pytestmark = pytest.mark.browser

MOST_STEPS = 60
IS_FOCUSED = "element => element === document.activeElement"


class Keys:
    """Somebody who has a keyboard and nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, target: Locator, key: str = "Tab") -> None:
        """Go on, or back, until the focus is there, and see that it shows."""
        target.wait_for()
        element = target.element_handle()
        for _step in range(MOST_STEPS):
            if element.evaluate(IS_FOCUSED):
                focused = self.page.evaluate(FOCUSED)
                assert (focused["visible"], focused["ringed"]) == (True, True), focused
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"{target} is not reached by {key}")

    def skip(self) -> None:
        """Leave the header out, by the link that comes first; where it was followed before, one starts behind it."""
        if self.page.evaluate("location.hash") == "#main":
            assert self.page.evaluate("document.activeElement.id") == "main"
            return
        self.page.keyboard.press("Tab")
        assert self.page.evaluate("document.activeElement.className") == "skip"
        self.page.keyboard.press("Enter")
        assert self.page.evaluate("document.activeElement.id") == "main"

    def arrives(self, path: str) -> None:
        self.page.wait_for_url(lambda url: urlsplit(url).path.endswith(f"/{path}"))

    def follow(self, name: str, path: str) -> None:
        """Follow a link of the page."""
        self.skip()
        self.to(self.page.get_by_role("main").get_by_role("link", name=name).first)
        self.page.keyboard.press("Enter")
        self.arrives(path)

    def press(self, name: str, key: str = "Enter") -> None:
        """Press a button of the page."""
        self.to(self.page.get_by_role("main").get_by_role("button", name=name).first)
        self.page.keyboard.press(key)

    def write(self, field: str, text: str) -> None:
        self.to(self.page.locator(f"#id_{field}"))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def hears(self, words: str) -> None:
        self.page.get_by_text(words).first.wait_for()

    def stands_on_errors(self, heading: str) -> None:
        self.page.wait_for_selector(".form-errors")
        assert self.page.evaluate("document.activeElement.className") == "form-errors"
        assert self.page.locator(".form-errors h2").inner_text() == heading


def test_somebody_joins_and_keeps_their_addresses(visitor):
    page = visitor.open("/account/sign-up/")
    keys = Keys(page)

    keys.skip()
    keys.press("Create the account")
    keys.stands_on_errors("There are 3 problems")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "id_name"
    keys.write("name", "Bo Lind")
    keys.write("email", "bo@example.com")
    keys.write("password", PASSWORD)
    page.keyboard.press("Enter")
    keys.arrives("verify-email/")
    keys.skip()
    keys.write("code", code_sent(CodePurpose.VERIFY_EMAIL))
    keys.arrives("account/")

    keys.follow("Addresses", "addresses/")
    keys.follow("Add an address", "addresses/add/")
    keys.skip()
    keys.write("first_name", "Bo")
    keys.to(page.locator("#id_country"))
    page.keyboard.type("United K")
    page.get_by_label("Town").wait_for()
    assert page.evaluate("document.activeElement.id") == "id_country"
    keys.to(page.locator("#id_first_name"), "Shift+Tab")
    keys.press("Save the address")
    keys.stands_on_errors("There are 3 problems")
    keys.write("address_line1", "221B Baker Street")
    keys.write("city", "London")
    keys.write("postal_code", "NW1 6XE")
    page.keyboard.press("Enter")
    keys.hears("The address is saved.")
    home = Address.objects.get(country="GB")

    Address.objects.create(user=home.user, first_name="Bo", address_line1="7 Church St", city="X", country="GB")
    page.reload()
    keys.skip()
    keys.press("Deliver here", "Space")
    keys.hears("From now on we deliver there.")
    assert Address.objects.get(is_default_shipping=True) != home
    keys.skip()
    keys.press("Delete")
    keys.hears("is deleted")
    keys.press("Undo")
    keys.hears("The address is back.")
    assert Address.objects.filter(is_active=True).count() == 2


@pytest.mark.slow
def test_somebody_looks_after_their_safety_and_leaves(visitor, asha):
    page = visitor.open("/account/security/two-step/")
    keys = Keys(page)
    keys.skip()
    keys.write("email", asha.email)
    keys.write("password", PASSWORD)
    page.keyboard.press("Enter")
    keys.arrives("two-step/")

    keys.skip()
    keys.to(page.get_by_role("radio").first)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio").nth(1)).to_be_checked()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    keys.arrives("two-step/totp/")
    keys.skip()
    keys.write("code", "000000")
    keys.stands_on_errors("There is a problem")
    keys.write("code", app_code(asha))
    keys.hears("We show them only this once")
    first_code = page.locator("#recovery-codes code").first.inner_text()
    keys.follow("I have kept them", "security/")
    keys.follow("New recovery codes", "recovery-codes/")
    keys.skip()
    keys.write("password", PASSWORD)
    page.keyboard.press("Enter")
    keys.hears("We show them only this once")
    recovery_code = page.locator("#recovery-codes code").first.inner_text()
    assert recovery_code != first_code
    keys.follow("I have kept them", "security/")

    keys.follow("Switch it off", "two-step/off/")
    keys.skip()
    keys.write("password", PASSWORD)
    keys.write("code", recovery_code)
    page.keyboard.press("Enter")
    keys.hears("Two-step sign-in is off.")

    keys.follow("Profile", "profile/")
    keys.skip()
    keys.write("name", "Asha B. Rao")
    page.keyboard.press("Enter")
    keys.hears("Asha B. Rao")
    keys.skip()
    keys.write("phone_number", "098765 43210")
    page.keyboard.press("Enter")
    keys.hears("Your phone number is saved.")
    keys.skip()
    keys.press("Confirm the number by a text message")
    keys.arrives("phone/confirm/")
    keys.skip()
    keys.write("code", code_sent(CodePurpose.VERIFY_PHONE))
    keys.hears("Your phone number is confirmed.")
    keys.follow("Change the e-mail address", "profile/e-mail/")
    keys.skip()
    keys.write("email", "asha.rao@example.com")
    keys.write("password", PASSWORD)
    page.keyboard.press("Enter")
    keys.arrives("e-mail/confirm/")
    keys.skip()
    keys.write("code", code_sent(CodePurpose.CHANGE_EMAIL))
    keys.hears("From now on you sign in with asha.rao@example.com.")
    asha.refresh_from_db()
    assert (asha.email, asha.phone_number.as_e164) == ("asha.rao@example.com", "+919876543210")
    assert asha.phone_verified_at
    keys.follow("Devices", "devices/")
    keys.skip()
    keys.press("Sign out everywhere else", "Space")
    keys.hears("All other devices are signed out.")
    keys.follow("Messages", "messages/")
    keys.skip()
    tick = page.get_by_role("checkbox").first
    was_ticked = tick.is_checked()
    keys.to(tick)
    page.keyboard.press("Space")
    keys.press("Save the choice")
    keys.hears("Your choice is saved.")
    assert page.get_by_role("checkbox").first.is_checked() != was_ticked
    keys.follow("For your business", "applications/")
    keys.follow("Apply as a seller", "applications/seller/")
    keys.skip()
    keys.write("business_name", "Rao Handlooms")
    page.keyboard.press("Enter")
    keys.hears("Your application is on its way.")
    assert RoleApplication.objects.get().user == asha

    keys.follow("Privacy", "privacy/")
    keys.skip()
    keys.press("Prepare my data")
    keys.hears("We are preparing your data")
    assert DataExport.objects.get().user == asha
    keys.to(page.locator("details.menu summary", has_text="Asha B. Rao"), "Shift+Tab")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Your account", exact=True).wait_for()
    page.keyboard.press("Escape")
    expect(page.locator("details.menu[open]")).to_have_count(0)
    keys.to(page.get_by_role("link", name="Delete my account"))
    page.keyboard.press("Enter")
    keys.arrives("privacy/delete/")
    keys.skip()
    keys.press("Send me the code to delete it")
    page.locator("#id_code").wait_for()
    keys.skip()
    keys.write("password", PASSWORD)
    keys.write("code", code_sent(CodePurpose.DELETE_ACCOUNT))
    page.keyboard.press("Enter")
    keys.arrives("account/deleted/")
    assert User.objects.get(pk=asha.pk).deleted_at
