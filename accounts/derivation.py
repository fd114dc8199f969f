"""Codes and links that are computed from their rows, so that no row, event, log or queue ever holds one."""

import hmac
from uuid import UUID

from django.utils.crypto import salted_hmac

from accounts.constants import CODE_DIGITS, CODE_SALT, RECOVERY_SALT, RESET_SALT
from accounts.models import OneTimeCode


def code_of(row: OneTimeCode) -> str:
    """Return the digits to put into the message about this row."""
    digest = salted_hmac(CODE_SALT, str(row.pk), algorithm="sha256").digest()
    return str(int.from_bytes(digest[:8]) % 10**CODE_DIGITS).zfill(CODE_DIGITS)


def code_hash(code: str) -> str:
    """Return what is kept of a code. Keyed, since a million codes are hashed in a second."""
    return salted_hmac(f"{CODE_SALT}.hash", code, algorithm="sha256").hexdigest()


def recovery_hash(code: str) -> str:
    plain = "".join(filter(str.isalnum, code)).upper()
    return salted_hmac(RECOVERY_SALT, plain, algorithm="sha256").hexdigest()


def reset_token_of(row: OneTimeCode) -> str:
    """Return the token of the link that resets a password."""
    return f"{row.pk.hex}{_reset_signature(row.pk)}"


def read_reset_token(token: str) -> UUID | None:
    """Return the row that a token of ours names, or nothing for any other text."""
    try:
        pk = UUID(hex=token[:32])
    except ValueError:
        return None
    return pk if hmac.compare_digest(_reset_signature(pk).encode(), token[32:].encode()) else None


def _reset_signature(pk: UUID) -> str:
    return salted_hmac(RESET_SALT, str(pk), algorithm="sha256").hexdigest()
