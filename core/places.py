"""Countries and time zones under the names that people give them, in their language."""

from functools import cache
from importlib.resources import files

from babel import Locale
from babel.core import get_global
from django.utils.functional import lazy
from django.utils.translation import get_language
from django_countries.data import COUNTRIES

# The parts of the world that are not areas of their own in the names of Babel.
AREAS = {
    "Africa": "002", "America": "019", "Antarctica": "AQ", "Asia": "142", "Australia": "AU", "Europe": "150",
    "Pacific": "009",
}  # fmt: skip
ISLANDS = {"Arctic": "Europe", "Atlantic": "Europe", "Indian": "Africa"}


def country_name(code: str) -> str:
    return Locale.parse(get_language() or "en").territories.get(code, code)


# For COUNTRIES_OVERRIDE: every select and every address speaks the reader's language then.
COUNTRY_NAMES = {code: lazy(country_name, str)(code) for code in COUNTRIES}


@cache
def current_zones() -> dict[str, str]:
    """Return the zones in use today with their countries; old names of them are left out."""
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text()
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return {row[2]: row[0] for row in rows}


def zones_by_area() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the current zones for a select: by part of the world, each as its country and its place."""
    return _zones_by_area(get_language() or "en")


@cache
def _zones_by_area(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    locale = Locale.parse(language)
    areas: dict[str, list[tuple[str, str]]] = {area: [] for area in AREAS}
    for zone, country in current_zones().items():
        area = zone.partition("/")[0]
        place = _place_of(zone, locale)
        label = f"{locale.territories.get(country, country)} · {place}"
        areas[ISLANDS.get(area, area)].append((zone, label))
    return [(locale.territories[AREAS[area]], sorted(zones, key=_by_label)) for area, zones in areas.items()]


def _place_of(zone: str, locale: Locale) -> str:
    # Babel files some places under an old name of their zone: Kolkata under Asia/Calcutta.
    for name in (zone, *_old_names().get(zone, [])):
        if place := locale.time_zones.get(name, {}).get("city"):
            return place
    return zone.rpartition("/")[2].replace("_", " ")


@cache
def _old_names() -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for old, present in get_global("zone_aliases").items():
        names.setdefault(present, []).append(old)
    return names


def _by_label(zone: tuple[str, str]) -> str:
    return zone[1]
