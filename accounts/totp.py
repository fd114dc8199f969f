"""Codes of authenticator apps (RFC 6238): six digits, thirty seconds, SHA-1, as every app expects."""

import base64
import hashlib
import hmac
import io
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

import segno

DIGITS, PERIOD_SECONDS, SECRET_BYTES = 6, 30, 20
# A phone's clock may be half a minute off.
WINDOW_STEPS = (0, -1, 1)


def new_secret() -> str:
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def step_at(now: datetime) -> int:
    return int(now.timestamp()) // PERIOD_SECONDS


def code_at(secret: str, step: int) -> str:
    """Return the six digits of a step."""
    digest = hmac.digest(base64.b32decode(secret), step.to_bytes(8), hashlib.sha1)
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4]) & 0x7FFF_FFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def matching_step(secret: str, code: str, now: datetime) -> int | None:
    """Return the step whose code this is, or nothing. The caller refuses a step that was used."""
    present = step_at(now)
    for shift in WINDOW_STEPS:
        if hmac.compare_digest(code_at(secret, present + shift).encode(), code.encode()):
            return present + shift
    return None


def uri(*, secret: str, account: str, issuer: str) -> str:
    """Return the address that an authenticator app reads from the QR code."""
    query = urlencode(
        {"secret": secret, "issuer": issuer, "digits": DIGITS, "period": PERIOD_SECONDS}, quote_via=quote
    )
    return f"otpauth://totp/{quote(issuer)}:{quote(account)}?{query}"


def qr_svg(address: str) -> str:
    """Return the QR code as an SVG element without inline styles."""
    out = io.BytesIO()
    segno.make(address, error="m").save(
        out, kind="svg", xmldecl=False, svgns=True, scale=4, border=4, dark="#000", light="#fff", omitsize=True
    )
    return out.getvalue().decode()
