"""Examples in the OpenAPI document where nobody wrote one by hand: read off the schema, the same on every machine."""

from typing import Any

JSON = "application/json"
ID = "0193f0a5-6d52-7c11-9d0a-0c3f5b7a2e91"
TOKEN = "eyJhbGciOiJIUzI1NiJ9…"  # noqa: S105
NOT_YET = {"next", "previous", "previous_cursor", "decided_at", "decided_by", "deleted_at", "read_at"}
BY_NAME: dict[str, Any] = {
    "access_token": TOKEN, "action": "accounts.user.suspended", "address_line1": "12 MG Road", "address_line2": "",
    "after": {"status": "suspended"}, "avatar": "https://shop.example.com/media/avatars/asha.webp",
    "before": {"status": "active"}, "business_name": "Rao Handlooms", "cause": "UserRegistered",
    "challenge": "WyIwMTkzZjBhNS…", "city": "Bengaluru", "code": "492817", "country": "IN",
    "current_password": "Bazaar-2026!", "device_name": "Asha's phone", "error": "",
    "expires_at": "2026-12-21T06:30:00.000000Z", "first_name": "Asha", "html": "<p>Your account is ready.</p>",
    "id": ID, "ip": "203.0.113.7", "is_staff": False, "label": "Home", "language": "en", "last_name": "Rao",
    "limit": 20, "link": "/account/", "message": "We weave in Mysuru.", "message_id": "<0193f0a5@shop.example.com>",
    "name": "Asha Rao", "new_password": "Monsoon-2027!",
    "otpauth_uri": "otpauth://totp/Haat:asha@example.com?secret=JBSWY3DPEHPK3PXP&issuer=Haat", "page": 1,
    "password": "Bazaar-2026!", "phone": "+919876543210", "phone_number": "+919876543210", "postal_code": "560001",
    "provider_id": "msg-20261121-0001", "qr_svg": "<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>",
    "rate": "9", "reason": "Asked for by phone", "recovery_codes": "7K3M9-Q2XWP", "refresh_token": TOKEN,
    "region": "IN", "request_id": "0193f0a56d527c119d0a0c3f5b7a2e91", "secret": "JBSWY3DPEHPK3PXP",
    "shopper_id": "SH-7K3M9Q", "slug": "rao-handlooms",
    "state": "Karnataka", "subject": "About your account", "tax_id": "29ABCDE1234F1Z5", "template": "account.welcome",
    "text": "Your account is ready.", "timezone": "Asia/Kolkata", "title": "Your account is ready",
    "to": "asha@example.com", "token": TOKEN, "type": "accounts.user", "user_agent": "Mozilla/5.0 (Linux; Android 16)",
    "from_time": "18:00", "until_time": "20:00", "version": "1.0.0",
}  # fmt: skip
BY_FORMAT: dict[str, Any] = {
    "uuid": ID, "email": "asha@example.com", "date": "2026-11-21", "date-time": "2026-11-21T06:30:00.000000Z",
    "uri": "https://shop.example.com/asha", "decimal": "1499.00",
}  # fmt: skip
BY_TYPE: dict[str, Any] = {"boolean": True, "integer": 1, "number": 1.5, "null": None}


def fill_in_examples(result: dict, generator: Any, request: Any, public: bool) -> dict:
    """Give each JSON body, asked for and answered, an example unless its view has written one."""
    components = result.get("components", {}).get("schemas", {})
    for operation in (operation for methods in result["paths"].values() for operation in methods.values()):
        good = [answer for status, answer in operation["responses"].items() if status < "300"]
        for part in (operation.get("requestBody", {}), *good):
            body = part.get("content", {}).get(JSON)
            if body and not body.keys() & {"example", "examples"}:
                body["example"] = example_of(body["schema"], components)
                if "data" in body["example"]:
                    # Beside the data a sentence is the exception.
                    body["example"].pop("message", None)
    return result


def example_of(schema: dict, components: dict, name: str = "") -> Any:
    """Return something that the schema allows, told by the field's name where it says more than the type."""
    if "$ref" in schema:
        return example_of(components[schema["$ref"].rpartition("/")[2]], components, name)
    if choices := schema.get("oneOf") or schema.get("anyOf") or schema.get("allOf"):
        return example_of(choices[0], components, name)
    for fixed in ("const", "example"):
        if fixed in schema:
            return schema[fixed]
    if "enum" in schema:
        return schema["enum"][0]
    types = schema.get("type", "object")
    types = types if isinstance(types, list) else [types]
    if name in NOT_YET and "null" in types:
        return None
    if types[0] == "array":
        return [example_of(schema["items"], components, name)]
    if types[0] == "object" and "properties" in schema:
        return {key: example_of(inner, components, key) for key, inner in schema["properties"].items()}
    return _plain(schema, types[0], name)


def _plain(schema: dict, kind: str, name: str) -> Any:
    python = {"string": str, "integer": int, "boolean": bool, "object": dict}.get(kind)
    if python and isinstance(BY_NAME.get(name), python):
        return BY_NAME[name]
    if kind == "object":
        return {}
    if kind == "string":
        words = name.replace("_", " ").capitalize()
        return BY_FORMAT.get(schema.get("format", ""), words)[: schema.get("maxLength")]
    return schema.get("default", BY_TYPE[kind])
