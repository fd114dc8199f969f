"""Codes of authenticator apps, in `accounts.totp`."""

import base64
from datetime import UTC, datetime

import pytest

from accounts import totp

# Appendix B of RFC 6238, SHA-1, its last six digits.
SECRET = base64.b32encode(b"12345678901234567890").decode()
VECTORS = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]


@pytest.mark.parametrize(("seconds", "code"), VECTORS)
def test_a_code_is_the_one_of_the_standard(seconds, code):
    assert totp.code_at(SECRET, seconds // 30) == code


def test_a_code_is_found_one_step_off_and_no_further():
    now = datetime.fromtimestamp(1234567890, tz=UTC)
    present = totp.step_at(now)

    found = [totp.matching_step(SECRET, totp.code_at(SECRET, present + shift), now) for shift in range(-2, 3)]

    assert found == [None, present - 1, present, present + 1, None]


@pytest.mark.parametrize("code", ["", "0", "abcdef", "２８７０８２", "287082 ", "\u200b287082"])
def test_anything_else_is_no_code(code):
    assert totp.matching_step(SECRET, code, datetime.fromtimestamp(59, tz=UTC)) is None


def test_secrets_are_long_and_never_the_same():
    secrets = {totp.new_secret() for _ in range(100)}

    assert len(secrets) == 100
    assert {len(base64.b32decode(secret)) for secret in secrets} == {20}
