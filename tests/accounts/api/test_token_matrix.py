"""Every path of the API with every kind of token that must not open it."""

import base64
import hmac
import json
from datetime import timedelta

import jwt
import pytest
from django.conf import settings
from django.utils import timezone

from accounts import services, tokens, totp
from accounts.models import OneTimeCode, Session, User
from accounts.services.codes import reveal
from core.ids import uuid7
from tests.accounts.api.operations import Operation, operations
from tests.factories.accounts import PASSWORD, UserFactory
from tests.tiers import a_few

pytestmark = pytest.mark.django_db

PUBLIC_KEY = """-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
-----END PUBLIC KEY-----
"""
GUARDED = [operation for operation in operations() if not operation.reads_no_token]
# What a token is for unless a test says otherwise.
USUAL = {"typ": "access"}


def signed(
    user: User, *, key: str | None = None, algorithm: str = "HS256", headers: dict | None = None, **claims
) -> str:
    """A token of a live session of this person, bent as the test wishes. A claim of None is left out."""
    session = Session.objects.filter(user=user).first() or services.open_session(user=user, kind="token")
    now = int(timezone.now().timestamp())
    said = {
        "iss": tokens.ISSUER,
        "aud": tokens.AUDIENCE,
        "sub": str(user.pk),
        "sid": str(session.pk),
        "jti": str(session.refresh_jti),
        **USUAL,
        "iat": now,
        "exp": now + 900,
    } | claims
    said = {name: value for name, value in said.items() if value is not None}
    return jwt.encode(said, settings.JWT_KEY if key is None else key, algorithm=algorithm, headers=headers)


def forged(user: User, *, header: dict, key: str = "", signature: bytes | None = None) -> str:
    """A token made by hand, as no library would make it: any header, HMAC by any key, or any signature."""
    claims = signed(user).split(".")[1]
    head = _encoded(json.dumps(header).encode())
    digest = hmac.digest(key.encode(), f"{head}.{claims}".encode(), "sha256")
    return f"{head}.{claims}.{_encoded(digest if signature is None else signature)}"


def _encoded(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


def expired(user: User) -> str:
    return signed(user, exp=int(timezone.now().timestamp()) - 1)


def suspended(user: User) -> str:
    token = signed(user)
    services.set_status(user=user, status="suspended", actor=UserFactory(admin=True), reason="fraud")
    return token


def suspended_behind_our_back(user: User) -> str:
    token = signed(user)
    User.objects.filter(pk=user.pk).update(status="suspended")
    return token


def deleted_behind_our_back(user: User) -> str:
    token = signed(user)
    User.objects.filter(pk=user.pk).update(deleted_at=timezone.now())
    return token


def password_changed(user: User) -> str:
    token = signed(user)
    services.change_password(user=user, current_password=PASSWORD, new_password="Another-2026!")
    return token


def password_set_behind_our_back(user: User) -> str:
    token = signed(user)
    user.set_password("Another-2026!")
    user.save()
    return token


def logged_out(user: User) -> str:
    token = signed(user)
    services.end_sessions(user=user, reason="signed out")
    return token


def erased(user: User) -> str:
    token = signed(user)
    services.erase_user(user=user)
    return token


def reset_token(user: User) -> str:
    services.request_password_reset(email=user.email)
    return reveal(OneTimeCode.objects.get(user=user))


def refresh_token(user: User) -> str:
    return services.open_token_session(user=user).refresh_token


def challenge(user: User) -> str:
    User.objects.filter(pk=user.pk).update(two_factor="totp", totp_secret=totp.new_secret())
    return services.sign_in(email=user.email, password=PASSWORD).challenge


def outlived_session(user: User) -> str:
    token = signed(user)
    Session.objects.filter(user=user).update(expires_at=timezone.now() - timedelta(seconds=1))
    return token


BAD = {
    "expired": (expired, "TOKEN_EXPIRED"),
    "another key": (lambda user: signed(user, key="k" * 64), "INVALID_TOKEN"),
    "SECRET_KEY": (lambda user: signed(user, key=settings.SECRET_KEY), "INVALID_TOKEN"),
    "alg none": (lambda user: signed(user, key="", algorithm="none"), "INVALID_TOKEN"),
    "alg none in capitals": (lambda user: forged(user, header={"alg": "NONE"}, signature=b""), "INVALID_TOKEN"),
    "no alg": (lambda user: forged(user, header={"typ": "JWT"}, key=settings.JWT_KEY), "INVALID_TOKEN"),
    "signature cut off": (lambda user: signed(user).rpartition(".")[0] + ".", "INVALID_TOKEN"),
    "signature of another": (
        lambda user: signed(user).rpartition(".")[0] + "." + signed(UserFactory()).rpartition(".")[2],
        "INVALID_TOKEN",
    ),
    "signed by a public key": (lambda user: forged(user, header={"alg": "HS256"}, key=PUBLIC_KEY), "INVALID_TOKEN"),
    "signed by no key": (lambda user: forged(user, header={"alg": "HS256"}, key=""), "INVALID_TOKEN"),
    "our key under another name": (
        lambda user: forged(user, header={"alg": "RS256"}, key=settings.JWT_KEY),
        "INVALID_TOKEN",
    ),
    "a key brought along": (
        lambda user: forged(
            user, header={"alg": "HS256", "jwk": {"kty": "oct", "k": _encoded(b"k" * 32)}}, key="k" * 32
        ),
        "INVALID_TOKEN",
    ),
    "an extension nobody knows": (
        lambda user: forged(user, header={"alg": "HS256", "crit": ["exp2"], "exp2": 1}, key=settings.JWT_KEY),
        "INVALID_TOKEN",
    ),
    "another algorithm": (lambda user: signed(user, algorithm="HS512"), "INVALID_TOKEN"),
    "kid of an empty file": (
        lambda user: forged(user, header={"alg": "HS256", "kid": "../../dev/null"}, key=""),
        "INVALID_TOKEN",
    ),
    "jku elsewhere": (
        lambda user: signed(user, key="k" * 64, headers={"jku": "https://evil.example"}),
        "INVALID_TOKEN",
    ),
    "not yet": (lambda user: signed(user, nbf=int(timezone.now().timestamp()) + 600), "INVALID_TOKEN"),
    "for ever": (lambda user: signed(user, exp=None), "INVALID_TOKEN"),
    "till soon": (lambda user: signed(user, exp="soon"), "INVALID_TOKEN"),
    "made tomorrow": (lambda user: signed(user, iat=int(timezone.now().timestamp()) + 86_400), "INVALID_TOKEN"),
    "a person of another shape": (lambda user: signed(user, sub="1"), "INVALID_TOKEN"),
    "no type": (lambda user: signed(user, typ=None), "INVALID_TOKEN"),
    "another audience": (lambda user: signed(user, aud="other"), "INVALID_TOKEN"),
    "another issuer": (lambda user: signed(user, iss="other"), "INVALID_TOKEN"),
    "somebody else's session": (lambda user: signed(user, sub=str(UserFactory().pk)), "INVALID_TOKEN"),
    "unknown session": (lambda user: signed(user, sid=str(uuid7())), "INVALID_TOKEN"),
    "ten kilobytes": (lambda user: "a" * 10_240, "INVALID_TOKEN"),
    "ten kilobytes, well signed": (lambda user: signed(user, more="a" * 10_240), "INVALID_TOKEN"),
    "nonsense": (lambda user: "a.b.c", "INVALID_TOKEN"),
    "refresh as access": (refresh_token, "INVALID_TOKEN"),
    "reset token": (reset_token, "INVALID_TOKEN"),
    "challenge of the second factor": (challenge, "INVALID_TOKEN"),
    "suspended": (suspended, "INVALID_TOKEN"),
    "suspended elsewhere": (suspended_behind_our_back, "INVALID_TOKEN"),
    "deleted elsewhere": (deleted_behind_our_back, "INVALID_TOKEN"),
    "password changed": (password_changed, "INVALID_TOKEN"),
    "password changed elsewhere": (password_set_behind_our_back, "INVALID_TOKEN"),
    "logged out": (logged_out, "INVALID_TOKEN"),
    "erased": (erased, "INVALID_TOKEN"),
    "session over": (outlived_session, "INVALID_TOKEN"),
}


def call(api, operation: Operation, token: str | None = None):
    if token is not None:
        api.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    return getattr(api, operation.method)(operation.path)


def opened_by(api, kind: str, operations: list[Operation]) -> dict[str, int]:
    make, code = BAD[kind]
    token = make(UserFactory())
    return {
        str(operation): answer.status_code
        for operation in operations
        if (answer := call(api, operation, token)).status_code != 401 or answer.json()["error"]["code"] != code
    }


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_token_opens_nothing(api, kind):
    assert opened_by(api, kind, GUARDED[:3]) == {}


@pytest.mark.parametrize("kind", a_few(BAD, "nonsense", "suspended", "challenge of the second factor"))
def test_a_bad_token_opens_no_path(api, kind):
    assert opened_by(api, kind, GUARDED) == {}


def test_a_token_made_by_hand_opens_when_it_is_ours(api):
    """The control of what is forged here: right header, right key."""
    token = forged(UserFactory(), header={"alg": "HS256", "typ": "JWT"}, key=settings.JWT_KEY)

    api.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    assert api.get("/api/v1/users/me").status_code == 200


def test_no_token_opens_no_path_but_those_for_strangers(api):
    opened = {
        str(operation): answer.status_code
        for operation in GUARDED
        if not operation.is_open_to_strangers
        and ((answer := call(api, operation)).status_code != 401 or answer.json()["error"]["code"] != "NO_TOKEN")
    }

    assert opened == {}


def test_a_good_token_opens_the_paths_of_a_customer(api):
    """The control of this file: what refuses everything would pass all of the others."""
    token = signed(UserFactory())

    closed = [
        str(operation)
        for operation in GUARDED
        if not operation.is_for_staff and operation.name != "logout-all"
        if call(api, operation, token).status_code in {401, 403}
    ]

    assert closed == []


def test_a_customers_token_opens_no_path_of_staff(api):
    token = signed(UserFactory())
    for_staff = [operation for operation in GUARDED if operation.is_for_staff]

    opened = {
        str(operation): answer.status_code
        for operation in for_staff
        if (answer := call(api, operation, token)).status_code != 403
        or answer.json()["error"]["code"] != "INSUFFICIENT_PERMISSIONS"
    }

    assert len(for_staff) >= 15
    assert opened == {}
    without_version = [getattr(api, op.method)(op.path.replace("/api/v1/", "/api/")) for op in for_staff]
    assert {answer.status_code for answer in without_version} == {403}


def test_staff_without_a_permission_open_no_path_of_staff(api):
    token = signed(UserFactory(support=True))

    opened = [
        str(operation)
        for operation in GUARDED
        if operation.is_for_staff and call(api, operation, token).status_code != 403
    ]

    assert opened == []


def test_a_token_of_impersonation_reads_what_is_opened_to_it_and_writes_nothing(api):
    token = signed(UserFactory(), imp=str(UserFactory(admin=True).pk))

    wrong = {}
    for operation in GUARDED:
        answer = call(api, operation, token)
        is_read = operation.method == "get"
        if is_read and getattr(operation.view, "is_open_to_impersonation", False):
            is_right = answer.status_code in {200, 404}
        else:
            code = "INSUFFICIENT_PERMISSIONS" if is_read else "IMPERSONATION_READ_ONLY"
            is_right = answer.status_code == 403 and answer.json()["error"]["code"] == code
        if not is_right:
            wrong[str(operation)] = answer.status_code

    assert wrong == {}


def test_impersonation_opens_nothing_that_is_secret():
    opened = {op.path for op in GUARDED if getattr(op.view, "is_open_to_impersonation", False)}

    assert not [path for path in opened for word in ("admin", "2fa", "password", "export", "sessions") if word in path]


def test_a_token_of_impersonation_cannot_be_refreshed(api):
    token = signed(UserFactory(), typ="refresh", imp=str(UserFactory(admin=True).pk))

    answer = api.post("/api/v1/auth/refresh-token", {"refresh_token": token})

    assert answer.status_code == 401


def test_a_bad_refresh_token_refreshes_nothing(api, monkeypatch):
    monkeypatch.setitem(USUAL, "typ", "refresh")
    codes = {"INVALID_TOKEN": "INVALID_REFRESH_TOKEN", "TOKEN_EXPIRED": "REFRESH_TOKEN_EXPIRED"}

    taken = {}
    for kind in BAD.keys() - {"refresh as access"}:
        make, code = BAD[kind]
        answer = api.post("/api/v1/auth/refresh-token", {"refresh_token": make(UserFactory())})
        if answer.status_code != 401 or answer.json()["error"]["code"] != codes[code]:
            taken[kind] = answer.json()
    good = api.post("/api/v1/auth/refresh-token", {"refresh_token": signed(UserFactory())})

    assert taken == {}
    assert good.status_code == 200


def test_a_bad_token_is_never_said_to_work(api):
    taken = {}
    for kind, (make, code) in BAD.items():
        answer = api.post("/api/v1/auth/verify-token", {"token": make(UserFactory())})
        if answer.status_code != 401 or answer.json()["error"]["code"] != code:
            taken[kind] = answer.json()

    assert taken == {}


def test_an_access_token_is_no_refresh_token(api):
    answer = api.post("/api/v1/auth/refresh-token", {"refresh_token": signed(UserFactory())})

    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "INVALID_REFRESH_TOKEN"


def test_an_expired_refresh_token_says_so(api):
    token = signed(UserFactory(), typ="refresh", exp=int(timezone.now().timestamp()) - 1)

    answer = api.post("/api/v1/auth/refresh-token", {"refresh_token": token})

    assert answer.json()["error"]["code"] == "REFRESH_TOKEN_EXPIRED"


def test_every_refused_token_gets_an_answer_of_one_shape(api):
    answers = []
    for make, code in BAD.values():
        answer = call(api, GUARDED[0], make(UserFactory()))
        if code == "INVALID_TOKEN":
            answers.append(answer.json()["error"] | {"request_id": ""})
        assert answer["WWW-Authenticate"] == "Bearer"

    assert all(answer == answers[0] for answer in answers)
