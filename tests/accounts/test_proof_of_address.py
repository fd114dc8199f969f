"""What belongs to an address, such as orders of a guest, follows its proof and nothing less than that.

Other apps hand it over on `EmailVerified`; a victim's address on an account of somebody else must never publish it.
"""

import pytest

from accounts import services
from accounts.enums import CodePurpose
from accounts.models import OneTimeCode, User
from accounts.services.codes import issue_code
from core.models import OutboxEvent
from tests.accounts.letters import code_sent, newest, reset_link
from tests.conftest import ShopClient
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

VICTIM = "victim@example.com"
TAKEN = {"email": VICTIM, "password": PASSWORD, "name": "Mallory"}
API = "/api/v1"


def proven() -> list[str]:
    """The addresses that were taken for proven."""
    return [event.payload["email"] for event in OutboxEvent.objects.filter(name="EmailVerified")]


def mallory(api):
    """Somebody who registered with an address that is not theirs, and uses all that this gives them."""
    tokens = api.post(f"{API}/auth/register", TAKEN).json()["data"]
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens['access_token']}")
    return api


def test_registering_signing_in_and_going_on_prove_nothing(api):
    client = mallory(api)
    client.post(f"{API}/auth/login", {"email": VICTIM, "password": PASSWORD})
    client.get(f"{API}/users/me")
    client.patch(f"{API}/users/me", {"name": "Victim", "phone_number": "+919876543210"})
    client.post(f"{API}/auth/resend-otp", {"email": VICTIM, "purpose": "verify_email"})
    client.post(f"{API}/auth/verify-email", {"email": VICTIM, "code": "000000"})
    client.post(
        f"{API}/users/me/change-password", {"current_password": PASSWORD, "new_password": "four blue umbrellas"}
    )
    ShopClient().post("/account/sign-in/", {"email": VICTIM, "password": "four blue umbrellas"})

    assert proven() == []
    assert User.objects.get(email=VICTIM).email_verified_at is None


def test_a_code_for_something_else_proves_nothing(api):
    mallory(api)
    user = User.objects.get(email=VICTIM)
    codes = {}
    for purpose in (CodePurpose.ENABLE_2FA, CodePurpose.DELETE_ACCOUNT, CodePurpose.CHANGE_EMAIL):
        issue_code(user=user, purpose=purpose)
        codes[purpose] = code_sent(purpose)

    answers = [api.post(f"{API}/auth/verify-email", {"email": VICTIM, "code": code}) for code in codes.values()]

    assert {answer.status_code for answer in answers} == {400}
    assert proven() == []


def test_a_code_sent_to_another_address_proves_nothing(api):
    mallory(api)
    services.register(email="mallory@example.com", password=PASSWORD, name="Mallory")
    own = code_sent(CodePurpose.VERIFY_EMAIL, "mallory@example.com")

    assert api.post(f"{API}/auth/verify-email", {"email": VICTIM, "code": own}).status_code == 400
    assert proven() == []


def test_moving_an_account_to_an_address_proves_it_only_with_its_code(api_as):
    user = UserFactory()
    client = api_as(user)

    client.post(f"{API}/users/me/change-email", {"email": VICTIM, "password": PASSWORD})
    client.post(f"{API}/users/me/change-email", {"code": "000000"})
    assert proven() == []
    assert User.objects.get(pk=user.pk).email == user.email

    services.confirm_email_change(user=user, code=code_sent(CodePurpose.CHANGE_EMAIL, VICTIM))
    assert proven() == [VICTIM]


def test_the_owner_proves_it_by_a_mail_and_the_other_is_out(api, client):
    """Who reads the mailbox has the account from then on: password and sessions of the other one end."""
    other = mallory(api)
    client.post("/account/forgot-password/", {"email": VICTIM})
    client.get(reset_link())
    client.post("/account/reset-password/", {"password": "five red kites up"})

    assert proven() == [VICTIM]
    assert other.get(f"{API}/users/me").status_code == 401
    other.credentials()
    assert other.post(f"{API}/auth/login", {"email": VICTIM, "password": PASSWORD}).status_code == 401


def test_control_the_code_of_the_mail_proves_it_once(api):
    mallory(api)
    code = code_sent(CodePurpose.VERIFY_EMAIL, VICTIM)

    answers = [api.post(f"{API}/auth/verify-email", {"email": VICTIM, "code": code}).status_code for _ in range(2)]

    assert answers == [200, 400]
    assert proven() == [VICTIM]
    assert newest(CodePurpose.VERIFY_EMAIL).used_at
    assert OneTimeCode.objects.count() == 1
