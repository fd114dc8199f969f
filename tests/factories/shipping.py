"""Zones and ways to send for tests."""

import factory
from factory.django import DjangoModelFactory

from shipping.models import ShippingMethod, ShippingZone
from tests.factories.regions import TaxClassFactory


class ShippingZoneFactory(DjangoModelFactory):
    """All of India."""

    class Meta:
        model = ShippingZone

    name = factory.Sequence(lambda number: f"Zone {number}")
    countries = factory.LazyFunction(lambda: ["IN"])


class ShippingMethodFactory(DjangoModelFactory):
    class Meta:
        model = ShippingMethod

    zone = factory.SubFactory(ShippingZoneFactory)
    name = factory.Sequence(lambda number: f"Way {number}")
    currency = "INR"
    steps = factory.LazyFunction(lambda: [[0, 4900]])
    tax_class = factory.SubFactory(TaxClassFactory, code="shipping", name="Shipping")
