"""Becoming a customer, in `accounts.services.registration`."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import services
from accounts.derivation import code_of
from accounts.errors import CodeExpired, CodeInvalid, TooManyAttempts, UserExists
from accounts.models import OneTimeCode, User
from core.models import OutboxEvent
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def events() -> list[str]:
    return list(OutboxEvent.objects.order_by("pk").values_list("name", flat=True))


class TestRegister:
    @pytest.mark.parametrize(
        "spelling",
        [
            "ASHA@EXAMPLE.COM",
            "  asha@example.com ",
            "asha\u200b@example.com",
            "\ufeffasha@example.com",
            "ａｓｈａ@example.com",  # full-width letters
            "asha@ex\u00adample.com",
            "asha@example\u3002com",  # the full stop of Japan
            "asha@ex\ufe0fample\u200e.com",
        ],
    )
    def test_knows_an_address_in_any_spelling(self, spelling):
        UserFactory(email="asha@example.com")

        with pytest.raises(UserExists):
            services.register(email=spelling, password=PASSWORD, name="Asha Rao")

    def test_treats_composed_and_decomposed_letters_as_one(self):
        services.register(email="josé@example.com", password=PASSWORD, name="José")

        with pytest.raises(UserExists):
            services.register(email="jose\u0301@example.com", password=PASSWORD, name="José")

    @pytest.mark.parametrize(
        "spelling", ["asha@stra\u00dfe.example", "asha@STRASSE.example", "asha@stra\u1e9ee.example"]
    )
    def test_takes_domains_that_mails_reach_as_one_for_one(self, spelling):
        services.register(email="asha@strasse.example", password=PASSWORD, name="Asha Rao")

        with pytest.raises(UserExists):
            services.register(email=spelling, password=PASSWORD, name="Asha Rao")

    @pytest.mark.parametrize(
        "other", ["\u0430sha@example.com", "asha+1@example.com", "a.sha@example.com", "a\u00dfha@example.com"]
    )
    def test_takes_what_only_looks_alike_for_somebody_else(self, other):
        UserFactory(email="asha@example.com")

        services.register(email=other, password=PASSWORD, name="Asha Rao")

        assert User.objects.count() == 2

    @pytest.mark.parametrize(
        ("mine", "other"),
        [
            ("\u0430dmin@example.com", "admin@example.com"),  # a Cyrillic а
            ("stra\u00dfe@example.com", "strasse@example.com"),
            ("asha@ex\u0430mple.com", "asha@example.com"),
        ],
    )
    def test_gives_letters_that_look_or_sound_alike_one_account_each(self, mine, other):
        """Neither knows the other's password, and each has its own one account in any capitals."""
        for email in (mine, other):
            services.register(email=email, password=PASSWORD, name="Asha Rao")
            with pytest.raises(UserExists):
                services.register(email=f" {email.title()}", password=PASSWORD, name="Asha Rao")

        assert {User.objects.by_email(email).get().email for email in (mine, other)} == {mine, other}

    def test_lets_no_code_travel_in_an_event(self):
        services.register(email="asha@example.com", password=PASSWORD, name="Asha Rao")

        code = code_of(OneTimeCode.objects.get())
        assert events() == ["UserRegistered", "CodeRequested"]
        assert code not in str(list(OutboxEvent.objects.values_list("payload", flat=True)))
        assert code not in str(list(OneTimeCode.objects.values()))


class TestRegisterQuietly:
    FIELDS = {"password": PASSWORD, "name": "Asha Rao"}

    def try_codes(self, email: str) -> list[type]:
        got = []
        for _ in range(6):
            with pytest.raises((CodeInvalid, TooManyAttempts)) as refusal:
                services.verify_email(email=email, code="wrong")
            got.append(refusal.type)
        return got

    def test_looks_the_same_for_a_known_and_an_unknown_address(self):
        UserFactory(email="known@example.com")

        services.register_quietly(email="known@example.com", **self.FIELDS)
        services.register_quietly(email="new@example.com", **self.FIELDS)

        assert self.try_codes("known@example.com") == self.try_codes("new@example.com")

    def test_tells_the_owner_and_changes_nothing_of_theirs(self):
        owner = UserFactory(email="known@example.com")
        before = User.objects.filter(pk=owner.pk).values().get()

        services.register_quietly(email="KNOWN@example.com", password="Another-2026!", name="Intruder")

        assert events() == ["RegistrationRepeated"]
        assert User.objects.filter(pk=owner.pk).values().get() == before

    def test_does_not_end_the_code_of_somebody_who_is_still_proving(self):
        services.register(email="asha@example.com", **self.FIELDS)
        code = code_of(OneTimeCode.objects.get())

        services.register_quietly(email="asha@example.com", **self.FIELDS)

        assert services.verify_email(email="asha@example.com", code=code).is_email_verified

    def test_can_never_be_verified_by_the_decoy(self):
        UserFactory(email="known@example.com", unverified=True)
        services.register_quietly(email="known@example.com", **self.FIELDS)
        decoy = OneTimeCode.objects.get()

        with pytest.raises(CodeInvalid):
            services.verify_email(email="known@example.com", code=code_of(decoy))

        assert not User.objects.get().is_email_verified


class TestVerifyEmail:
    def test_refuses_a_code_after_ten_minutes(self):
        services.register(email="asha@example.com", password=PASSWORD, name="Asha Rao")
        row = OneTimeCode.objects.get()
        assert row.expires_at - row.created_at <= timedelta(minutes=10, seconds=1)
        OneTimeCode.objects.update(expires_at=timezone.now())

        with pytest.raises(CodeExpired):
            services.verify_email(email="asha@example.com", code=code_of(row))

    def test_refuses_the_code_of_another_person(self):
        services.register(email="asha@example.com", password=PASSWORD, name="Asha Rao")
        theirs = code_of(OneTimeCode.objects.get())
        services.register(email="ben@example.com", password=PASSWORD, name="Ben")

        with pytest.raises(CodeInvalid):
            services.verify_email(email="ben@example.com", code=theirs)

    def test_takes_six_digits_with_the_spaces_that_people_type(self):
        services.register(email="asha@example.com", password=PASSWORD, name="Asha Rao")
        code = code_of(OneTimeCode.objects.get())

        user = services.verify_email(email="asha@example.com", code=f" {code[:3]} {code[3:]} ")

        assert user.status == "active"

    def test_says_that_it_was_the_first_proof(self):
        """Whoever claims a guest's orders listens to this event, and to no other."""
        services.register(email="asha@example.com", password=PASSWORD, name="Asha Rao")
        assert "EmailVerified" not in events()

        services.verify_email(email="asha@example.com", code=code_of(OneTimeCode.objects.get()))

        payload = OutboxEvent.objects.get(name="EmailVerified").payload
        assert (payload["email"], payload["is_first"]) == ("asha@example.com", True)


class TestResetLink:
    @pytest.mark.parametrize(
        "headers",
        [{"HTTP_X_FORWARDED_HOST": "evil.example"}, {"HTTP_HOST": "evil.example"}, {"HTTP_HOST": "127.0.0.1:@evil"}],
    )
    def test_is_built_from_the_configured_site_whatever_the_request_says(self, api, headers):
        from notifications.mails.base import page_url

        UserFactory(email="asha@example.com")

        answer = api.post("/api/v1/auth/forgot-password", {"email": "asha@example.com"}, **headers)

        assert answer.status_code in {202, 400}
        assert page_url("accounts:reset-password", token="x").startswith(settings.SITE_URL)
        assert "evil" not in str(list(OutboxEvent.objects.values_list("payload", flat=True)))

    def test_proves_the_address_of_whoever_could_read_the_mail(self):
        from accounts.services.codes import reveal

        user = UserFactory(email="asha@example.com", unverified=True)
        services.request_password_reset(email="asha@example.com")

        services.reset_password(token=reveal(OneTimeCode.objects.get()), password="Another-2026!")

        user.refresh_from_db()
        assert user.is_email_verified

    def test_is_dead_with_a_changed_letter_and_with_somebody_elses_row(self):
        from accounts.services.codes import reveal

        UserFactory(email="asha@example.com")
        UserFactory(email="ben@example.com")
        for email in ("asha@example.com", "ben@example.com"):
            services.request_password_reset(email=email)
        asha, ben = (reveal(row) for row in OneTimeCode.objects.order_by("destination"))

        for token in (asha[:-1], asha[:-1] + "0" + asha[-1], ben[:32] + asha[32:], "x", "", asha.upper()):
            with pytest.raises(CodeInvalid):
                services.reset_password(token=token, password="Another-2026!")

    def test_is_dead_after_ten_minutes(self):
        from accounts.services.codes import reveal

        user = UserFactory(email="asha@example.com")
        services.request_password_reset(email="asha@example.com")
        OneTimeCode.objects.update(expires_at=timezone.now())

        with pytest.raises(CodeExpired):
            services.reset_password(token=reveal(OneTimeCode.objects.get()), password="Another-2026!")

        user.refresh_from_db()
        assert user.check_password(PASSWORD)


class TestTheTable:
    def test_holds_no_address_in_capitals_and_none_twice(self):
        """Whatever forgets to write an address in its one spelling is stopped here."""
        UserFactory(email="asha@example.com")
        ben = UserFactory(email="ben@example.com")

        for email in ("Ben@example.com", "asha@example.com"):
            with pytest.raises(IntegrityError), transaction.atomic():
                User.objects.filter(pk=ben.pk).update(email=email)

        assert User.objects.get(pk=ben.pk).email == "ben@example.com"
