"""The regions of the demo shop: India and four places abroad, with their taxes and what their money is worth."""

from django.utils import timezone

from core import caching
from core.outbox import publish
from regions.enums import Applies, RateSource, TaxMode
from regions.events import RegionChanged
from regions.models import ExchangeRate, Region, RegionCountry, TaxClass, TaxRate
from regions.services import ensure_ground
from regions.snapshot import RATES, REGIONS, TAXES

# What 1 rupee buys, in billionths.
RATES_OF_RUPEE = {"USD": 11_950_000, "EUR": 10_250_000, "JPY": 1_790_000_000, "KWD": 3_660_000}

# code: name, in Hindi, currency, tax mode, languages, price step and ending, countries
REGIONS_OF_DEMO = {
    "in": ("India", "भारत", "INR", TaxMode.INCLUSIVE, ["en", "hi"], 1, 0, ["IN"]),
    "us": ("United States", "अमेरिका", "USD", TaxMode.EXCLUSIVE, ["en"], 100, 1, ["US"]),
    "eu": (
        "European Union", "यूरोपीय संघ", "EUR", TaxMode.INCLUSIVE, ["en"], 100, 1,
        [
            "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU",
            "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
        ],
    ),
    "jp": ("Japan", "जापान", "JPY", TaxMode.INCLUSIVE, ["en"], 10, 0, ["JP"]),
    "kw": ("Kuwait", "कुवैत", "KWD", TaxMode.INCLUSIVE, ["en"], 50, 0, ["KW"]),
}  # fmt: skip

# code: name and the percents of India's GST, Japan's tax and the EU's usual VAT on such goods
CLASSES = {
    "exempt": ("Exempt", 0, 8, 7),
    "essential": ("Essentials", 5, 8, 7),
    "reduced": ("Reduced", 12, 10, 19),
    "standard": ("Standard", 18, 10, 19),
    "luxury": ("Luxury", 28, 10, 19),
    "shipping": ("Shipping", 18, 10, 19),
}
STANDARD_VAT = {
    "AT": 20, "BE": 21, "BG": 20, "CY": 19, "CZ": 21, "DE": 19, "DK": 25, "EE": 24, "ES": 21, "FI": 25.5, "FR": 20,
    "GR": 24, "HR": 25, "HU": 27, "IE": 23, "IT": 22, "LT": 21, "LU": 17, "LV": 21, "MT": 18, "NL": 21, "PL": 23,
    "PT": 23, "RO": 21, "SE": 25, "SI": 22, "SK": 23,
}  # fmt: skip
REDUCED_VAT = {"AT": 10, "DE": 7, "ES": 10, "FR": 5.5, "IE": 13.5, "IT": 10, "NL": 9, "PL": 8, "PT": 6, "SE": 12}
SALES_TAX = {"CA": 7.25, "FL": 6, "NY": 4, "TX": 6.25, "WA": 6.5}
TAXED_IN_CITIES = ("NY", "100*", "City sales tax", 4.875)


def load_regions() -> str:
    """Make whatever is missing; the default region and its currency stay as they are."""
    ensure_ground()
    made = [code for code in REGIONS_OF_DEMO if _make_region(code)]
    classes = {code: _make_class(code) for code in CLASSES}
    if made:
        _add_rates(classes)
        _add_exchange_rates()
        caching.bump(REGIONS, TAXES, RATES, "shop")
    return f"{len(made)} made, {len(REGIONS_OF_DEMO)} there"


def _make_region(code: str) -> bool:
    name, in_hindi, currency, tax_mode, languages, step, ending, countries = REGIONS_OF_DEMO[code]
    region, is_new = Region.objects.get_or_create(
        code=code,
        defaults={
            "name": name,
            "currency": currency,
            "tax_mode": tax_mode,
            "languages": languages,
            "price_step_minor": step,
            "price_ending_minor": ending,
            "position": list(REGIONS_OF_DEMO).index(code),
        },
    )
    is_bare = is_new or not region.names
    if is_bare:
        region.names = {"hi": in_hindi}
        region.save(update_fields=["names", "updated_at"])
        taken = set(RegionCountry.objects.filter(country__in=countries).values_list("country", flat=True))
        RegionCountry.objects.bulk_create(
            RegionCountry(region=region, country=country) for country in countries if country not in taken
        )
        publish(RegionChanged(region_id=region.pk))
    return is_bare


def _make_class(code: str) -> TaxClass:
    tax_class, _is_new = TaxClass.objects.get_or_create(code=code, defaults={"name": CLASSES[code][0]})
    return tax_class


def _add_rates(classes: dict[str, TaxClass]) -> None:
    regions = {region.code: region for region in Region.objects.filter(code__in=REGIONS_OF_DEMO)}
    rates = [
        *(rate for code, row in classes.items() for rate in _gst(regions["in"], row, CLASSES[code][1])),
        *(_rate(regions["jp"], row, "Consumption tax", CLASSES[code][2]) for code, row in classes.items()),
        *(rate for code, row in classes.items() for rate in _vat(regions["eu"], row, CLASSES[code][3])),
        *(rate for row in classes.values() for rate in _sales_taxes(regions["us"], row)),
    ]
    TaxRate.objects.bulk_create(rates, ignore_conflicts=True)


def _gst(region: Region, tax_class: TaxClass, percent: float) -> list[TaxRate]:
    return [
        _rate(region, tax_class, "CGST", percent / 2, applies=Applies.WITHIN_STATE),
        _rate(region, tax_class, "SGST", percent / 2, applies=Applies.WITHIN_STATE, position=1),
        _rate(region, tax_class, "IGST", percent, applies=Applies.ACROSS_STATES),
    ]


def _vat(region: Region, tax_class: TaxClass, percent: float) -> list[TaxRate]:
    # Lists show one price for the whole region; the cart knows the country and shows its share of tax.
    own = STANDARD_VAT if percent == STANDARD_VAT["DE"] else REDUCED_VAT
    return [
        _rate(region, tax_class, "VAT", percent),
        *(_rate(region, tax_class, "VAT", there, country=country) for country, there in own.items()),
    ]


def _sales_taxes(region: Region, tax_class: TaxClass) -> list[TaxRate]:
    if tax_class.code in {"exempt", "essential", "shipping"}:
        return []
    state, postal_codes, name, percent = TAXED_IN_CITIES
    return [
        *(
            _rate(region, tax_class, "Sales tax", there, country="US", state=where)
            for where, there in SALES_TAX.items()
        ),
        _rate(region, tax_class, name, percent, country="US", state=state, postal_pattern=postal_codes, position=1),
    ]


def _rate(region: Region, tax_class: TaxClass, name: str, percent: float, **place: str | int) -> TaxRate:
    return TaxRate(region=region, tax_class=tax_class, name=name, rate_millionths=round(percent * 10_000), **place)


def _add_exchange_rates() -> None:
    now = timezone.now()
    ExchangeRate.objects.bulk_create(
        (
            ExchangeRate(base="INR", quote=quote, rate_nanos=nanos, at=now, source=RateSource.MANUAL)
            for quote, nanos in RATES_OF_RUPEE.items()
        )
    )
