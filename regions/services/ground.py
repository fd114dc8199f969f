"""The rows without which nothing can be priced: one region, and the classes of goods."""

from django.db import transaction
from django_countries import countries

from core import caching
from core.selectors import get_shop
from regions.models import Region, RegionCountry, TaxClass
from regions.snapshot import REGIONS, TAXES

CLASSES = [("standard", "Standard", True), ("shipping", "Shipping", False)]


@transaction.atomic
def ensure_ground() -> None:
    """Make the default region, by the shop's own country and currency, and the classes, where there are none.

    Runs after each `migrate`; changes nothing that is there.
    """
    if not Region.objects.filter(is_default=True).exists():
        _make_default_region()
    if not TaxClass.objects.filter(is_default=True).exists():
        for code, name, is_default in CLASSES:
            TaxClass.objects.get_or_create(code=code, defaults={"name": name, "is_default": is_default})
        caching.bump(TAXES)


def _make_default_region() -> None:
    shop = get_shop()
    code = shop.base_country.lower()
    region, _created = Region.objects.update_or_create(
        code=code,
        defaults={"is_default": True, "is_active": True},
        create_defaults={
            "code": code,
            "name": str(countries.name(shop.base_country)) or shop.base_country,
            "currency": shop.base_currency,
            "languages": ["en", "hi"],
            "is_default": True,
        },
    )
    if not RegionCountry.objects.filter(country=shop.base_country).exists():
        RegionCountry.objects.create(region=region, country=shop.base_country)
    caching.bump(REGIONS)
