"""Every form of the shell without JavaScript: wrong first, where nothing typed may be lost, then right."""

import io

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from accounts.enums import CodePurpose, SessionKind, UserStatus
from accounts.models import Address, DataExport, RoleApplication, Session, User
from accounts.services import open_session
from accounts.views import page as pages
from notifications.models import Preference
from tests.accounts.letters import app_code, code_sent, reset_link
from tests.factories.accounts import PASSWORD, UserFactory
from tests.journeys.visitor import enter

pytestmark = pytest.mark.browser

NEW_PASSWORD = "three green bicycles"


@pytest.fixture
def page(visitor) -> Page:
    return visitor.browse(javascript=False)


@pytest.fixture
def ravi(live_server) -> User:
    return UserFactory(email="ravi@example.com", name="Ravi Menon")


def write(page: Page, **typed: str) -> None:
    for name, value in typed.items():
        page.locator(f"#id_{name}").fill(value)


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name).first.click()


def send(page: Page, button: str, **typed: str) -> None:
    """Fill the form and press its button; the page that answers is loaded when this returns."""
    write(page, **typed)
    press(page, button)


def said(page: Page, words: str) -> bool:
    return page.get_by_role("main").get_by_text(words).first.is_visible()


def assert_refused(page: Page, *fields: str, **kept: str) -> None:
    """Fail unless each field and the summary on top say what is wrong, and what was typed still stands there."""
    assert page.title().startswith("Error: ")
    links = page.locator(".form-errors a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert links == [f"#id_{name}" for name in fields]
    for name in fields:
        expect(page.locator(f"#id_{name}_error")).to_be_visible()
        expect(page.locator(f"#id_{name}")).to_have_attribute("aria-invalid", "true")
        assert f"id_{name}_error" in page.locator(f"#id_{name}").get_attribute("aria-describedby")
    assert {name: page.locator(f"#id_{name}").input_value() for name in kept} == kept
    passwords = page.locator("input[type=password]").evaluate_all("all => all.map(input => input.value)")
    assert not any(passwords)


class TestStrangers:
    def test_become_customers(self, page, live_server, monkeypatch):
        typed = {"name": "Bo Lind", "email": "bo@example"}
        page.goto("/account/sign-up/")
        page.get_by_label("I buy for my business").check()
        page.locator("#id_marketing_consent").check()
        send(page, "Create the account", **typed, password=NEW_PASSWORD)
        assert_refused(page, "email", **typed)
        expect(page.get_by_label("I buy for my business")).to_be_checked()
        expect(page.locator("#id_marketing_consent")).to_be_checked()
        send(page, "Create the account", email="bo@example.com", password="short")
        assert_refused(page, "password", name="Bo Lind", email="bo@example.com")

        send(page, "Create the account", password=NEW_PASSWORD)
        send(page, "Confirm the address", code="12 34")
        assert_refused(page, "code", code="12 34")
        press(page, "Send a new code")
        assert said(page, "We have just sent one.")
        monkeypatch.setattr(pages, "RESEND_WAIT_SECONDS", 0)
        press(page, "Send a new code")
        assert said(page, "We sent a new mail.")
        send(page, "Confirm the address", code=code_sent(CodePurpose.VERIFY_EMAIL))

        assert page.url.endswith("/account/applications/retailer/")
        bo = User.objects.get(email="bo@example.com")
        assert (bo.is_email_verified, bo.marketing_consent) == (True, True)

    @pytest.mark.slow
    def test_choose_a_new_password_by_mail_and_sign_in(self, page, ravi):
        page.goto("/account/sign-in/?next=/account/devices/")
        send(page, "Sign in", email="ravi@example.com", password="not it")
        expect(page.locator(".form-errors")).to_be_visible()
        expect(page.locator("#id_email")).to_have_value("ravi@example.com")
        expect(page.locator("#id_password")).to_have_value("")

        page.goto("/account/forgot-password/")
        send(page, "Mail me the link", email="ravi@")
        assert_refused(page, "email", email="ravi@")
        send(page, "Mail me the link", email="ravi@example.com")
        page.goto(reset_link())
        send(page, "Save the password", password="password")
        assert_refused(page, "password")
        send(page, "Save the password", password=NEW_PASSWORD)
        page.goto("/account/sign-in/?next=/account/devices/")
        send(page, "Sign in", email="RAVI@example.com", password=NEW_PASSWORD)

        assert page.url.endswith("/account/devices/")

    def test_read_the_shop_in_their_language_and_in_the_colours_of_their_device(self, page, live_server):
        page.goto("/search/?q=silk")

        expect(page.get_by_label("Appearance")).to_be_hidden()
        page.emulate_media(color_scheme="dark")
        night = page.evaluate("getComputedStyle(document.body).color")
        page.emulate_media(color_scheme="light")
        assert page.evaluate("getComputedStyle(document.body).color") != night
        page.locator(".languages a[hreflang=hi]").click()
        assert page.url.endswith("/hi/search/?q=silk")
        expect(page.locator("html")).to_have_attribute("lang", "hi")
        page.locator(".languages a[hreflang=en]").click()
        assert page.url.endswith("/search/?q=silk")
        expect(page.locator("html")).to_have_attribute("lang", "en")


class TestTheProfile:
    @pytest.mark.slow
    def test_takes_name_language_and_zone(self, page, ravi):
        enter(page, ravi.email)
        page.goto("/account/profile/")
        page.locator("#id_timezone").select_option("Asia/Tokyo")
        send(page, "Save the profile", name="R")
        assert_refused(page, "name", name="R", timezone="Asia/Tokyo")
        send(page, "Save the profile", name="Ravi K. Menon")

        assert said(page, "Your profile is saved.")
        ravi.refresh_from_db()
        assert (ravi.name, ravi.timezone) == ("Ravi K. Menon", "Asia/Tokyo")

    @pytest.mark.slow
    def test_takes_a_picture(self, page, ravi):
        enter(page, ravi.email)
        page.goto("/account/profile/")
        press(page, "Upload the picture")
        assert_refused(page, "file")
        page.locator("#id_file").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": b"no picture"})
        press(page, "Upload the picture")
        assert_refused(page, "file")

        drawn = io.BytesIO()
        Image.new("RGB", (64, 64), "teal").save(drawn, "PNG")
        page.locator("#id_file").set_input_files(
            {"name": "a.png", "mimeType": "image/png", "buffer": drawn.getvalue()}
        )
        press(page, "Upload the picture")
        assert said(page, "Your picture is saved.")
        press(page, "Remove the picture")
        assert said(page, "Your picture is removed.")

    @pytest.mark.slow
    def test_takes_a_phone_number_and_proves_it(self, page, ravi):
        enter(page, ravi.email)
        page.goto("/account/profile/")
        send(page, "Save the number", phone_number="12")
        assert_refused(page, "phone_number", phone_number="12")
        send(page, "Save the number", phone_number="+91 98765 43210")
        press(page, "Confirm the number by a text message")
        send(page, "Confirm the number", code="1")
        assert_refused(page, "code", code="1")
        send(page, "Confirm the number", code=code_sent(CodePurpose.VERIFY_PHONE))

        assert said(page, "Your phone number is confirmed.")

    @pytest.mark.slow
    def test_takes_a_new_mail_address_and_proves_it(self, page, ravi):
        enter(page, ravi.email)
        page.goto("/account/profile/e-mail/")
        send(page, "Send the code", email="menon@example.com", password="not it")
        assert_refused(page, "password", email="menon@example.com")
        send(page, "Send the code", password=PASSWORD)
        send(page, "Use this address", code="0")
        assert_refused(page, "code", code="0")
        send(page, "Use this address", code=code_sent(CodePurpose.CHANGE_EMAIL))

        ravi.refresh_from_db()
        assert ravi.email == "menon@example.com"


class TestAddresses:
    def test_are_kept_changed_deleted_and_put_back(self, page, ravi):
        enter(page, ravi.email)
        page.goto("/account/addresses/add/")
        page.locator("#id_country").select_option("GB")
        send(page, "Show the fields of this country", first_name="Ravi", phone="020 7946 0018")
        typed = {"address_line1": "221B Baker Street", "city": "London", "postal_code": "1", "label": "Work"}
        send(page, "Save the address", **typed)
        assert_refused(page, "postal_code", **typed, first_name="Ravi", phone="020 7946 0018", country="GB")
        send(page, "Save the address", postal_code="NW1 6XE")
        assert said(page, "The address is saved.")

        page.get_by_role("link", name="Edit Work").click()
        send(page, "Save the address", first_name="", label="Office")
        assert_refused(page, "first_name", label="Office", city="London")
        send(page, "Save the address", first_name="Ravi")
        page.goto("/account/addresses/add/")
        page.locator("#id_country").select_option("AE")
        press(page, "Show the fields of this country")
        page.locator("#id_state").select_option(index=1)
        send(page, "Save the address", first_name="Ravi", address_line1="12 Al Wasl Road", label="Home")
        press(page, "Deliver here Home")
        press(page, "Use for invoices Home")
        home = Address.objects.get(user=ravi, label="Home")
        assert (home.is_default_shipping, home.is_default_billing) == (True, True)

        press(page, "Delete Office")
        assert Address.objects.filter(user=ravi, is_active=True).count() == 1
        press(page, "Undo")
        assert Address.objects.filter(user=ravi, is_active=True).count() == 2


class TestSecurity:
    @pytest.mark.slow
    def test_takes_a_new_password(self, page, ravi):
        enter(page, ravi.email)
        page.goto("/account/security/password/")
        send(page, "Save the password", current_password="not it", new_password=NEW_PASSWORD)
        assert_refused(page, "current_password")
        send(page, "Save the password", current_password=PASSWORD, new_password="password")
        assert_refused(page, "new_password")
        send(page, "Save the password", current_password=PASSWORD, new_password=NEW_PASSWORD)

        assert said(page, "Your new password is saved.")

    @pytest.mark.slow
    def test_takes_a_second_step_and_gives_it_up_again(self, page, ravi):
        enter(page, ravi.email)
        page.goto("/account/security/two-step/")
        press(page, "Continue")
        send(page, "Switch it on", code="00")
        assert_refused(page, "code", code="00")
        send(page, "Switch it on", code=app_code(ravi))
        expect(page.locator("#recovery-codes code")).to_have_count(10)
        page.goto("/account/security/recovery-codes/")
        send(page, "Make new codes", password="not it")
        assert_refused(page, "password")
        send(page, "Make new codes", password=PASSWORD)
        spare = page.locator("#recovery-codes code").first.inner_text()

        page.context.clear_cookies()
        enter(page, ravi.email)
        send(page, "Sign in", code="00")
        assert_refused(page, "code", code="00")
        page.get_by_role("link", name="No access to your codes?").click()
        send(page, "Sign in", code="AAAAA-AAAAA")
        assert_refused(page, "code", code="AAAAA-AAAAA")
        send(page, "Sign in", code=spare)
        page.goto("/account/security/two-step/off/")
        send(page, "Switch it off", password="not it", code="00")
        assert_refused(page, "password", code="00")
        send(page, "Switch it off", password=PASSWORD, code=app_code(ravi, steps_on=1))

        assert said(page, "Two-step sign-in is off.")
        ravi.refresh_from_db()
        assert not ravi.has_two_factor

    @pytest.mark.slow
    def test_ends_devices(self, page, ravi):
        enter(page, ravi.email)
        for _device in range(3):
            open_session(user=ravi, kind=SessionKind.TOKEN)
        page.goto("/account/devices/")
        press(page, "Unknown device")
        assert said(page, "That device is signed out.")
        press(page, "Sign out everywhere else")

        assert said(page, "All other devices are signed out.")
        assert Session.objects.filter(user=ravi, revoked_at=None).count() == 1


class TestTheRest:
    @pytest.mark.slow
    def test_applications_are_sent(self, page, ravi):
        enter(page, ravi.email)
        page.goto("/account/applications/seller/")
        send(page, "Send the application", tax_id="29ABCDE1234F1Z5", message="Saris since 1962.\nBy hand.")
        assert_refused(page, "business_name", tax_id="29ABCDE1234F1Z5", message="Saris since 1962.\nBy hand.")
        send(page, "Send the application", business_name="Menon Handlooms")

        assert said(page, "Your application is on its way.")
        assert RoleApplication.objects.get(user=ravi).business_name == "Menon Handlooms"

    @pytest.mark.slow
    def test_messages_are_chosen(self, page, ravi):
        enter(page, ravi.email)
        page.goto("/account/messages/")
        page.locator("#id_news_email").check()
        press(page, "Save the choice")

        assert said(page, "Your choice is saved.")
        expect(page.locator("#id_news_email")).to_be_checked()
        assert Preference.objects.filter(user=ravi, topic="news", channel="email", is_on=True).exists()

    @pytest.mark.slow
    def test_ones_data_is_asked_for_and_the_account_deleted(self, page, ravi):
        enter(page, ravi.email)
        page.goto("/account/privacy/")
        press(page, "Prepare my data")
        assert said(page, "We are preparing your data")
        assert DataExport.objects.filter(user=ravi).count() == 1

        page.goto("/account/privacy/delete/")
        press(page, "Send me the code to delete it")
        send(page, "Delete my account for good", password="not it", code="123")
        assert_refused(page, "password", code="123")
        send(page, "Delete my account for good", password=PASSWORD, code=code_sent(CodePurpose.DELETE_ACCOUNT))

        assert page.url.endswith("/account/deleted/")
        ravi.refresh_from_db()
        assert ravi.status != UserStatus.ACTIVE

    @pytest.mark.slow
    def test_signing_out(self, page, ravi):
        enter(page, ravi.email)
        page.get_by_role("navigation", name="Your account").get_by_role("button", name="Sign out").click()

        assert said(page, "You are signed out.")
