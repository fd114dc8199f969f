"""What people call the thing they are signed in on."""

import re

from django_countries import countries

from core.selectors import get_shop

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def device_name(user_agent: str) -> str:
    """Return "Firefox on Windows", or the app's own first word, or nothing."""
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    browser = next((name for mark, name in BROWSERS if f"{mark}/" in user_agent), "")
    if browser and system:
        return f"{browser} on {system}"
    app = re.match(r"[A-Za-z0-9 ._-]{1,40}", user_agent)
    return browser or system or (app[0].strip() if app else "")


def region_of(accept_language: str) -> str:
    """Return the country that the browser's languages name first ("en-IN" is India), or the shop's own."""
    named = re.search(r"\b[A-Za-z]{2,3}-([A-Za-z]{2})\b", accept_language)
    code = named[1].upper() if named else ""
    return code if code in countries else get_shop().base_country
