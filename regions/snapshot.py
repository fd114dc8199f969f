"""The regions, taxes and rates of the shop in this process's memory: reading them again costs no query."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Self
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import get_language

from core import caching
from regions.models import ExchangeRate, Region, RegionCountry, TaxClass, TaxRate
from regions.prices import NANO, PriceRule
from regions.taxes import Rate, normal

Rates = dict[tuple[str, str], tuple[int, datetime]]

# Names that stand with "the" within an English sentence.
WITH_ARTICLE = (
    "United ", "European ", "Netherlands", "Philippines", "Maldives", "Seychelles", "Bahamas", "Gambia", "Comoros",
    "Czech Republic", "Dominican Republic", "Central African", "Democratic Republic", "Cayman Islands",
    "Cook Islands", "Marshall Islands", "Solomon Islands",
)  # fmt: skip

REGIONS, TAXES, RATES = "regions", "taxes", "exchange_rates"


@dataclass(frozen=True, slots=True)
class ShownRegion:
    """A region as visitors meet it."""

    id: UUID
    code: str
    name: str
    currency: str
    tax_mode: str
    languages: tuple[str, ...]
    countries: tuple[str, ...]
    rule: PriceRule
    is_default: bool
    names: dict[str, str] = field(default_factory=dict, hash=False)

    @property
    def local_name(self) -> str:
        """What the region is called in the language of the page."""
        return self.names.get(get_language() or "") or self.name

    @property
    def spoken_name(self) -> str:
        """What it is called within a sentence."""
        name = self.local_name
        return f"the {name}" if get_language() == "en" and name.startswith(WITH_ARTICLE) else name

    @classmethod
    def of(cls, row: Region, countries: tuple[str, ...]) -> Self:
        return cls(
            id=row.pk,
            code=row.code,
            name=row.name,
            currency=row.currency,
            tax_mode=row.tax_mode,
            languages=tuple(row.languages),
            countries=countries,
            rule=PriceRule(row.price_step_minor, row.price_ending_minor),
            is_default=row.is_default,
            names=dict(row.names),
        )


@dataclass(frozen=True, slots=True)
class Regions:
    """The active regions, in order, and the ways to find one."""

    all: tuple[ShownRegion, ...]
    by_code: dict[str, ShownRegion]
    by_id: dict[UUID, ShownRegion]
    by_country: dict[str, ShownRegion]
    default: ShownRegion | None


@dataclass(frozen=True, slots=True)
class Taxes:
    """The classes of goods and their rates, as far as regions go."""

    by_place: dict[tuple[UUID, UUID], tuple[Rate, ...]]
    default_class_id: UUID | None


def regions() -> Regions:
    return caching.remember(REGIONS, _read_regions)


def taxes() -> Taxes:
    return caching.remember(TAXES, _read_taxes)


def exchange_rates() -> Rates:
    """Return the freshest rate of each pair, in billionths, and since when."""
    return caching.remember(RATES, read_rates)


def find_rate(rates: Rates, base: str, quote: str) -> int | None:
    """Return the freshest rate of a pair, as it is kept or turned round; else by way of a third currency."""
    if direct := _rate(rates, base, quote):
        return direct
    for third in sorted({currency for pair in rates for currency in pair} - {base, quote}):
        there, onwards = _rate(rates, base, third), _rate(rates, third, quote)
        if there and onwards:
            return max(_divided(there * onwards, NANO), 1)
    return None


def _rate(rates: Rates, base: str, quote: str) -> int | None:
    if base == quote:
        return NANO
    kept, turned = rates.get((base, quote)), rates.get((quote, base))
    if kept and (turned is None or kept[1] >= turned[1]):
        return kept[0]
    return max(_divided(NANO * NANO, turned[0]), 1) if turned else None


def _divided(whole: int, part: int) -> int:
    return (2 * whole + part) // (2 * part)


def _read_regions() -> Regions:
    rows = Region.objects.filter(is_active=True)
    countries: dict[UUID, list[str]] = {}
    for region_id, country in RegionCountry.objects.order_by("country").values_list("region_id", "country"):
        countries.setdefault(region_id, []).append(country)
    shown = tuple(ShownRegion.of(row, tuple(countries.get(row.pk, ()))) for row in rows)
    return Regions(
        all=shown,
        by_code={region.code: region for region in shown},
        by_id={region.id: region for region in shown},
        by_country={country: region for region in shown for country in region.countries},
        default=next((region for region in shown if region.is_default), None),
    )


def _read_taxes() -> Taxes:
    by_place: dict[tuple[UUID, UUID], list[Rate]] = {}
    for row in TaxRate.objects.order_by("position", "name", "pk"):
        rate = Rate(
            name=row.name,
            rate_millionths=row.rate_millionths,
            country=row.country,
            state=row.state,
            postal_pattern=row.postal_pattern,
            is_compound=row.is_compound,
            applies=row.applies,
            position=row.position,
        )
        by_place.setdefault((row.region_id, row.tax_class_id), []).append(normal(rate))
    default_class = TaxClass.objects.filter(is_default=True).values_list("pk", flat=True).first()
    return Taxes({place: tuple(rates) for place, rates in by_place.items()}, default_class)


def read_rates() -> Rates:
    """Return the rates as they are in the database now."""
    same_pair = ExchangeRate.objects.filter(base=OuterRef("base"), quote=OuterRef("quote"), at__lte=timezone.now())
    latest = ExchangeRate.objects.filter(at=Subquery(same_pair.order_by("-at").values("at")[:1]))
    found = latest.values_list("base", "quote", "rate_nanos", "at")
    return {(base, quote): (nanos, at) for base, quote, nanos, at in found}
