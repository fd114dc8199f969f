"""Zones and ways of the demo shop."""

import pytest
from django.utils import timezone

from core.diagnosis import State
from core.verification import verify
from regions.demo import load_regions
from regions.selectors import list_regions
from shipping.checks import probe_regions
from shipping.demo import SELLER, load_shipping
from shipping.models import ShippingMethod, ShippingZone
from shipping.selectors import list_methods
from tests.factories.accounts import UserFactory
from tests.factories.stores import OwnerFactory, StoreFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo():
    load_regions()
    store = StoreFactory(owner=OwnerFactory(user=UserFactory(email=SELLER)))
    load_shipping()
    return store


def test_sends_to_every_country_of_every_region(demo):
    assert probe_regions().state is State.OK
    assert [verdict.problems for verdict in verify(["shipping"])] == [[]]
    for region in list_regions():
        ways = list_methods(country=region.countries[0], currency=region.currency)
        assert [way.method.name for way in ways] == ["Standard", "Express"]


def test_is_quicker_in_the_big_cities_and_lets_a_seller_send_by_themselves(demo):
    in_delhi = list_methods(country="IN", postal_code="110001", currency="INR")
    own = list_methods(country="IN", postal_code="110001", currency="INR", store_id=demo.pk)

    assert [way.method.name for way in in_delhi] == ["Standard", "Same day"]
    assert [way.method.name for way in own] == ["By post from Kumily"]


def test_adds_nothing_the_second_time_and_nothing_that_staff_took_away(demo):
    ShippingZone.objects.filter(name="Japan").update(deleted_at=timezone.now())
    before = ShippingMethod.objects.count()

    load_shipping()

    assert ShippingMethod.objects.count() == before
