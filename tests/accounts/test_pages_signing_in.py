"""Signing in and out by the pages."""

from urllib.parse import quote

import pytest

from accounts import services
from accounts.enums import CodePurpose, TwoFactorMethod
from accounts.models import Session
from core.models import OutboxEvent
from tests.accounts.letters import app_code, code_sent
from tests.conftest import ShopClient
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

ELSEWHERE = [
    "https://evil.example/",
    "http://evil.example",
    "//evil.example",
    "///evil.example",
    "////evil.example/x",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/%5cevil.example",
    "/%5Cevil.example",
    "/%2fevil.example",
    "/%2f%2fevil.example",
    "%2f%2fevil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/ /evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "http:\\\\evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "ftp://testserver/",
    "//testserver@evil.example/",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "http://[::1",
    "/account/\r\nSet-Cookie: x=1",
    "/%0d%0aLocation:%20https://evil.example",
    "/\u2028/evil.example",
    "evil.example",
    ".evil.example",
    "@evil.example",
    "",
]


@pytest.fixture
def asha():
    return UserFactory(email="asha@example.com")


def sign_in(client, *, where="/account/sign-in/", email="asha@example.com", password=PASSWORD):
    return client.post(where, {"email": email, "password": password})


def with_app(user):
    services.start_two_factor(user=user, method=TwoFactorMethod.TOTP)
    return services.finish_two_factor(user=user, code=app_code(user))


class TestSignIn:
    def test_opens_the_account_under_a_new_cookie(self, client, asha):
        client.get("/account/sign-up/")
        session = client.session
        session["seen"] = True
        session.save()
        client.cookies["sessionid"] = session.session_key

        response = sign_in(client)

        assert response["Location"] == "/account/"
        assert client.cookies["sessionid"].value != session.session_key
        assert client.get("/account/").status_code == 200

    @pytest.mark.parametrize("typed", ["asha@example.com", " Asha@Example.COM ", "ASHA@EXAMPLE.COM\u200b"])
    def test_knows_the_address_however_it_is_typed(self, client, asha, typed):
        assert sign_in(client, email=typed).status_code == 302

    def test_says_the_same_for_whatever_is_wrong(self, client, asha):
        UserFactory(email="gone@example.com", suspended=True)
        UserFactory(email="new@example.com", unverified=True)
        typed = ["asha@example.com", "nobody@example.com", "gone@example.com", "new@example.com"]

        answers = [sign_in(ShopClient(), email=email, password="not it") for email in typed]

        assert {answer.status_code for answer in answers} == {422}
        errors = {str(answer.context["form"].errors) for answer in answers}
        assert len(errors) == 1

    def test_keeps_the_address_after_an_error_and_offers_the_way_back(self, client, asha):
        page = sign_in(client, password="not it").content.decode()

        assert 'value="asha@example.com"' in page
        assert "not it" not in page
        assert 'href="/account/forgot-password/"' in page
        assert "<title>Error: Sign in" in page
        assert 'role="alert"' in page

    def test_tells_the_suspended_why_after_the_right_password(self, client):
        UserFactory(email="gone@example.com", suspended=True)

        response = sign_in(client, email="gone@example.com")

        assert "suspended" in response.content.decode()
        assert client.get("/account/").status_code == 302

    def test_returns_to_the_page_one_came_from(self, client, asha):
        response = sign_in(client, where="/account/sign-in/?next=/account/addresses/%3Fdeleted%3D1")

        assert response["Location"] == "/account/addresses/?deleted=1"

    @pytest.mark.parametrize("wanted", ELSEWHERE)
    def test_never_leads_elsewhere(self, client, asha, wanted):
        response = sign_in(client, where=f"/account/sign-in/?next={quote(wanted)}")

        assert response["Location"] == "/account/"

    @pytest.mark.parametrize("wanted", ELSEWHERE)
    def test_never_leads_the_one_who_is_signed_in_elsewhere(self, client, asha, wanted):
        client.force_login(asha)

        response = client.get("/account/sign-in/", {"next": wanted})

        assert response["Location"] == "/account/"

    def test_says_when_to_try_again(self, client, asha, settings):
        settings.RATE_LIMIT_AUTH = "3/15m"
        answers = [sign_in(client, password="not it") for _try in range(4)]

        assert [answer.status_code for answer in answers] == [422, 422, 422, 429]
        assert 0 < int(answers[3]["Retry-After"]) <= 900
        assert "minutes" in answers[3].content.decode()
        assert sign_in(client).status_code == 429

    def test_asks_again_with_the_address_kept_when_the_page_was_too_old(self, asha):
        client = ShopClient(enforce_csrf_checks=True)

        response = sign_in(client)

        page = response.content.decode()
        assert response.status_code == 403
        assert "asha@example.com" in page
        assert PASSWORD not in page


class TestTheSession:
    def test_is_never_read_from_the_address_or_a_form(self, client, asha):
        client.force_login(asha)
        known = dict.fromkeys(("sessionid", "session_key", "sid", "PHPSESSID"), client.cookies["sessionid"].value)
        name, key = "sessionid", known["sessionid"]
        stranger = ShopClient()

        answers = [
            stranger.get("/account/", known),
            stranger.get("/account/", headers={"X-Session-ID": key, "Authorization": f"Session {key}"}),
            stranger.get(f"/account/;{name}={key}"),
            stranger.post("/account/profile/", known | {"name": "Mallory"}),
        ]

        assert [answer.status_code for answer in answers] == [302, 302, 404, 302]
        assert stranger.get("/account/").status_code == 302
        asha.refresh_from_db()
        assert asha.name != "Mallory"


class TestSecondStep:
    def test_by_the_app_opens_the_account_under_yet_another_cookie(self, client, asha):
        with_app(asha)
        first = sign_in(client, where="/account/sign-in/?next=/account/devices/")
        after_password = client.cookies["sessionid"].value
        still_out = client.get("/account/").status_code

        response = client.post("/account/sign-in/code/", {"code": app_code(asha, steps_on=1)})

        assert first["Location"] == "/account/sign-in/code/"
        assert still_out == 302
        assert response["Location"] == "/account/devices/"
        assert client.cookies["sessionid"].value != after_password
        assert client.get("/account/").status_code == 200

    def test_changes_the_cookie_when_the_password_was_right(self, client, asha):
        with_app(asha)
        session = client.session
        session["seen"] = True
        session.save()
        client.cookies["sessionid"] = session.session_key

        sign_in(client)

        assert client.cookies["sessionid"].value != session.session_key

    def test_by_mail_takes_the_code_with_a_blank(self, client, asha):
        services.start_two_factor(user=asha, method=TwoFactorMethod.EMAIL)
        services.finish_two_factor(user=asha, code=code_sent(CodePurpose.ENABLE_2FA))
        sign_in(client)
        code = code_sent(CodePurpose.LOGIN_2FA)

        response = client.post("/account/sign-in/code/", {"code": f"{code[:3]} {code[3:]}"})

        assert response["Location"] == "/account/"

    def test_by_the_app_takes_a_code_once(self, client, asha):
        with_app(asha)
        code, other = app_code(asha, steps_on=1), ShopClient()

        sign_in(client)
        first = client.post("/account/sign-in/code/", {"code": code})
        sign_in(other)
        again = other.post("/account/sign-in/code/", {"code": code})
        off = client.post("/account/security/two-step/off/", {"password": PASSWORD, "code": code})

        assert (first["Location"], again.status_code, off.status_code) == ("/account/", 422, 422)
        assert other.get("/account/").status_code == 302
        asha.refresh_from_db()
        assert asha.has_two_factor

    def test_by_a_recovery_code_works_once(self, client, asha):
        codes = with_app(asha)
        sign_in(client)

        first = client.post("/account/sign-in/recovery-code/", {"code": codes[0].lower()})
        other = ShopClient()
        sign_in(other)
        again = other.post("/account/sign-in/recovery-code/", {"code": codes[0]})

        assert first["Location"] == "/account/"
        assert again.status_code == 422

    def test_does_not_blame_the_app_for_a_wrong_recovery_code(self, client, asha):
        with_app(asha)
        sign_in(client)

        page = client.post("/account/sign-in/recovery-code/", {"code": "123456"}).text

        assert "each works once." in page
        assert "30 seconds" not in page

    def test_ends_after_five_wrong_codes(self, client, asha):
        with_app(asha)
        sign_in(client)

        answers = [client.post("/account/sign-in/code/", {"code": "000000"}) for _try in range(6)]

        assert [answer.status_code for answer in answers[:5]] == [422] * 5
        assert answers[5].status_code in {302, 429}
        assert client.get("/account/").status_code == 302

    @pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "/%5cevil.example"])
    def test_never_leads_elsewhere(self, client, asha, wanted):
        with_app(asha)
        sign_in(client, where=f"/account/sign-in/?next={quote(wanted)}")

        response = client.post("/account/sign-in/code/", {"code": app_code(asha, steps_on=1)})

        assert response["Location"] == "/account/"

    def test_is_not_there_without_the_password(self, client):
        assert client.get("/account/sign-in/code/")["Location"] == "/account/sign-in/"
        assert client.post("/account/sign-in/code/", {"code": "123456"})["Location"] == "/account/sign-in/"

    def test_does_not_take_the_code_of_somebody_elses_app(self, client, asha):
        with_app(asha)
        other = UserFactory()
        with_app(other)
        sign_in(client)

        response = client.post("/account/sign-in/code/", {"code": app_code(other, steps_on=1)})

        assert response.status_code == 422

    def test_says_what_to_do_when_everything_is_lost(self, client, asha):
        with_app(asha)
        sign_in(client)

        page = client.get("/account/sign-in/recovery-code/").content.decode()

        assert "mailto:hello@haat.example" in page

    def test_sends_another_code_after_the_wait(self, client, asha, time_machine):
        services.start_two_factor(user=asha, method=TwoFactorMethod.EMAIL)
        services.finish_two_factor(user=asha, code=code_sent(CodePurpose.ENABLE_2FA))
        time_machine.move_to("2027-01-01 10:00:00+00:00")
        sign_in(client)
        first = code_sent(CodePurpose.LOGIN_2FA)

        client.post("/account/sign-in/code/resend/")
        too_soon = code_sent(CodePurpose.LOGIN_2FA)
        time_machine.move_to("2027-01-01 10:00:40+00:00")
        client.post("/account/sign-in/code/resend/")

        assert too_soon == first
        assert client.post("/account/sign-in/code/", {"code": first}).status_code == 422
        assert client.post("/account/sign-in/code/", {"code": code_sent(CodePurpose.LOGIN_2FA)}).status_code == 302


class TestSignOut:
    def test_ends_the_session_of_this_browser(self, client, asha):
        client.force_login(asha)

        response = client.post("/account/sign-out/")

        assert response["Location"] == "/"
        assert client.get("/account/").status_code == 302
        assert Session.objects.get().revoked_at is not None

    def test_is_not_done_by_looking(self, client, asha):
        client.force_login(asha)

        assert client.get("/account/sign-out/")["Location"] == "/account/"
        assert client.get("/account/").status_code == 200


class TestNewDevice:
    """Which browser it is, its own cookie tells: the name it gives itself is that of millions."""

    def told(self):
        return OutboxEvent.objects.filter(name="SignedInOnNewDevice").count()

    def test_is_told_though_it_calls_itself_like_the_known_one(self, client, asha):
        sign_in(client)
        assert self.told() == 0

        sign_in(ShopClient())

        assert self.told() == 1

    def test_is_known_after_signing_out_and_after_others_signed_in_on_it(self, client, asha):
        UserFactory(email="ravi@example.com")
        for email in ["asha@example.com", "ravi@example.com", "asha@example.com"]:
            sign_in(client, email=email)
            client.post("/account/sign-out/")

        assert self.told() == 0

    def test_is_not_known_by_what_somebody_else_had_on_it(self, client, asha):
        UserFactory(email="ravi@example.com")
        sign_in(ShopClient())
        sign_in(client, email="ravi@example.com")
        client.post("/account/sign-out/")

        sign_in(client)

        assert self.told() == 1

    def test_is_not_known_by_a_cookie_that_was_forged(self, client, asha):
        sign_in(ShopClient())
        client.cookies["known_device"] = str(asha.sessions.get().pk)

        sign_in(client)

        assert self.told() == 1
