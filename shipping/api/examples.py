"""Examples of the API's document."""

from drf_spectacular.utils import OpenApiExample

CITIES = OpenApiExample(
    "Places that a van reaches in a day",
    value={"name": "Big cities", "countries": ["IN"], "postal_patterns": ["110*", "400*", "560*"]},
    request_only=True,
)
BY_WEIGHT = OpenApiExample(
    "By weight, free from a value on",
    value={
        "zone": "0193f0a5-6d52-7c11-9d0a-0c3f5b7a2e91",
        "name": "Standard",
        "names": {"hi": "साधारण"},
        "basis": "weight",
        "currency": "INR",
        "steps": [{"from_grams": 0, "price": "49.00"}, {"from_grams": 500, "price": "79.00"}],
        "free_from": "999.00",
        "least_days": 2,
        "most_days": 4,
        "cut_off": "14:00",
        "sends_on": [0, 1, 2, 3, 4, 5],
    },
    request_only=True,
)
