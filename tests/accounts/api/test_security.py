"""Two-step sign-in and devices on the API."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts import limits, services, totp
from accounts.derivation import code_of
from accounts.models import OneTimeCode, RecoveryCode, Session
from core.errors import RateLimitExceeded
from core.failpoints import FailpointReached
from core.models import OutboxEvent
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

ENABLE = reverse("accounts-api:2fa-enable")
VERIFY = reverse("accounts-api:2fa-verify")
DISABLE = reverse("accounts-api:2fa-disable")
CODES = reverse("accounts-api:2fa-recovery-codes")
LOGIN = reverse("accounts-api:login")
ANSWER = reverse("accounts-api:verify-2fa")
START = datetime(2026, 11, 21, 12, 0, 0, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def app_code(user, steps: int = 0) -> str:
    user.refresh_from_db()
    return totp.code_at(user.totp_secret, totp.step_at(datetime.now(UTC)) + steps)


def switch_on(client, user) -> list[str]:
    """Turn the app's codes on and return the recovery codes."""
    client.post(ENABLE)
    return client.post(VERIFY, {"code": app_code(user)}).json()["data"]["recovery_codes"]


def challenge(api, user) -> str:
    return api.post(LOGIN, {"email": user.email, "password": PASSWORD}).json()["data"]["challenge"]


class TestOff:
    @pytest.mark.parametrize("where", [DISABLE, CODES])
    @pytest.mark.parametrize("code", [{}, {"code": "123456"}])
    def test_says_that_it_has_to_be_turned_on_first(self, api_as, where, code):
        answer = api_as(UserFactory()).post(where, {"password": PASSWORD} | code)

        error = answer.json()["error"]
        assert (answer.status_code, error["code"]) == (409, "INVALID_TRANSITION")
        assert error["message"] == "Two-step sign-in is off. Turn it on first."
        assert not OneTimeCode.objects.exists()


class TestEnable:
    def test_gives_a_secret_an_address_and_a_picture_of_it(self, api_as):
        user = UserFactory(email="asha@example.com")

        data = api_as(user).post(ENABLE).json()["data"]

        assert len(data["secret"]) == 32
        assert data["otpauth_uri"].startswith("otpauth://totp/Haat:asha%40example.com?secret=")
        assert data["qr_svg"].startswith("<svg")
        assert "style=" not in data["qr_svg"]
        user.refresh_from_db()
        assert user.two_factor == "none"

    def test_turns_it_on_with_the_first_code_and_shows_recovery_codes_once(self, api_as, clock):
        user = UserFactory()
        client = api_as(user)

        codes = switch_on(client, user)

        user.refresh_from_db()
        assert user.two_factor == "totp"
        assert len(set(codes)) == 10
        assert client.get(CODES).json()["data"] == {"total": 10, "unused": 10}
        kept = set(RecoveryCode.objects.values_list("code_hash", flat=True))
        assert not kept & {code.replace("-", "") for code in codes}

    def test_refuses_a_wrong_first_code(self, api_as):
        user = UserFactory()
        client = api_as(user)
        client.post(ENABLE)

        assert client.post(VERIFY, {"code": "abcdef"}).json()["error"]["code"] == "CODE_INVALID"

        user.refresh_from_db()
        assert user.two_factor == "none"

    def test_cannot_replace_the_secret_of_one_that_is_on(self, api_as, clock):
        user = UserFactory()
        client = api_as(user)
        switch_on(client, user)
        user.refresh_from_db()
        secret = user.totp_secret

        assert client.post(ENABLE).status_code == 409

        user.refresh_from_db()
        assert user.totp_secret == secret

    def test_by_e_mail_sends_a_code_for_that_purpose_only(self, api_as):
        user = UserFactory()
        client = api_as(user)

        client.post(ENABLE, {"method": "email"})
        row = OneTimeCode.objects.get()

        assert row.purpose == "enable_2fa"
        assert client.post(VERIFY, {"code": code_of(row)}).status_code == 200
        user.refresh_from_db()
        assert user.two_factor == "email"

    def test_by_sms_asks_for_a_proven_number(self, api_as):
        answer = api_as(UserFactory(phone_number="+919876543210")).post(ENABLE, {"method": "sms"})

        assert answer.status_code == 400
        assert "method" in answer.json()["error"]["details"]


class TestSignIn:
    def test_gives_a_challenge_and_no_token_before_the_second_factor(self, api, api_as, clock):
        user = UserFactory()
        switch_on(api_as(user), user)
        sessions = Session.objects.count()

        data = api.post(LOGIN, {"email": user.email, "password": PASSWORD}).json()["data"]

        assert data["requires_2fa"] is True
        assert data["methods"] == ["totp", "recovery_code"]
        assert "access_token" not in data
        assert Session.objects.count() == sessions

    def test_with_a_challenge_opens_nothing_but_the_answer(self, api, api_as, clock):
        user = UserFactory()
        switch_on(api_as(user), user)
        api.credentials(HTTP_AUTHORIZATION=f"Bearer {challenge(api, user)}")

        assert api.get("/api/v1/auth/me").status_code == 401
        assert api.get(reverse("accounts-api:addresses")).status_code == 401

    def test_takes_the_codes_of_the_step_before_and_after(self, api, api_as, clock):
        for steps, status in [(-1, 200), (1, 200), (-2, 400), (2, 400)]:
            user = UserFactory()
            switch_on(api_as(user), user)
            clock.shift(timedelta(minutes=5))

            answer = api.post(ANSWER, {"challenge": challenge(api, user), "code": app_code(user, steps)})

            assert answer.status_code == status, steps

    def test_refuses_a_step_that_was_used_even_on_a_new_challenge(self, api, api_as, clock):
        user = UserFactory()
        switch_on(api_as(user), user)
        clock.shift(timedelta(minutes=5))
        code = app_code(user)
        assert api.post(ANSWER, {"challenge": challenge(api, user), "code": code}).status_code == 200

        again = api.post(ANSWER, {"challenge": challenge(api, user), "code": code})

        assert again.status_code == 400
        assert again.json()["error"]["code"] == "CODE_INVALID"

    def test_refuses_the_code_that_turned_it_on(self, api, api_as, clock):
        user = UserFactory()
        switch_on(api_as(user), user)

        answer = api.post(ANSWER, {"challenge": challenge(api, user), "code": app_code(user)})

        assert answer.status_code == 400

    def test_refuses_the_mailed_code_that_turned_it_on(self, api, api_as):
        user = UserFactory()
        client = api_as(user)
        client.post(ENABLE, {"method": "email"})
        enabling = code_of(OneTimeCode.objects.get())
        client.post(VERIFY, {"code": enabling})

        answer = api.post(ANSWER, {"challenge": challenge(api, user), "code": enabling})

        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "CODE_INVALID")

    def test_takes_each_recovery_code_once(self, api, api_as, clock):
        user = UserFactory()
        codes = switch_on(api_as(user), user)
        spoken = codes[0].lower().replace("-", " ")

        first = api.post(ANSWER, {"challenge": challenge(api, user), "code": spoken})
        second = api.post(ANSWER, {"challenge": challenge(api, user), "code": codes[0]})

        assert first.status_code == 200
        assert second.status_code == 400
        assert "each works once" in second.json()["error"]["message"]
        used = OutboxEvent.objects.get(name="RecoveryCodeUsed")
        assert used.payload == {"user_id": str(user.pk), "left": 9}

    def test_takes_a_recovery_code_again_that_nobody_was_told_of(self, api, api_as, clock, settings):
        user = UserFactory()
        code = switch_on(api_as(user), user)[0]
        settings.FAILPOINTS = {"accounts.recovery_code_spent": "raise"}
        with pytest.raises(FailpointReached):
            api.post(ANSWER, {"challenge": challenge(api, user), "code": code})
        settings.FAILPOINTS = {}

        again = api.post(ANSWER, {"challenge": challenge(api, user), "code": code})

        assert again.status_code == 200
        assert OutboxEvent.objects.filter(name="RecoveryCodeUsed").count() == 1

    def test_speaks_of_what_was_typed(self, api, api_as, clock):
        user = UserFactory()
        switch_on(api_as(user), user)
        pending = challenge(api, user)

        said = {
            typed: api.post(ANSWER, {"challenge": pending, "code": typed}).json()["error"]["message"]
            for typed in ["000000", "ABCDE-2345", "ABCDE-23456-7"]
        }

        assert ["recovery code is not right" in words for words in said.values()] == [False, True, True], said

    def test_ends_a_challenge_after_five_wrong_codes(self, api, api_as, clock):
        user = UserFactory()
        switch_on(api_as(user), user)
        clock.shift(timedelta(minutes=5))
        pending = challenge(api, user)
        for _ in range(5):
            wrong = api.post(ANSWER, {"challenge": pending, "code": "000000"})
            assert wrong.json()["error"]["code"] == "CODE_INVALID"
            assert "every 30 seconds; a recovery code works too" in wrong.json()["error"]["message"]

        answer = api.post(ANSWER, {"challenge": pending, "code": app_code(user)})

        assert answer.status_code == 429
        assert answer.json()["error"]["code"] == "TOO_MANY_ATTEMPTS"

    def test_counts_on_when_the_sign_in_is_started_anew(self, api, api_as, clock, settings):
        settings.RATE_LIMITS_SECOND_FACTOR = ["5/5m"]
        user = UserFactory()
        switch_on(api_as(user), user)
        clock.shift(timedelta(minutes=10))
        for _ in range(5):
            api.post(ANSWER, {"challenge": challenge(api, user), "code": "wrong"})

        answer = api.post(ANSWER, {"challenge": challenge(api, user), "code": app_code(user)})

        assert answer.status_code == 429
        assert answer.json()["error"]["code"] == "RATE_LIMIT_EXCEEDED"
        assert int(answer["Retry-After"]) > 0

    def test_is_bound_to_the_person_of_the_challenge(self, api, api_as, clock):
        user, other = UserFactory(), UserFactory()
        switch_on(api_as(user), user)
        switch_on(api_as(other), other)
        clock.shift(timedelta(minutes=5))

        answer = api.post(ANSWER, {"challenge": challenge(api, user), "code": app_code(other)})

        assert answer.status_code == 400

    @pytest.mark.parametrize("bend", [lambda text: text[:-1], lambda text: "x", lambda text: text + "x"])
    def test_refuses_a_challenge_that_is_not_ours(self, api, api_as, clock, bend):
        user = UserFactory()
        switch_on(api_as(user), user)

        answer = api.post(ANSWER, {"challenge": bend(challenge(api, user)), "code": "123456"})

        assert answer.status_code == 400

    def test_ends_a_challenge_after_ten_minutes(self, api, api_as, clock):
        user = UserFactory()
        switch_on(api_as(user), user)
        pending = challenge(api, user)
        clock.shift(timedelta(minutes=11))

        answer = api.post(ANSWER, {"challenge": pending, "code": app_code(user)})

        assert answer.json()["error"]["code"] == "CODE_EXPIRED"

    def test_takes_no_code_that_was_sent_for_something_else(self, api, api_as):
        user = UserFactory(two_factor="email")
        services.send_confirmation_code(user=user, purpose="disable_2fa")
        other = code_of(OneTimeCode.objects.get())
        pending = challenge(api, user)
        mine = code_of(OneTimeCode.objects.get(purpose="login_2fa"))

        assert other != mine
        assert api.post(ANSWER, {"challenge": pending, "code": other}).status_code == 400
        assert api.post(ANSWER, {"challenge": pending, "code": mine}).status_code == 200
        assert api.post(ANSWER, {"challenge": pending, "code": mine}).status_code == 400

    def test_sends_another_code_for_a_challenge_and_ends_the_first(self, api):
        user = UserFactory(two_factor="email")
        pending = challenge(api, user)
        old = code_of(OneTimeCode.objects.get())

        fresh = api.post(reverse("accounts-api:resend-otp"), {"purpose": "login_2fa", "challenge": pending})

        assert api.post(ANSWER, {"challenge": pending, "code": old}).status_code == 400
        new = code_of(OneTimeCode.objects.get(used_at=None))
        body = {"challenge": fresh.json()["data"]["challenge"], "code": new}
        assert api.post(ANSWER, body).status_code == 200

    def test_lets_nobody_in_who_was_suspended_in_between(self, api, api_as, clock):
        user = UserFactory()
        switch_on(api_as(user), user)
        clock.shift(timedelta(minutes=5))
        pending = challenge(api, user)
        services.set_status(user=user, status="suspended", actor=UserFactory(admin=True), reason="fraud")

        answer = api.post(ANSWER, {"challenge": pending, "code": app_code(user)})

        assert answer.json()["error"]["code"] == "ACCOUNT_SUSPENDED"


class TestDisable:
    def test_takes_password_and_code(self, api_as, clock):
        user = UserFactory()
        client = api_as(user)
        switch_on(client, user)
        clock.shift(timedelta(minutes=5))

        wrong = client.post(DISABLE, {"password": "not-it", "code": app_code(user)})
        asked = client.post(DISABLE, {"password": PASSWORD})
        bad = client.post(DISABLE, {"password": PASSWORD, "code": "wrong"})
        user.refresh_from_db()
        assert user.two_factor == "totp"
        done = client.post(DISABLE, {"password": PASSWORD, "code": app_code(user)})

        assert wrong.json()["error"]["code"] == "WRONG_PASSWORD"
        assert asked.json()["data"] == {"code_required": True, "channel": "app"}
        assert bad.json()["error"]["code"] == "CODE_INVALID"
        assert done.status_code == 204
        user.refresh_from_db()
        assert (user.two_factor, user.totp_secret) == ("none", "")
        assert not RecoveryCode.objects.exists()


class TestRecoveryCodes:
    def test_are_made_anew_with_the_password(self, api, api_as, clock):
        user = UserFactory()
        client = api_as(user)
        old = switch_on(client, user)

        assert client.post(CODES, {"password": "not-it"}).json()["error"]["code"] == "WRONG_PASSWORD"
        new = client.post(CODES, {"password": PASSWORD}).json()["data"]["recovery_codes"]

        assert not set(old) & set(new)
        assert api.post(ANSWER, {"challenge": challenge(api, user), "code": old[0]}).status_code == 400
        assert api.post(ANSWER, {"challenge": challenge(api, user), "code": new[0]}).status_code == 200


class TestSessions:
    def test_are_listed_with_the_present_one_marked(self, api_as):
        user = UserFactory()
        api_as(user)
        client = api_as(user)
        api_as(UserFactory())

        rows = client.get(reverse("accounts-api:sessions")).json()["data"]

        assert sorted(row["is_current"] for row in rows) == [False, True]

    def test_take_as_many_queries_for_two_as_for_twenty(self, api_as, django_assert_num_queries):
        for size in (2, 20):
            user = UserFactory()
            for _ in range(size - 1):
                services.open_token_session(user=user)
            client = api_as(user)
            with django_assert_num_queries(3):
                answer = client.get(reverse("accounts-api:sessions"))
            assert len(answer.json()["data"]) == size

    def test_can_be_ended_by_their_owner_only(self, api_as):
        user = UserFactory()
        device, client, stranger = api_as(user), api_as(user), api_as(UserFactory())
        path = reverse("accounts-api:session", args=[Session.objects.filter(user=user).earliest("pk").pk])

        assert stranger.delete(path).status_code == 404
        assert device.get("/api/v1/auth/me").status_code == 200
        assert client.delete(path).status_code == 204
        assert device.get("/api/v1/auth/me").status_code == 401
        assert client.delete(path).status_code == 404

    def test_on_a_new_device_are_told_by_mail(self, api):
        user = UserFactory()
        body = {"email": user.email, "password": PASSWORD}
        told = []
        for agent, ip in [
            ("first", "203.0.113.7"), ("first", "203.0.113.8"), ("first", "198.51.100.7"), ("second", "203.0.113.7"),
            ("first", "2001:db8:1:1::7"), ("first", "2001:db8:1:2::8"),
        ]:  # fmt: skip
            api.post(LOGIN, body, HTTP_USER_AGENT=agent, REMOTE_ADDR=ip)
            told.append(OutboxEvent.objects.filter(name="SignedInOnNewDevice").count())

        assert told == [0, 0, 1, 2, 3, 3]


class TestLimits:
    def test_of_the_apps_codes_leave_the_way_by_a_recovery_code(self, settings, api, api_as, clock):
        settings.RATE_LIMITS_SECOND_FACTOR = settings.RATE_LIMITS_SECOND_FACTOR_IP = ["5/5m"]
        user = UserFactory()
        codes = switch_on(api_as(user), user)
        pending = challenge(api, user)
        wrong = [api.post(ANSWER, {"challenge": pending, "code": "000000"}).status_code for _ in range(6)]

        answer = api.post(ANSWER, {"challenge": pending, "code": codes[0]})

        assert wrong == [400] * 5 + [429]
        assert answer.status_code == 200

    def test_of_recovery_codes_hold_for_themselves(self, settings, api, api_as, clock):
        settings.RATE_LIMITS_SECOND_FACTOR = ["5/5m"]
        user = UserFactory()
        codes = switch_on(api_as(user), user)
        pending = challenge(api, user)
        tries = [api.post(ANSWER, {"challenge": pending, "code": "AAAAA-AAAAA"}) for _ in range(5)]

        refused = api.post(ANSWER, {"challenge": challenge(api, user), "code": codes[0]})

        assert [answer.status_code for answer in tries] == [400] * 5
        assert "each works once" in tries[0].json()["error"]["message"]
        assert (refused.status_code, refused.json()["error"]["code"]) == (429, "RATE_LIMIT_EXCEEDED")

    def test_of_the_second_factor_hold_per_address_too(self, settings):
        settings.RATE_LIMITS_SECOND_FACTOR_IP = ["10/5m"]
        for number in range(10):
            limits.spend_second_factor(user_id=number)

        with pytest.raises(RateLimitExceeded):
            limits.spend_second_factor(user_id="another")

    def test_of_the_second_factor_let_a_whole_office_in(self, settings, api, api_as, clock):
        people = UserFactory.create_batch(11)
        for user in people:
            switch_on(api_as(user), user)
        settings.RATE_LIMITS_SECOND_FACTOR_IP = ["10/5m"]
        clock.shift(timedelta(minutes=10))

        bodies = [{"challenge": challenge(api, user), "code": app_code(user)} for user in people]

        assert [api.post(ANSWER, body).status_code for body in bodies] == [200] * 11

    def test_of_the_second_factor_are_not_undone_by_one_good_account(self, settings):
        settings.RATE_LIMITS_SECOND_FACTOR_IP = ["10/5m"]
        for number in range(10):
            limits.spend_second_factor(user_id="mine")
            limits.forgive_second_factor(user_id="mine")
            limits.spend_second_factor(user_id=number)

        with pytest.raises(RateLimitExceeded):
            limits.spend_second_factor(user_id="another")
