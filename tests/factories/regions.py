"""Regions, taxes and rates for tests."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from regions.models import ExchangeRate, Region, RegionCountry, TaxClass, TaxRate


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = Region
        django_get_or_create = ["code"]

    code = factory.Sequence(lambda number: f"r{number}")
    name = factory.Sequence(lambda number: f"Region {number}")
    currency = "INR"

    class Params:
        india = factory.Trait(code="in", name="India", currency="INR", is_default=True)


class RegionCountryFactory(DjangoModelFactory):
    class Meta:
        model = RegionCountry

    region = factory.SubFactory(RegionFactory)
    country = "IN"


class TaxClassFactory(DjangoModelFactory):
    class Meta:
        model = TaxClass
        django_get_or_create = ["code"]

    code = "standard"
    name = "Standard"


class TaxRateFactory(DjangoModelFactory):
    class Meta:
        model = TaxRate

    region = factory.SubFactory(RegionFactory)
    tax_class = factory.SubFactory(TaxClassFactory)
    name = "GST"
    rate_millionths = 180_000


class ExchangeRateFactory(DjangoModelFactory):
    class Meta:
        model = ExchangeRate

    base = "INR"
    quote = "USD"
    rate_nanos = 12_000_000
    at = factory.LazyFunction(timezone.now)
