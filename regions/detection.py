"""Where a visitor seems to be: by address when a database of countries is there, else by the browser's languages."""

import ipaddress
import logging
from functools import lru_cache
from typing import Any

import maxminddb
from django.conf import settings
from django.utils.translation.trans_real import parse_accept_lang_header
from django_countries import countries

log = logging.getLogger(__name__)

LONGEST_HEADER = 500


@lru_cache(maxsize=4096)
def country_of_ip(ip: str | None) -> str:
    """Return the country of an address, or nothing where it is not known or no database is configured."""
    reader = _reader(settings.GEOIP_DATABASE)
    if reader is None or not ip:
        return ""
    try:
        found = reader.get(ipaddress.ip_address(ip))
    except ValueError:
        return ""
    return _country_in(found)


@lru_cache(maxsize=1024)
def countries_of_languages(accepted: str) -> tuple[str, ...]:
    """Return the countries that an Accept-Language header names, best first: "hi-IN,en-GB" is India, then Britain."""
    if len(accepted) > LONGEST_HEADER:
        return ()
    named = [tag.split("-") for tag, _quality in parse_accept_lang_header(accepted.lower())]
    known = countries.countries
    named_countries = [part.upper() for parts in named for part in parts[1:] if part.upper() in known]
    return tuple(dict.fromkeys(named_countries))


@lru_cache(maxsize=2)
def _reader(path: str) -> Any:
    if not path:
        return None
    try:
        return maxminddb.open_database(path, maxminddb.MODE_AUTO)
    except (OSError, maxminddb.InvalidDatabaseError) as error:
        # The shop opens all the same: everybody can choose, and the doctor says what is wrong.
        log.warning("countries by address are off", extra={"path": path, "reason": str(error)})
        return None


def is_readable(path: str) -> bool:
    return _reader(path) is not None


def _country_in(found: Any) -> str:
    """Read the two shapes that are about: {"country": {"iso_code": "IN"}} and {"country_code": "IN"}."""
    if not isinstance(found, dict):
        return ""
    country = found.get("country")
    code = country.get("iso_code") if isinstance(country, dict) else found.get("country_code")
    return code.upper() if isinstance(code, str) and len(code) == 2 else ""
