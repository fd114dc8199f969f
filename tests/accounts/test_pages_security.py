"""Password, two-step sign-in and devices, by the pages."""

import pytest

from accounts import services
from accounts.enums import CodePurpose, SessionKind, TwoFactorMethod
from accounts.models import OneTimeCode, RecoveryCode
from tests.accounts.letters import app_code, code_sent
from tests.conftest import ShopClient
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "four blue umbrellas"


@pytest.fixture
def asha(client):
    user = UserFactory(email="asha@example.com")
    client.force_login(user)
    return user


def switch_app_on(client, user):
    client.post("/account/security/two-step/", {"method": "totp"})
    return client.post("/account/security/two-step/totp/", {"code": app_code(user)})


class TestChangePassword:
    def test_keeps_this_device_and_signs_the_others_out(self, client, asha):
        other = ShopClient()
        other.force_login(asha)
        before = client.cookies["sessionid"].value

        response = client.post(
            "/account/security/password/", {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
        )

        assert response["Location"] == "/account/security/"
        assert client.cookies["sessionid"].value != before
        assert client.get("/account/").status_code == 200
        assert other.get("/account/").status_code == 302

    def test_needs_the_present_one(self, client, asha):
        response = client.post(
            "/account/security/password/", {"current_password": "not it", "new_password": NEW_PASSWORD}
        )

        assert response.status_code == 422
        assert "current_password" in response.context["form"].errors
        asha.refresh_from_db()
        assert asha.check_password(PASSWORD)

    def test_says_at_the_new_one_what_is_weak(self, client, asha):
        response = client.post(
            "/account/security/password/", {"current_password": PASSWORD, "new_password": "12345678"}
        )

        assert "new_password" in response.context["form"].errors

    @pytest.mark.parametrize("password", ["x" * 8 + "Yz", "a b c d e f g h", "пароль на базаре", "y" * 64 + "zZ9"])
    def test_takes_long_ones_and_any_script_and_blanks(self, client, asha, password):
        client.post("/account/security/password/", {"current_password": PASSWORD, "new_password": password})

        asha.refresh_from_db()
        assert asha.check_password(password)


class TestTwoStep:
    def test_shows_a_picture_and_a_key_to_type(self, client, asha):
        client.post("/account/security/two-step/", {"method": "totp"})

        page = client.get("/account/security/two-step/totp/").content.decode()

        asha.refresh_from_db()
        assert "<svg" in page
        assert " ".join(asha.totp_secret[i : i + 4] for i in range(0, 32, 4)) in page
        assert "style=" not in page

    def test_is_on_after_a_right_code_and_shows_the_recovery_codes_once(self, client, asha):
        response = switch_app_on(client, asha)

        page = response.content.decode()
        asha.refresh_from_db()
        assert asha.two_factor == TwoFactorMethod.TOTP
        assert page.count("<code>") == RecoveryCode.objects.filter(user=asha).count() == 10
        assert client.get("/account/security/").content.decode().count("<code>") == 0

    def test_stays_off_after_a_wrong_code(self, client, asha):
        client.post("/account/security/two-step/", {"method": "totp"})

        response = client.post("/account/security/two-step/totp/", {"code": "000000"})

        asha.refresh_from_db()
        assert response.status_code == 422
        assert "every 30 seconds" in response.context["form"].errors["code"][0]
        assert not asha.has_two_factor

    def test_by_mail_asks_for_the_mailed_code(self, client, asha):
        client.post("/account/security/two-step/", {"method": "email"})

        client.post("/account/security/two-step/email/", {"code": code_sent(CodePurpose.ENABLE_2FA)})

        asha.refresh_from_db()
        assert asha.two_factor == TwoFactorMethod.EMAIL

    def test_by_text_message_is_not_offered_without_a_confirmed_number(self, client, asha):
        page = client.get("/account/security/two-step/").content.decode()
        response = client.post("/account/security/two-step/", {"method": "sms"})

        assert "By text message" not in page
        assert response.status_code == 422
        assert response.context["form"].errors["method"] == ["Choose how you want to get your codes."]

    def test_takes_password_and_code_to_switch_off(self, client, asha):
        switch_app_on(client, asha)
        wrong = client.post(
            "/account/security/two-step/off/", {"password": "not it", "code": app_code(asha, steps_on=1)}
        )
        asha.refresh_from_db()
        still = asha.has_two_factor

        client.post("/account/security/two-step/off/", {"password": PASSWORD, "code": app_code(asha, steps_on=1)})

        asha.refresh_from_db()
        assert wrong.status_code == 422
        assert still
        assert not asha.has_two_factor

    def test_by_mail_sends_the_code_to_switch_off_only_when_asked(self, client, asha):
        services.start_two_factor(user=asha, method=TwoFactorMethod.EMAIL)
        services.finish_two_factor(user=asha, code=code_sent(CodePurpose.ENABLE_2FA))

        client.get("/account/security/two-step/off/")
        before = OneTimeCode.objects.filter(purpose=CodePurpose.DISABLE_2FA).count()
        client.post("/account/security/two-step/off/code/")
        client.post(
            "/account/security/two-step/off/",
            {"password": PASSWORD, "code": code_sent(CodePurpose.DISABLE_2FA)},
        )

        asha.refresh_from_db()
        assert before == 0
        assert not asha.has_two_factor

    def test_makes_new_recovery_codes_for_the_password(self, client, asha):
        switch_app_on(client, asha)
        old = set(RecoveryCode.objects.values_list("code_hash", flat=True))

        refused = client.post("/account/security/recovery-codes/", {"password": "not it"})
        shown = client.post("/account/security/recovery-codes/", {"password": PASSWORD})

        assert refused.status_code == 422
        assert shown.content.decode().count("<code>") == 10
        assert not old & set(RecoveryCode.objects.values_list("code_hash", flat=True))

    def test_knows_no_other_ways(self, client, asha):
        assert client.get("/account/security/two-step/pigeon/").status_code == 404


class TestDevices:
    def test_marks_this_one_first(self, client, asha):
        services.open_session(user=asha, kind=SessionKind.TOKEN)

        response = client.get("/account/devices/")

        assert [device.is_current for device in response.context["devices"]] == [True, False]
        assert response.content.decode().count("This device") == 1

    def test_ends_one(self, client, asha):
        other = services.open_session(user=asha, kind=SessionKind.TOKEN)

        client.post(f"/account/devices/{other.pk}/end/")

        other.refresh_from_db()
        assert other.revoked_at
        assert client.get("/account/").status_code == 200

    def test_ends_all_the_others(self, client, asha):
        others = [ShopClient(), ShopClient()]
        for other in others:
            other.force_login(asha)

        client.post("/account/devices/end-others/")

        assert [other.get("/account/").status_code for other in others] == [302, 302]
        assert client.get("/account/").status_code == 200

    def test_does_not_end_somebody_elses(self, client, asha):
        theirs = services.open_session(user=UserFactory(), kind=SessionKind.BROWSER)

        response = client.post(f"/account/devices/{theirs.pk}/end/")

        theirs.refresh_from_db()
        assert response.status_code == 404
        assert theirs.revoked_at is None

    def test_guesses_no_place_where_the_address_tells_none(self, client, asha):
        asha.region = "IN"
        asha.save()
        services.open_session(user=asha, kind=SessionKind.TOKEN)

        page = client.get("/account/devices/")

        assert {device.place for device in page.context["devices"]} == {""}

    def test_shows_a_strange_name_as_text(self, client, asha):
        session = services.open_session(user=asha, kind=SessionKind.TOKEN)
        session.device_name = '<script>alert(1)</script>"><img onerror=x>'
        session.save()

        page = client.get("/account/devices/").content.decode()

        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("method", ["email", "sms", "totp"])
def test_nobody_is_told_of_a_code_that_was_never_sent(client, asha, method):
    answer = client.get(f"/account/security/two-step/{method}/")

    assert (answer.status_code, answer["Location"]) == (302, "/account/security/two-step/")
