"""What the doctor looks at in regions."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from core.diagnosis import Finding, failed, ok, register_probe, unused, warning
from regions import detection, snapshot
from regions.models import Region

STALE = timedelta(days=7)


def register_own() -> None:
    register_probe("regions", probe_regions)
    register_probe("exchange rates", probe_exchange_rates)
    register_probe("countries by address", probe_countries)


def probe_regions() -> Finding:
    if not Region.objects.filter(is_default=True).exists():
        return failed("No default region: nothing can be priced", "Run `manage.py migrate`; it makes one.")
    return ok(f"{Region.objects.filter(is_active=True).count()} active")


def probe_exchange_rates() -> Finding:
    base = Region.objects.filter(is_default=True).values_list("currency", flat=True).first()
    others = set(Region.objects.filter(is_active=True).values_list("currency", flat=True)) - {base}
    if not base or not others:
        return unused("One currency only")
    rates = snapshot.read_rates()
    missing = sorted(quote for quote in others if snapshot.find_rate(rates, base, quote) is None)
    if missing:
        return failed(f"No rate to {', '.join(missing)}", "Enter one in the back office: nothing is sold there.")
    limit = timezone.now() - STALE
    fresh = {currency for pair, (_nanos, at) in rates.items() if at >= limit for currency in pair}
    stale = sorted(others - fresh)
    if stale:
        advice = "Enter new ones, or look in the log why EXCHANGE_RATES_URL brings none."
        return warning(f"Older than {STALE.days} days: {', '.join(stale)}", advice)
    return ok(f"{len(others)} currencies beside {base}")


def probe_countries() -> Finding:
    if not settings.GEOIP_DATABASE:
        return unused("By the browser's languages")
    if not detection.is_readable(settings.GEOIP_DATABASE):
        return failed(f"Cannot read {settings.GEOIP_DATABASE}", "Set GEOIP_DATABASE to a file in the MaxMind format.")
    return ok(settings.GEOIP_DATABASE)
