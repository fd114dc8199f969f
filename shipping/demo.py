"""Zones of the demo shop: five regions, the big cities of India, and a seller who sends their own goods."""

from datetime import time
from typing import Any

from shipping import services
from shipping.enums import Basis
from shipping.models import ShippingZone
from stores.models import Store

EUROPE = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
]  # fmt: skip
# The postal codes of Delhi, Mumbai, Bengaluru, Chennai, Kolkata, Hyderabad, Pune and Ahmedabad.
CITIES = ["110*", "400*", "560*", "600*", "700*", "500*", "411*", "380*"]
WEEKDAYS, EVERY_DAY = [0, 1, 2, 3, 4], [0, 1, 2, 3, 4, 5, 6]
STANDARD = {"name": "Standard", "names": {"hi": "साधारण"}, "basis": Basis.WEIGHT}
EXPRESS = {"name": "Express", "names": {"hi": "एक्सप्रेस"}, "basis": Basis.WEIGHT, "position": 1}
TODAY = {"name": "Same day", "names": {"hi": "उसी दिन"}, "position": 2}


def _way(kind: dict[str, Any], days: tuple[int, int], steps: list[list[int]], **about: Any) -> dict[str, Any]:
    return {**kind, "least_days": days[0], "most_days": days[1], "steps": steps, **about}


# name: currency, where, ways
ZONES: dict[str, tuple[str, dict[str, Any], list[dict[str, Any]]]] = {
    "India": (
        "INR", {"countries": ["IN"]},
        [
            _way(STANDARD, (3, 5), [[0, 4900], [500, 7900], [2000, 12_900], [10_000, 39_900]],
                 free_from_minor=99_900, cut_off=time(14)),
            _way(EXPRESS, (1, 2), [[0, 12_900], [500, 17_900], [2000, 29_900]], most_grams=10_000, cut_off=time(12)),
        ],
    ),
    "India, big cities": (
        "INR", {"countries": ["IN"], "postal_patterns": CITIES},
        [
            _way(STANDARD, (1, 2), [[0, 3900], [500, 5900], [2000, 9900], [10_000, 34_900]],
                 free_from_minor=49_900, cut_off=time(16)),
            _way(TODAY, (0, 0), [[0, 19_900]], most_grams=5000, cut_off=time(11),
                 sends_on=EVERY_DAY, delivers_on=EVERY_DAY),
        ],
    ),
    "United States": (
        "USD", {"countries": ["US"]},
        [
            _way(STANDARD, (6, 10), [[0, 990], [1000, 1490], [5000, 3990]], free_from_minor=9900),
            _way(EXPRESS, (3, 4), [[0, 2490], [1000, 3490], [5000, 7990]], most_grams=20_000),
        ],
    ),
    "European Union": (
        "EUR", {"countries": EUROPE},
        [
            _way(STANDARD, (5, 9), [[0, 790], [1000, 1290], [5000, 3490]], free_from_minor=8900,
                 delivers_on=WEEKDAYS),
            _way(EXPRESS, (3, 4), [[0, 1990], [1000, 2990], [5000, 6990]], most_grams=20_000,
                 delivers_on=WEEKDAYS),
        ],
    ),
    "Japan": (
        "JPY", {"countries": ["JP"]},
        [
            _way(STANDARD, (5, 8), [[0, 1200], [1000, 1800], [5000, 4800]], free_from_minor=12_000),
            _way(EXPRESS, (3, 4), [[0, 2900], [1000, 3900], [5000, 8900]], most_grams=20_000,
                 delivers_on=EVERY_DAY),
        ],
    ),
    "Kuwait": (
        "KWD", {"countries": ["KW"]},
        [
            _way(STANDARD, (4, 6), [[0, 1950], [1000, 2950], [5000, 7500]], free_from_minor=25_000),
            _way(EXPRESS, (2, 3), [[0, 4500], [1000, 6500], [5000, 14_500]], most_grams=20_000),
        ],
    ),
}  # fmt: skip
# Pepper by the postman of Kumily: one price, whatever it weighs.
SELLER = "seller@haat.example"
BY_POST = _way({"name": "By post from Kumily", "names": {"hi": "कुमिली से डाक द्वारा"}}, (4, 7), [[0, 6000]],
               free_from_minor=80_000, currency="INR")  # fmt: skip


def load_shipping() -> str:
    """Make the zones that are missing, each with its ways; those that are there stay as they are."""
    made = 0
    for position, (name, (currency, where, ways)) in enumerate(ZONES.items()):
        if ShippingZone.objects.filter(name=name).exists():
            continue
        zone = services.save_zone(actor=None, name=name, position=position, **where)
        for way in ways:
            services.save_method(actor=None, zone=zone, currency=currency, **way)
        made += 1
        store = Store.objects.filter(owner__user__email=SELLER).first()
        if name == "India" and store:
            services.save_method(actor=None, zone=zone, store=store, **BY_POST)
    return f"{made} zones made, {ShippingZone.objects.alive().count()} there"
