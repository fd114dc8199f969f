"""/auth/… of the API."""

import pytest

from accounts.derivation import code_of
from accounts.models import OneTimeCode, RoleApplication, Session, User
from core.models import OutboxEvent
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

NEW = {"email": "asha@example.com", "password": PASSWORD, "name": "Asha Rao"}


class TestRegister:
    def test_makes_a_customer_and_gives_tokens_at_once(self, api):
        answer = api.post("/api/v1/auth/register", NEW)

        assert answer.status_code == 201
        data = answer.json()["data"]
        assert data["user"]["email"] == "asha@example.com"
        assert data["user"]["role"] == "customer"
        assert data["user"]["status"] == "pending"
        assert data["email_verification_required"] is True
        assert data["application"] is None
        assert data["user"]["last_login_at"]
        api.credentials(HTTP_AUTHORIZATION=f"Bearer {data['access_token']}")
        assert api.get("/api/v1/auth/me").json()["data"]["shopper_id"].startswith("SH-")

    def test_answers_user_exists_for_any_spelling_of_a_known_address(self, api):
        api.post("/api/v1/auth/register", NEW)

        for email in ["asha@example.com", "ASHA@example.COM", " asha@example.com "]:
            answer = api.post("/api/v1/auth/register", NEW | {"email": email})
            assert answer.status_code == 409
            assert answer.json()["error"]["code"] == "USER_EXISTS"
        assert User.objects.count() == 1

    @pytest.mark.parametrize("lookalike", ["\u0430sha@example.com", "a\u00dfha@example.com"])
    def test_takes_no_letters_before_the_at_sign_that_only_look_like_others(self, api, lookalike):
        """A Cyrillic а, and a ß: no mailbox is named so, and somebody might take it for another's."""
        answer = api.post("/api/v1/auth/register", NEW | {"email": lookalike})

        assert (answer.status_code, list(answer.json()["error"]["details"])) == (400, ["email"])
        assert not User.objects.exists()

    @pytest.mark.parametrize(
        "spelling",
        [
            "Asha@EXAMPLE.com", "asha@ex\u200bample.com", "asha@example\u3002com", "asha@ex\ufe0fample.com",
            "asha@\uff45xample.com", "asha@example\u200e.com",
        ],
    )  # fmt: skip
    def test_makes_one_account_of_an_address_however_it_is_written(self, api, spelling):
        made, again = (api.post("/api/v1/auth/register", NEW | {"email": email}) for email in (spelling, NEW["email"]))

        assert (made.status_code, again.status_code) == (201, 409)
        assert User.objects.get().email == NEW["email"]
        assert api.post("/api/v1/auth/login", {"email": spelling, "password": PASSWORD}).status_code == 200

    @pytest.mark.parametrize(
        ("spelling", "same"),
        [
            ("asha@stra\u00dfe.example", "asha@strasse.example"),
            ("asha@xn--e1afmkfd.example", "asha@\u043f\u0440\u0438\u043c\u0435\u0440.example"),
            ("asha@jose\u0301.example", "asha@jos\u00e9.example"),
        ],
    )
    def test_makes_one_account_of_a_domain_in_its_letters_and_on_the_wire(self, api, spelling, same):
        """Mails to both spellings arrive in one mailbox."""
        made, again = (api.post("/api/v1/auth/register", NEW | {"email": email}) for email in (spelling, same))

        assert (made.status_code, again.status_code) == (201, 409)
        assert User.objects.get().email == same

    @pytest.mark.parametrize(("mine", "other"), [("asha@ex\u0430mple.com", "asha@example.com")])
    def test_gives_a_domain_that_only_looks_like_another_its_own_account(self, api, mine, other):
        UserFactory(email=other, password="Another-2026!")

        answer = api.post("/api/v1/auth/register", NEW | {"email": mine})
        again = api.post("/api/v1/auth/register", NEW | {"email": mine.title()})

        assert (answer.status_code, again.status_code) == (201, 409)
        assert api.post("/api/v1/auth/login", {"email": other, "password": PASSWORD}).status_code == 401
        assert set(User.objects.values_list("email", flat=True)) == {mine, other}

    @pytest.mark.parametrize("role", ["seller", "retailer"])
    def test_makes_an_application_of_a_wished_role_and_grants_nothing(self, api, role):
        answer = api.post("/api/v1/auth/register", NEW | {"role": role})

        assert answer.json()["data"]["user"]["role"] == "customer"
        application = answer.json()["data"]["application"]
        assert (application["role"], application["status"], application["is_complete"]) == (role, "pending", False)
        assert RoleApplication.objects.get().status == "pending"
        assert not OutboxEvent.objects.filter(name="RoleApplied").exists()

    @pytest.mark.parametrize("role", ["admin", "support", "root", 1, None])
    def test_refuses_a_role_that_nobody_may_ask_for(self, api, role):
        answer = api.post("/api/v1/auth/register", NEW | {"role": role})

        assert answer.status_code == 400
        assert not User.objects.exists()

    @pytest.mark.parametrize("password", ["short", "password", "asha@example.com", "asha.rao", ""])
    def test_refuses_a_weak_password(self, api, password):
        answer = api.post("/api/v1/auth/register", NEW | {"password": password})

        assert answer.status_code == 400
        assert "password" in answer.json()["error"]["details"]
        assert not User.objects.exists()

    def test_names_everything_that_is_wrong_at_once(self, api):
        body = {"email": "", "name": " ", "password": "x", "phone_number": "12"}

        details = api.post("/api/v1/auth/register", body).json()["error"]["details"]

        assert set(details) == set(body)
        assert details["name"] == ["Fill this in."]
        answer = api.post("/api/v1/auth/register", NEW | {"password": "x", "phone_number": "1"})
        assert set(answer.json()["error"]["details"]) == {"password", "phone_number"}

    def test_compares_the_password_with_nothing_that_is_too_long(self, api):
        words = "mango lassi " * 9

        answer = api.post("/api/v1/auth/register", {"email": "x", "name": words, "password": words})

        assert answer.json()["error"]["details"].keys() == {"email", "name"}

    def test_never_shows_or_stores_the_password(self, api):
        answer = api.post("/api/v1/auth/register", NEW)

        assert PASSWORD not in answer.content.decode()
        assert User.objects.get().password != PASSWORD

    def test_keeps_a_name_in_one_line_that_turns_nothing_around(self, api):
        answer = api.post("/api/v1/auth/register", NEW | {"name": " Asha\r\nBcc: x@evil.example\u202e \u200b\tRao"})

        assert answer.json()["data"]["user"]["name"] == "Asha Bcc: x@evil.example Rao"

    def test_refuses_a_name_of_which_nothing_is_seen(self, api):
        answer = api.post("/api/v1/auth/register", NEW | {"name": "\u200b\u202e\r\n"})

        assert list(answer.json()["error"]["details"]) == ["name"]
        assert not User.objects.exists()


class TestVerifyEmail:
    def test_makes_the_account_active(self, api):
        api.post("/api/v1/auth/register", NEW)
        code = code_of(OneTimeCode.objects.get())

        answer = api.post("/api/v1/auth/verify-email", {"email": NEW["email"], "code": code})

        assert answer.status_code == 200
        assert answer.json()["data"]["email_verified"] is True
        assert answer.json()["data"]["status"] == "active"

    @pytest.mark.parametrize("digits", ["0123456789", "०१२३४५६७८९", "٠١٢٣٤٥٦٧٨٩"])
    def test_takes_the_code_as_people_type_it(self, api, digits):
        api.post("/api/v1/auth/register", NEW)
        code = code_of(OneTimeCode.objects.get()).translate(str.maketrans("0123456789", digits))

        answer = api.post("/api/v1/auth/verify-email", {"email": NEW["email"], "code": f" {code[:3]}-{code[3:]}. "})

        assert answer.status_code == 200

    def test_takes_a_code_once(self, api):
        api.post("/api/v1/auth/register", NEW)
        body = {"email": NEW["email"], "code": code_of(OneTimeCode.objects.get())}
        api.post("/api/v1/auth/verify-email", body)

        again = api.post("/api/v1/auth/verify-email", body)

        assert again.status_code == 400
        assert again.json()["error"]["code"] == "CODE_INVALID"

    def test_says_of_an_unknown_address_what_it_says_of_a_wrong_code(self, api):
        api.post("/api/v1/auth/register", NEW)

        wrong = api.post("/api/v1/auth/verify-email", {"email": NEW["email"], "code": "x"})
        unknown = api.post("/api/v1/auth/verify-email", {"email": "nobody@example.com", "code": "x"})

        assert wrong.status_code == unknown.status_code == 400
        assert wrong.json()["error"] | {"request_id": 0} == unknown.json()["error"] | {"request_id": 0}


class TestResendOtp:
    def test_answers_alike_for_known_and_unknown_addresses(self, api):
        UserFactory(email="asha@example.com", unverified=True)
        UserFactory(email="done@example.com")

        answers = [
            api.post("/api/v1/auth/resend-otp", {"email": email, "purpose": purpose})
            for email in ["asha@example.com", "done@example.com", "nobody@example.com"]
            for purpose in ["verify_email", "reset_password"]
        ]

        assert {(answer.status_code, answer.content) for answer in answers} == {(202, answers[0].content)}

    def test_ends_the_code_that_was_sent_before(self, api):
        api.post("/api/v1/auth/register", NEW)
        old = code_of(OneTimeCode.objects.get())

        api.post("/api/v1/auth/resend-otp", {"email": NEW["email"], "purpose": "verify_email"})

        assert api.post("/api/v1/auth/verify-email", {"email": NEW["email"], "code": old}).status_code == 400
        new = code_of(OneTimeCode.objects.get(used_at=None))
        assert api.post("/api/v1/auth/verify-email", {"email": NEW["email"], "code": new}).status_code == 200


class TestLogin:
    def test_gives_tokens(self, api):
        UserFactory(email="asha@example.com")

        answer = api.post("/api/v1/auth/login", {"email": "Asha@Example.com", "password": PASSWORD})

        assert answer.status_code == 200
        assert set(answer.json()["data"]) == {"user", "access_token", "refresh_token"}
        assert Session.objects.get().kind == "token"

    def test_takes_a_password_as_long_as_the_page_lets_people_choose(self, api):
        UserFactory(email="asha@example.com", password="long enough! " * 19)

        answer = api.post("/api/v1/auth/login", {"email": "asha@example.com", "password": "long enough! " * 19})

        assert answer.status_code == 200

    def test_is_not_stopped_by_a_stale_token_in_the_header(self, api):
        UserFactory(email="asha@example.com")
        api.credentials(HTTP_AUTHORIZATION="Bearer stale")

        answer = api.post("/api/v1/auth/login", {"email": "asha@example.com", "password": PASSWORD})

        assert answer.status_code == 200

    def test_says_the_same_of_an_unknown_address_and_a_wrong_password(self, api):
        UserFactory(email="asha@example.com")
        UserFactory(email="gone@example.com", suspended=True)

        answers = [
            api.post("/api/v1/auth/login", {"email": email, "password": "not-it"}).json()["error"] | {"request_id": 0}
            for email in ["asha@example.com", "gone@example.com", "nobody@example.com"]
        ]

        assert answers[0]["code"] == "INVALID_CREDENTIALS"
        assert answers[0] == answers[1] == answers[2]

    def test_says_that_an_account_is_suspended_after_the_right_password(self, api):
        UserFactory(email="gone@example.com", suspended=True)

        answer = api.post("/api/v1/auth/login", {"email": "gone@example.com", "password": PASSWORD})

        assert answer.status_code == 403
        assert answer.json()["error"]["code"] == "ACCOUNT_SUSPENDED"
        assert not Session.objects.exists()


class TestRefreshToken:
    def test_rotates_the_pair(self, api, api_as):
        first = api_as(UserFactory()).tokens

        answer = api.post("/api/v1/auth/refresh-token", {"refresh_token": first.refresh_token})

        assert answer.status_code == 200
        assert answer.json()["data"]["refresh_token"] != first.refresh_token

    def test_ends_the_family_when_a_token_comes_back(self, api, api_as):
        first = api_as(UserFactory()).tokens
        second = api.post("/api/v1/auth/refresh-token", {"refresh_token": first.refresh_token}).json()["data"]

        reused = api.post("/api/v1/auth/refresh-token", {"refresh_token": first.refresh_token})

        assert reused.status_code == 401
        assert reused.json()["error"]["code"] == "INVALID_REFRESH_TOKEN"
        api.credentials(HTTP_AUTHORIZATION=f"Bearer {second['access_token']}")
        assert api.get("/api/v1/auth/me").status_code == 401
        follow = api.post("/api/v1/auth/refresh-token", {"refresh_token": second["refresh_token"]})
        assert follow.status_code == 401

    def test_names_a_missing_token(self, api):
        answer = api.post("/api/v1/auth/refresh-token", {})

        assert answer.status_code == 400
        assert answer.json()["error"]["code"] == "REFRESH_TOKEN_REQUIRED"


class TestLogout:
    def test_ends_the_session_of_the_access_token(self, api_as):
        client = api_as(UserFactory())

        assert client.post("/api/v1/auth/logout").status_code == 204

        assert client.get("/api/v1/auth/me").status_code == 401

    def test_ends_the_session_of_a_refresh_token_alone(self, api, api_as):
        client = api_as(UserFactory())

        answer = api.post("/api/v1/auth/logout", {"refresh_token": client.tokens.refresh_token})

        assert answer.status_code == 204
        assert client.get("/api/v1/auth/me").status_code == 401

    @pytest.mark.parametrize("token", ["not-a-token", "x" * 10_240])
    def test_ends_the_session_also_when_the_refresh_token_is_no_longer_good(self, api_as, token):
        client = api_as(UserFactory())

        assert client.post("/api/v1/auth/logout", {"refresh_token": token}).status_code == 204

        assert client.get("/api/v1/auth/me").status_code == 401

    def test_takes_a_refresh_token_beside_a_stale_access_token(self, api, api_as):
        tokens = api_as(UserFactory()).tokens
        api.credentials(HTTP_AUTHORIZATION="Bearer stale")

        assert api.post("/api/v1/auth/logout", {"refresh_token": tokens.refresh_token}).status_code == 204

        assert Session.objects.get().revoked_at

    def test_takes_one_of_the_two(self, api):
        answer = api.post("/api/v1/auth/logout")

        assert answer.status_code == 401
        assert answer.json()["error"]["code"] == "NO_TOKEN"


class TestLogoutAll:
    def test_ends_every_session_of_the_person_and_of_nobody_else(self, api_as):
        user, other = UserFactory(), UserFactory()
        phone, laptop, stranger = api_as(user), api_as(user), api_as(other)

        assert phone.post("/api/v1/auth/logout-all").status_code == 204

        assert laptop.get("/api/v1/auth/me").status_code == 401
        assert stranger.get("/api/v1/auth/me").status_code == 200


class TestVerifyToken:
    def test_says_whose_a_good_token_is(self, api, api_as):
        user = UserFactory()
        client = api_as(user)

        answer = api.post("/api/v1/auth/verify-token", {"token": client.tokens.access_token})

        assert answer.json()["data"]["valid"] is True
        assert answer.json()["data"]["user_id"] == str(user.pk)

    def test_refuses_a_token_whose_session_was_ended(self, api, api_as):
        client = api_as(UserFactory())
        client.post("/api/v1/auth/logout")

        answer = api.post("/api/v1/auth/verify-token", {"token": client.tokens.access_token})

        assert answer.status_code == 401
        assert answer.json()["error"]["code"] == "INVALID_TOKEN"


class TestForgotPassword:
    def test_answers_alike_for_everybody(self, api):
        UserFactory(email="asha@example.com")
        UserFactory(email="gone@example.com", suspended=True)

        answers = {
            api.post("/api/v1/auth/forgot-password", {"email": email}).content
            for email in ["asha@example.com", "gone@example.com", "nobody@example.com"]
        }

        assert len(answers) == 1
        assert OneTimeCode.objects.get().user.email == "asha@example.com"


class TestResetPassword:
    @pytest.mark.parametrize("in_path", [True, False])
    def test_sets_the_password_and_signs_every_device_out(self, api, api_as, in_path):
        user = UserFactory(email="asha@example.com")
        device = api_as(user)
        token = self.link(api)
        body = {"password": "Another-2026!"}
        path = f"/api/v1/auth/reset-password/{token}" if in_path else "/api/v1/auth/reset-password"

        answer = api.post(path, body if in_path else body | {"token": token})

        assert answer.status_code == 204
        assert device.get("/api/v1/auth/me").status_code == 401
        user.refresh_from_db()
        assert user.check_password("Another-2026!")
        assert api.post(path, body if in_path else body | {"token": token}).status_code == 400

    def test_keeps_the_link_when_the_password_is_weak(self, api):
        UserFactory(email="asha@example.com")
        token = self.link(api)

        weak = api.post("/api/v1/auth/reset-password", {"token": token, "password": "short"})

        assert weak.status_code == 400
        good = api.post("/api/v1/auth/reset-password", {"token": token, "password": "Another-2026!"})
        assert good.status_code == 204

    def link(self, api) -> str:
        from accounts.services.codes import reveal

        api.post("/api/v1/auth/forgot-password", {"email": "asha@example.com"})
        return reveal(OneTimeCode.objects.get(purpose="reset_password", used_at=None))
