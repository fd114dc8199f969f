"""What currencies are worth: entered by staff, or fetched every morning. Every rate ever used is kept."""

import json
import logging
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from babel import Locale
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from core import caching
from core.back_office import recording
from core.errors import DomainError, Duplicate, InvalidInput
from core.fetch import fetch
from core.outbox import publish
from regions import snapshot
from regions.enums import RateSource
from regions.events import ExchangeRateChanged
from regions.models import ExchangeRate, Region
from regions.prices import NANO
from regions.selectors import default_region
from regions.snapshot import RATES

log = logging.getLogger(__name__)

# A fetched rate that differs by more is not believed: somebody has to enter it.
MOST_JUMP_PERCENT = 20
MOST_NANOS = 10**15


def set_exchange_rate(*, base: str, quote: str, rate: Decimal, actor: Model | None) -> ExchangeRate:
    """Enter what one unit of `base` buys of `quote`, from now on. Raises InvalidInput or Duplicate."""
    base, quote, nanos = base.upper(), quote.upper(), _nanos(rate)
    wrong: dict[str, list[str]] = {}
    known = Locale.parse("en").currencies
    for field, currency in (("base", base), ("quote", quote)):
        if currency not in known:
            wrong[field] = [_("Give a currency by its three letters, such as INR.")]
    if base == quote:
        wrong["quote"] = [_("Choose two different currencies.")]
    if nanos is None:
        wrong["rate"] = [_("Give a rate above 0, with at most 9 decimals.")]
    if wrong or nanos is None:
        raise InvalidInput(**wrong)
    try:
        with transaction.atomic():
            row = _keep(base, quote, nanos, timezone.now(), RateSource.MANUAL)
            recording.record_added(actor, row)
    except IntegrityError:
        raise Duplicate from None
    return row


def fetch_exchange_rates() -> None:
    """Fetch the rates of the shop's currencies, when an address for them is configured.

    Rates that jump are left out and logged as errors; the rest is kept.
    """
    if not settings.EXCHANGE_RATES_URL:
        return
    try:
        base, rates = _read(fetch(settings.EXCHANGE_RATES_URL).content)
    except (DomainError, ValueError) as error:
        log.error("exchange rates not fetched", extra={"reason": str(error)})
        return
    _keep_fetched(base, rates)


def _keep_fetched(base: str, fetched: dict[str, Any]) -> None:
    ours = default_region().currency
    known = snapshot.read_rates()
    for quote in sorted(set(Region.objects.values_list("currency", flat=True)) - {ours}):
        nanos = _crossed(fetched | {base: 1}, ours, quote)
        before = snapshot.find_rate(known, ours, quote)
        about = {"pair": f"{ours}/{quote}", "known": before, "fetched": nanos}
        if nanos is None:
            log.error("an exchange rate is missing or makes no sense", extra=about)
        elif before and abs(nanos - before) * 100 > before * MOST_JUMP_PERCENT:
            log.error("an exchange rate jumped and was not believed", extra=about)
        else:
            with transaction.atomic():
                _keep(ours, quote, nanos, timezone.now(), RateSource.JOB)


def _crossed(fetched: dict[str, Any], ours: str, quote: str) -> int | None:
    """Return the rate between two of the fetched currencies, whatever they were given in."""
    there, onwards = _nanos(fetched.get(ours)), _nanos(fetched.get(quote))
    return _nanos(Decimal(onwards) / Decimal(there)) if there and onwards else None


def _keep(base: str, quote: str, nanos: int, at: datetime, source: RateSource) -> ExchangeRate:
    before = snapshot.find_rate(snapshot.read_rates(), base, quote)
    row = ExchangeRate.objects.create(base=base, quote=quote, rate_nanos=nanos, at=at, source=source)
    if before != nanos:
        publish(ExchangeRateChanged(base=base, quote=quote))
    caching.bump(RATES)
    return row


def _read(content: bytes) -> tuple[str, dict[str, Any]]:
    found = json.loads(content, parse_float=Decimal, parse_constant=str)
    if isinstance(found, dict) and isinstance(base := found.get("base"), str):
        rates = found.get("rates")
        if base in Locale.parse("en").currencies and isinstance(rates, dict):
            return base, rates
    raise ValueError("not of the form {base, rates}")


def _nanos(rate: Any) -> int | None:
    """Return the rate in billionths, or None for what is no rate."""
    if isinstance(rate, bool) or not isinstance(rate, Decimal | int | str):
        return None
    try:
        exact = Decimal(rate) * NANO
        nanos = int(exact.to_integral_value())
    except (InvalidOperation, ValueError, OverflowError):
        return None
    return nanos if 0 < nanos <= MOST_NANOS else None
