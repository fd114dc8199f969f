"""A zone that is deleted while somebody adds a way to it: one of the two is refused."""

import pytest
from django.db.models.signals import pre_save

from shipping.models import ShippingMethod
from shipping.services import delete_zone, save_method
from tests.crowds import careless_locks, crowd, won
from tests.factories.regions import TaxClassFactory
from tests.factories.shipping import ShippingZoneFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def delete_and_add():
    """Let both happen at once, and say how many came through."""
    zone = ShippingZoneFactory()
    # Where each test begins with empty tables nobody has laid the ground.
    TaxClassFactory(code="shipping", name="Shipping")

    def act(number: int) -> bool:
        if number:
            delete_zone(zone=zone, actor=None)
        else:
            save_method(actor=None, zone=zone, name="Lorry", currency="INR", steps=[[0, 4900]])
        return True

    return lambda: won(crowd(act, size=2))


def lost() -> int:
    return ShippingMethod.objects.alive().exclude(zone__deleted_at=None).count()


def test_one_is_refused(delete_and_add):
    assert delete_and_add() == 1
    assert lost() == 0


@pytest.mark.postgres
def test_control_without_the_lock_a_way_is_left_in_a_zone_that_is_gone(delete_and_add):
    with careless_locks(pre_save, None, size=2):
        assert delete_and_add() == 2

    assert lost() == 1
