"""Becoming a customer by the pages."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.utils import timezone

from accounts import selectors
from accounts.enums import CodePurpose
from accounts.models import OneTimeCode, RoleApplication, User
from core.models import OutboxEvent
from tests.accounts.letters import code_sent
from tests.conftest import ShopClient
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

NEW = {"name": "Asha Rao", "email": "asha@example.com", "password": "three green bicycles"}


def sign_up(client, **given):
    return client.post("/account/sign-up/", NEW | given)


def bare(response) -> bytes:
    """The answer without what differs by chance from one visitor to the next."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", response.content)


class TestSignUp:
    def test_makes_a_customer_who_is_not_yet_verified_and_asks_for_the_code(self, client):
        response = sign_up(client)

        user = User.objects.get()
        assert response["Location"] == "/account/verify-email/"
        assert (user.email, user.name, user.role, user.is_email_verified) == (
            NEW["email"],
            NEW["name"],
            "customer",
            False,
        )
        assert not user.marketing_consent

    def test_says_all_that_is_wrong_at_once(self, client):
        page = sign_up(client, name="", password="short").content.decode()

        assert "Enter your name." in page
        assert "Use at least 8 characters." in page

    def test_answers_the_same_when_the_address_has_an_account(self, client, time_machine):
        time_machine.move_to("2026-11-21 10:00:00+00:00", tick=False)
        UserFactory(email="owner@example.com")
        other = ShopClient()

        new, known = sign_up(client), sign_up(other, email="owner@example.com")

        assert (known.status_code, known.headers["Location"]) == (new.status_code, new.headers["Location"])
        shown = [bare(visitor.get("/account/verify-email/")) for visitor in (client, other)]
        assert shown[0].replace(b"asha@", b"owner@") == shown[1]

    @pytest.mark.parametrize("email", ["asha@example.com", "owner@example.com"])
    def test_refuses_wrong_codes_alike_whether_or_not_the_address_was_known(self, client, email):
        UserFactory(email="owner@example.com")
        sign_up(client, email=email)
        right = code_sent(CodePurpose.VERIFY_EMAIL, email)
        wrong = "000000" if right != "000000" else "111111"

        answers = [client.post("/account/verify-email/", {"code": wrong}) for _try in range(6)]

        assert {answer.status_code for answer in answers} == {422}
        assert all("That code is not right" in answer.content.decode() for answer in answers[:5])
        assert "Too many wrong codes" in answers[5].content.decode()

    def test_tells_the_owner_of_a_known_address(self, client):
        owner = UserFactory(email="owner@example.com")

        sign_up(client, email=" OWNER@Example.com ")

        event = OutboxEvent.objects.get(name="RegistrationRepeated")
        assert event.payload["user_id"] == str(owner.pk)
        assert User.objects.count() == 1

    def test_shows_the_password_rules_before_anything_is_typed(self, client):
        page = client.get("/account/sign-up/").content.decode()

        assert page.index("At least 8 characters") < page.index('type="password"')
        assert 'autocomplete="new-password"' in page
        assert 'maxlength="256"' in page

    def test_keeps_what_was_typed_but_for_the_password(self, client):
        response = sign_up(client, email="no address", name="Zoë")

        page = response.content.decode()
        assert response.status_code == 422
        assert "<title>Error: Create an account" in page
        assert 'value="Zoë"' in page
        assert 'value="no address"' in page
        assert NEW["password"] not in page
        assert 'href="#id_email"' in page

    def test_says_what_is_weak_about_a_password_at_its_field(self, client):
        response = sign_up(client, password="asha@example.com")

        assert response.status_code == 422
        assert "too similar" in response.context["form"].errors["password"][0]
        assert not User.objects.exists()

    @pytest.mark.parametrize(
        ("field", "typed", "words"),
        [
            ("password", "password", "बहुत आम है"),
            ("password", "short", "कम से कम 8 अक्षर"),
            ("password", "asha@example.com", "बहुत मिलता है"),
            ("email", f"{'a' * 300}@example.com", "ज़्यादा से ज़्यादा 254 अक्षर"),
            ("password", "three green\0 bicycles", "दिखाई नहीं देता"),
        ],
    )
    def test_says_it_in_the_language_of_the_page(self, client, field, typed, words):
        response = client.post("/hi/account/sign-up/", NEW | {field: typed})

        assert words in response.context["form"].errors[field][0]

    @pytest.mark.parametrize("name", ["Bo", "Madonna", "आशा", "O'Brien-Smith Jr."])
    def test_takes_short_names_and_single_words(self, client, name):
        sign_up(client, name=name)

        assert User.objects.get().name == name

    def test_says_how_long_a_name_must_be(self, client):
        response = sign_up(client, name="A")

        assert response.context["form"].errors["name"] == ["Enter at least two letters, such as your first name."]

    def test_gives_no_role_and_no_right_that_was_posted_along(self, client):
        sign_up(client, role="admin", is_staff="1", is_superuser="1", status="active", email_verified_at="2026-01-01")

        user = User.objects.get()
        assert (user.role, user.is_staff, user.is_superuser, user.status) == ("customer", False, False, "pending")
        assert user.email_verified_at is None


class TestVerifyEmail:
    def test_signs_the_new_customer_in_under_a_new_cookie(self, client):
        sign_up(client)
        before = client.cookies["sessionid"].value

        response = client.post("/account/verify-email/", {"code": code_sent(CodePurpose.VERIFY_EMAIL)})

        assert response["Location"] == "/account/"
        assert client.cookies["sessionid"].value != before
        assert "Welcome!" in client.get("/account/").content.decode()
        assert User.objects.get().is_email_verified

    def test_takes_the_code_with_blanks_and_dashes(self, client):
        sign_up(client)
        code = code_sent(CodePurpose.VERIFY_EMAIL)

        client.post("/account/verify-email/", {"code": f" {code[:3]}-{code[3:]} "})

        assert User.objects.get().is_email_verified

    def test_does_not_sign_in_a_browser_that_did_not_make_the_account(self, client):
        sign_up(ShopClient())
        code = code_sent(CodePurpose.VERIFY_EMAIL)
        sign_up(client, password="another password entirely")

        response = client.post("/account/verify-email/", {"code": code})

        assert response["Location"] == "/account/sign-in/"
        assert client.get("/account/").status_code == 302

    def test_can_be_done_on_another_device(self, client):
        sign_up(ShopClient())

        response = client.post(
            "/account/verify-email/", {"email": "Asha@example.com", "code": code_sent(CodePurpose.VERIFY_EMAIL)}
        )

        assert response["Location"] == "/account/sign-in/"
        assert User.objects.get().is_email_verified

    def test_refuses_a_code_that_is_too_old(self, client):
        sign_up(client)
        code = code_sent(CodePurpose.VERIFY_EMAIL)
        OneTimeCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

        response = client.post("/account/verify-email/", {"code": code})

        assert "too old" in response.content.decode()
        assert not User.objects.get().is_email_verified

    def test_returns_to_where_one_was_going(self, client):
        client.post("/account/sign-up/?next=/search/%3Fq%3Dlamp", NEW)

        response = client.post("/account/verify-email/", {"code": code_sent(CodePurpose.VERIFY_EMAIL)})

        assert response["Location"] == "/search/?q=lamp"

    @pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "/%5cevil.example"])
    def test_never_leads_elsewhere(self, client, wanted):
        client.post(f"/account/sign-up/?next={quote(wanted)}", NEW)

        response = client.post("/account/verify-email/", {"code": code_sent(CodePurpose.VERIFY_EMAIL)})

        assert response["Location"] == "/account/"

    def test_leads_those_who_came_to_sell_to_their_application(self, client):
        sign_up(client, apply_as="seller")

        response = client.post("/account/verify-email/", {"code": code_sent(CodePurpose.VERIFY_EMAIL)})

        assert response["Location"] == "/account/applications/seller/"
        assert User.objects.get().role == "customer"
        assert RoleApplication.objects.get().status == "pending"

    def test_sends_a_new_code_only_after_a_wait(self, client):
        sign_up(client)

        page = client.post("/account/verify-email/resend/", follow=True).content.decode()

        assert "A new code can be sent in" in page
        assert OneTimeCode.objects.count() == 1

    def test_sends_a_new_code_and_ends_the_old_one(self, client, time_machine):
        time_machine.move_to("2026-11-21 10:00:00+00:00")
        sign_up(client)
        old = code_sent(CodePurpose.VERIFY_EMAIL)
        time_machine.move_to("2026-11-21 10:00:40+00:00")

        client.post("/account/verify-email/resend/")
        refused = client.post("/account/verify-email/", {"code": old})
        taken = client.post("/account/verify-email/", {"code": code_sent(CodePurpose.VERIFY_EMAIL)})

        assert refused.status_code == 422
        assert taken.status_code == 302

    def test_of_somebody_signed_in_keeps_them_signed_in(self, client):
        user = UserFactory(unverified=True)
        client.force_login(user)
        OneTimeCode.objects.all().delete()
        client.post("/account/verify-email/resend/")

        response = client.post("/account/verify-email/", {"code": code_sent(CodePurpose.VERIFY_EMAIL)})

        assert response["Location"] == "/account/"
        assert selectors.list_sessions(user=user).count() == 1


def test_signing_up_works_for_those_who_just_signed_in_by_leading_on(client):
    client.force_login(UserFactory(password=PASSWORD))

    assert client.get("/account/sign-up/")["Location"] == "/account/"
