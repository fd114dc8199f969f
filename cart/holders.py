"""Whose a cart is: a person's, or a guest's who proves it by a token that nobody else was given."""

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

from django.core import signing

from accounts.models import User

SALT = "cart.guest"
KEY_BYTES = 18
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Holder:
    """Either a person, or the hash of a guest's key; the key itself is kept nowhere."""

    user: User | None = None
    key_hash: str = ""

    @property
    def columns(self) -> dict[str, Any]:
        """Return the values of the two columns by which rows know their holder."""
        return {"user_id": self.user.pk if self.user else None, "key_hash": self.key_hash}


def new_token() -> str:
    """Return a token for a guest who has none."""
    return signing.Signer(salt=SALT).sign(secrets.token_urlsafe(KEY_BYTES))


def find_guest(token: str) -> Holder | None:
    """Return the guest that a token of ours stands for; None for everything else."""
    if not token or len(token) > LONGEST:
        return None
    try:
        key = signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature:
        return None
    return Holder(key_hash=hashlib.sha256(key.encode()).hexdigest())
