"""Examples of the API's document."""

from drf_spectacular.utils import OpenApiExample

EUROPE = OpenApiExample(
    "The euro area",
    value={
        "code": "eu",
        "name": "Europe",
        "names": {"hi": "यूरोप"},
        "countries": ["DE", "FR", "IE"],
        "currency": "EUR",
        "languages": ["en"],
        "tax_mode": "inclusive",
        "price_step": "1.00",
        "price_ending": "0.01",
    },
    request_only=True,
)
EUROPE_SHOWN = OpenApiExample(
    "The euro area",
    value={
        "id": "0193f0a5-6d52-7c11-9d0a-0c3f5b7a2e91",
        "code": "eu",
        "name": "Europe",
        "names": {"hi": "यूरोप"},
        "countries": ["DE", "FR", "IE"],
        "currency": "EUR",
        "languages": ["en"],
        "tax_mode": "inclusive",
        "price_step": "1.00",
        "price_ending": "0.01",
        "is_default": False,
        "is_active": True,
        "is_current": False,
    },
    response_only=True,
)
CGST = OpenApiExample(
    "Half of India's GST, due within a state",
    value={"region": "in", "tax_class": "standard", "name": "CGST", "rate": "9", "applies": "within_state"},
    request_only=True,
)
RUPEES = OpenApiExample(
    "Rupees in dollars", value={"base": "INR", "quote": "USD", "rate": "0.01195"}, request_only=True
)
