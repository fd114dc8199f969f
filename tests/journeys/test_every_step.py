"""The pages that one reaches only in the middle of something: codes, links, second steps, undo."""

import re

import pytest
from django.urls import reverse

from accounts import services
from accounts.enums import CodePurpose, TwoFactorMethod
from accounts.models import User
from notifications.enums import Topic
from notifications.mails import MAILS
from notifications.services.preferences import unsubscribe_token
from notifications.services.rendering import render_mail
from notifications.services.templates import sample_values
from tests.accounts.letters import app_code, code_sent, reset_link
from tests.factories.accounts import PASSWORD
from tests.journeys.visitor import OF_MAILS, assert_readable_by_everyone, barriers, enter, overflow
from tests.tiers import a_few

pytestmark = pytest.mark.browser

LANGUAGES = ["", pytest.param("/hi", marks=pytest.mark.slow)]
SIGN_IN_CODE = re.compile(r"/sign-in/code/$")


def stand(page, name: str) -> None:
    """Judge the page that is open, and keep a picture of it."""
    assert_readable_by_everyone(page, f"step-{name}")


def send(page) -> None:
    """Press the main button of the page's form."""
    page.locator("main form.form button:not([type=button]):not([name])").last.click()


def switch_on(user: User, method: TwoFactorMethod = TwoFactorMethod.TOTP) -> list[str]:
    services.start_two_factor(user=user, method=method)
    code = app_code(user, steps_on=-1) if method == TwoFactorMethod.TOTP else code_sent(CodePurpose.ENABLE_2FA)
    return services.finish_two_factor(user=user, code=code)


@pytest.mark.parametrize("prefix", LANGUAGES)
class TestEverybodyCanRead:
    def test_the_way_in_with_an_app_or_a_recovery_code(self, visitor, asha, prefix):
        switch_on(asha)
        page = visitor.browse()
        enter(page, prefix=prefix)

        stand(page, "second-step")
        page.locator("#id_code").fill("000 000")
        page.wait_for_selector(".form-errors")
        stand(page, "second-step-wrong")
        page.goto(f"{prefix}/account/sign-in/recovery-code/")
        stand(page, "recovery-code")
        page.locator("#id_code").fill("AAAAA-AAAAA")
        send(page)
        page.wait_for_selector(".form-errors")
        stand(page, "recovery-code-wrong")

    @pytest.mark.slow
    def test_the_way_in_with_a_mailed_code(self, visitor, asha, prefix):
        switch_on(asha, TwoFactorMethod.EMAIL)
        page = visitor.browse()
        enter(page, prefix=prefix)

        assert SIGN_IN_CODE.search(page.url)
        stand(page, "second-step-mail")

    @pytest.mark.slow
    def test_the_codes_for_a_phone_and_an_address(self, visitor, asha, prefix):
        User.objects.filter(pk=asha.pk).update(phone_number="+919876543210", phone_verified_at=None)
        page = visitor.browse()
        enter(page, prefix=prefix)

        page.goto(f"{prefix}/account/profile/")
        page.locator("form[action$='/phone/code/'] button").click()
        page.wait_for_url("**/phone/confirm/")
        stand(page, "phone-code")
        page.locator("#id_code").fill("000000")
        page.wait_for_selector(".form-errors")
        stand(page, "phone-code-wrong")
        page.goto(f"{prefix}/account/profile/e-mail/")
        page.locator("#id_email").fill("asha.rao@example.com")
        page.locator("#id_password").fill(PASSWORD)
        send(page)
        page.wait_for_url("**/e-mail/confirm/")
        stand(page, "e-mail-code")

    @pytest.mark.slow
    def test_two_step_sign_in_from_set_up_to_switch_off(self, visitor, asha, prefix):
        page = visitor.browse()
        enter(page, prefix=prefix)

        page.goto(f"{prefix}/account/security/two-step/totp/")
        stand(page, "set-up")
        page.locator("#id_code").fill(app_code(asha))
        page.wait_for_selector("#recovery-codes")
        stand(page, "recovery-codes")
        page.goto(f"{prefix}/account/security/")
        stand(page, "security-on")
        page.goto(f"{prefix}/account/security/recovery-codes/")
        stand(page, "renew")
        page.locator("#id_password").fill(PASSWORD)
        send(page)
        page.wait_for_selector("#recovery-codes")
        stand(page, "renewed")
        page.goto(f"{prefix}/account/security/two-step/off/")
        stand(page, "switch-off")
        page.locator("#id_password").fill("wrong")
        page.locator("#id_code").fill("000000")
        send(page)
        page.wait_for_selector(".form-errors")
        stand(page, "switch-off-wrong")

    @pytest.mark.slow
    def test_two_step_sign_in_by_mail(self, visitor, asha, prefix):
        page = visitor.browse()
        enter(page, prefix=prefix)

        page.goto(f"{prefix}/account/security/two-step/")
        page.locator("input[value=email]").check()
        send(page)
        page.wait_for_url("**/two-step/email/")
        stand(page, "set-up-mail")
        page.locator("#id_code").fill(code_sent(CodePurpose.ENABLE_2FA))
        page.wait_for_selector("#recovery-codes")
        page.goto(f"{prefix}/account/security/two-step/off/")
        stand(page, "switch-off-ask")
        page.locator("form[action$='/off/code/'] button").click()
        page.locator("#id_code").wait_for()
        stand(page, "switch-off-mail")

    @pytest.mark.slow
    def test_the_end_of_an_account(self, visitor, asha, prefix):
        page = visitor.browse()
        enter(page, prefix=prefix)

        page.goto(f"{prefix}/account/privacy/delete/")
        page.locator("form[action$='/delete/code/'] button").click()
        page.locator("#id_code").wait_for()
        stand(page, "delete")

    @pytest.mark.slow
    def test_what_a_link_in_a_mail_opens(self, visitor, asha, prefix):
        services.request_password_reset(email=asha.email)
        page = visitor.browse()

        page.goto(prefix + reset_link())
        page.locator("#id_password").wait_for()
        stand(page, "new-password")
        page.goto(f"{prefix}/account/reset-password/nothing/")
        stand(page, "new-password-dead")
        page.goto(prefix + reverse("notifications:unsubscribe", args=[unsubscribe_token(asha, Topic.NEWS)]))
        stand(page, "unsubscribe")
        send(page)
        page.wait_for_load_state()
        stand(page, "unsubscribed")

    @pytest.mark.slow
    def test_what_is_to_be_confirmed_after_signing_up(self, visitor, live_server, prefix):
        page = visitor.browse()
        page.goto(f"{prefix}/account/sign-up/")

        send(page)
        page.wait_for_selector(".form-errors")
        stand(page, "sign-up-wrong")
        page.locator("#id_name").fill("Bo Lind")
        page.locator("#id_email").fill("bo@example.com")
        page.locator("#id_password").fill("three green bicycles")
        send(page)
        page.wait_for_url("**/verify-email/")
        stand(page, "verify")

    @pytest.mark.slow
    def test_addresses_and_applications_under_way(self, visitor, asha, prefix):
        page = visitor.browse()
        enter(page, prefix=prefix)

        page.goto(f"{prefix}/account/addresses/")
        page.locator("form[action$='/delete/'] button").first.click()
        page.locator("form[action$='/restore/']").wait_for()
        stand(page, "address-undo")
        page.locator("a[href*='/addresses/']", has=page.locator(".visually-hidden")).first.click()
        page.locator("#id_first_name").wait_for()
        stand(page, "address")
        page.goto(f"{prefix}/account/applications/retailer/")
        page.locator("#id_business_name").fill("Rao Handlooms")
        send(page)
        page.wait_for_url("**/account/applications/")
        stand(page, "applications")


class TestDevelopersCanRead:
    @pytest.mark.slow
    def test_the_mailbox_and_a_mail(self, visitor, live_server):
        page = visitor.browse()
        for path in ("/dev/mail/", "/dev/mail/sample/welcome/hi/"):
            page.goto(path)
            stand(page, path.strip("/").replace("/", "-"))


@pytest.mark.parametrize("name", a_few(MAILS, "welcome"))
def test_every_mail_has_no_barriers_and_fits(visitor, live_server, name):
    page = visitor.browse()
    for language, width, theme in (("en", 320, "light"), ("hi", 600, "dark")):
        mail = render_mail(MAILS[name], sample_values(MAILS[name]), language=language)
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": width, "height": 640})
        page.set_content(mail.html)

        assert overflow(page) == 0
        assert (language, theme, barriers(page, OF_MAILS)) == (language, theme, [])
