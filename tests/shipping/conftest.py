"""What tests of zones and ways to send begin with."""

import pytest

from tests.factories.accounts import UserFactory
from tests.factories.regions import TaxClassFactory
from tests.factories.shipping import ShippingZoneFactory


@pytest.fixture
def clerk():
    return UserFactory(admin=True)


@pytest.fixture
def zone():
    """All of India, with the class that shipping is taxed by."""
    TaxClassFactory(code="shipping", name="Shipping")
    return ShippingZoneFactory(name="India")
