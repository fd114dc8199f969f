"""Time zones by name, whatever the name."""

from datetime import datetime, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone
from django.utils.formats import date_format


@cache
def zone_named(name: str) -> ZoneInfo:
    """Return the zone. A name that nobody knows any more is read as UTC: a page must not fail for it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def say_moment(at: datetime, zone: tzinfo | None = None) -> str:
    """Return a time by the clocks of the zone, or of the present one, with its name: 21 Nov 2026, 21:12 IST."""
    there = timezone.localtime(at, zone)
    name = there.tzname() or ""
    # Zones without letters of their own are called +04.
    return f"{date_format(there, 'j M Y, H:i')} {name if name.isalpha() else f'UTC{name}'}"
