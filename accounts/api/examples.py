"""Examples in the OpenAPI document."""

from drf_spectacular.utils import OpenApiExample

TOKENS = {"access_token": "eyJhbGciOiJIUzI1NiJ9…", "refresh_token": "eyJhbGciOiJIUzI1NiJ9…"}
USER = {
    "id": "0193f0a5-6d52-7c11-9d0a-0c3f5b7a2e91",
    "shopper_id": "SH-7K3M9Q",
    "email": "asha@example.com",
    "email_verified": True,
    "phone_number": "+919876543210",
    "phone_verified": False,
    "name": "Asha Rao",
    "role": "customer",
    "status": "active",
    "avatar": None,
    "region": "IN",
    "shopping_region": "in",
    "language": "en",
    "timezone": "Asia/Kolkata",
    "two_factor": "none",
    "marketing_consent": False,
    "last_login_at": "2026-11-21T06:30:00.000000Z",
    "created_at": "2026-11-21T06:30:00.000000Z",
}
ADDRESS = {
    "label": "Home",
    "first_name": "Asha",
    "last_name": "Rao",
    "phone": "+91 98765 43210",
    "address_line1": "12 MG Road",
    "city": "Bengaluru",
    "state": "Karnataka",
    "postal_code": "560 001",
    "country": "IN",
}


def sent(name: str, body: dict) -> OpenApiExample:
    return OpenApiExample(name, value=body, request_only=True)


def answered(name: str, data: dict, status: int = 200) -> OpenApiExample:
    return OpenApiExample(name, value=data, response_only=True, status_codes=[str(status)])


REGISTER = sent("A customer", {"email": "asha@example.com", "password": "Bazaar-2026!", "name": "Asha Rao"})
REGISTERED = answered(
    "Registered",
    {
        "user": USER | {"status": "pending", "email_verified": False},
        **TOKENS,
        "email_verification_required": True,
        "application": None,
    },
    201,
)
LOGIN = sent("Sign in", {"email": "asha@example.com", "password": "Bazaar-2026!"})
SIGNED_IN = answered("Signed in", {"user": USER, **TOKENS})
CHALLENGED = answered(
    "A second factor is asked for",
    {"requires_2fa": True, "challenge": "WyIwMTkzZjBhNS…", "methods": ["totp", "recovery_code"]},
)
NEW_ADDRESS = sent("An address in India", ADDRESS)
SUSPEND = sent("Suspend", {"status": "suspended", "reason": "Chargebacks on three orders"})
APPLY = sent(
    "A seller",
    {
        "role": "seller",
        "business_name": "Rao Handlooms",
        "tax_id": "29ABCDE1234F1Z5",
        "message": "We weave in Mysuru.",
    },
)
