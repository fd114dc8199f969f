"""What people call the thing they are signed in on."""

import re

from django.utils.translation import gettext as _

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


def spoken_device(name: str) -> str:
    """Return a name as it is kept in the reader's language."""
    browser, on, system = name.partition(" on ")
    return _("%(browser)s on %(system)s") % {"browser": browser, "system": system} if on else name


def device_name(user_agent: str) -> str:
    """Return "Firefox on Windows", or the app's own first word, or nothing."""
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    browser = next((name for mark, name in BROWSERS if f"{mark}/" in user_agent), "")
    if browser and system:
        return f"{browser} on {system}"
    app = re.match(r"[A-Za-z0-9 ._-]{1,40}", user_agent)
    return browser or system or (app[0].strip() if app else "")
