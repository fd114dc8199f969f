"""Questions about regions, their prices and their taxes. None of them costs a query once they are remembered."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest

from core import context
from regions import detection, snapshot
from regions.errors import NoDefaultRegion
from regions.models import TaxClass
from regions.prices import Conversion, Terms, conversion
from regions.snapshot import ShownRegion
from regions.taxes import Place, Rate, rates_for, total_rate

COOKIE = "region"
_CHOSEN = re.compile(r"(?:^|;\s*)region=([a-z0-9_-]{1,20})(?:;|$)", re.IGNORECASE)


def list_regions() -> tuple[ShownRegion, ...]:
    """Return the regions that can be shopped in, in order."""
    return snapshot.regions().all


def find_region(*, code: str = "", region_id: UUID | None = None, country: str = "") -> ShownRegion | None:
    """Return the active region with this code or id, or the one that the country belongs to."""
    known = snapshot.regions()
    if region_id is not None:
        return known.by_id.get(region_id)
    return known.by_country.get(country.upper()) if country else known.by_code.get(code.lower())


def default_region() -> ShownRegion:
    """Return the region whose prices all others are converted from. Raises NoDefaultRegion."""
    region = snapshot.regions().default
    if region is None:
        raise NoDefaultRegion
    return region


def region_of(request: HttpRequest) -> ShownRegion:
    """Return the visitor's region: chosen, of the account where the page is personal, by place, or the default."""
    shown = getattr(request, "_shown_region", None)
    if shown is None:
        shown = _chosen(request) or _of_account(request) or _by_place(request) or default_region()
        request._shown_region = shown  # type: ignore[attr-defined]
    return shown


def region_key(request: HttpRequest) -> str:
    """Return the part of a public answer's key that tells regions apart. Never asks who is signed in."""
    try:
        shown = _chosen(request) or _by_place(request) or snapshot.regions().default
    except DatabaseError:
        return ""
    return shown.code if shown else ""


def what_region_varies_by() -> tuple[str, ...]:
    """Return the headers that decide about a region, beside the cookie, for caches on the way."""
    return ("Accept-Language",) if len(list_regions()) > 1 else ()


def country_of(request: HttpRequest) -> str:
    """Return the country that the visitor seems to be in, or the first one of their region."""
    countries = detection.countries_of_languages(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
    found = detection.country_of_ip(context.current().ip) or next(iter(countries), "")
    return found or next(iter(region_of(request).countries), "")


def country_of_address(ip: str | None) -> str:
    """Return the country that the database of addresses knows; nothing where it knows none."""
    return detection.country_of_ip(ip)


def get_conversion(region: ShownRegion, *, tax_class_id: UUID | None = None) -> Conversion | None:
    """Return how base prices of a class of goods become this region's; None while no exchange rate is known."""
    base = default_region()
    rates = snapshot.exchange_rates()
    rate_nanos = snapshot.find_rate(rates, base.currency, region.currency)
    if rate_nanos is None:
        return None
    if region.id == base.id:
        # Its prices are entered as they shall be.
        terms = Terms(base.currency, base.tax_mode)
        return conversion(base=terms, region=terms, rate_nanos=rate_nanos, rule=type(region.rule)())
    return conversion(
        base=_terms(base, tax_class_id), region=_terms(region, tax_class_id), rate_nanos=rate_nanos, rule=region.rule
    )


def list_rates(
    region_id: UUID, *, tax_class_id: UUID | None, destination: Place, origin: Place | None = None
) -> list[Rate]:
    """Return the taxes that are due on a class of goods sent there; no class is the default one."""
    known = snapshot.taxes()
    rates: Sequence[Rate] = known.by_place.get((region_id, tax_class_id or known.default_class_id), ())  # type: ignore[arg-type]
    return rates_for(rates, destination=destination, origin=origin)


def default_tax_class() -> TaxClass:
    """Return the class of goods that name none. Raises TaxClass.DoesNotExist in a shop that lost its ground rows."""
    return TaxClass.objects.get(is_default=True)


def _terms(region: ShownRegion, tax_class_id: UUID | None) -> Terms:
    # What a list shows is the tax of the whole region: a state's or a country's own rate shows in the cart.
    rates = list_rates(region.id, tax_class_id=tax_class_id, destination=Place())
    return Terms(region.currency, region.tax_mode, total_rate(rates))


def _chosen(request: HttpRequest) -> ShownRegion | None:
    found = _CHOSEN.search(request.META.get("HTTP_COOKIE", ""))
    return snapshot.regions().by_code.get(found[1].lower()) if found else None


def _of_account(request: Any) -> ShownRegion | None:
    """Return the region kept with the account, on answers that are for one person alone."""
    is_public = getattr(request, "public", None) is not None
    has_proof = settings.SESSION_COOKIE_NAME in request.COOKIES or "HTTP_AUTHORIZATION" in request.META
    if is_public or not has_proof:
        return None
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    return snapshot.regions().by_code.get(user.shopping_region)


def _by_place(request: HttpRequest) -> ShownRegion | None:
    known = snapshot.regions()
    if len(known.all) < 2:
        return None
    by_language = detection.countries_of_languages(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
    seen = (detection.country_of_ip(context.current().ip), *by_language)
    return next((known.by_country[country] for country in seen if country in known.by_country), None)
