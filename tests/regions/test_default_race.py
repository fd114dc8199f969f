"""Two who make their region the default at once: one default remains, and never none."""

from threading import Barrier

import pytest
from django.db import IntegrityError

from core.errors import Duplicate
from regions.models import Region
from regions.services import update_region
from tests.accounts.test_races import crowd
from tests.factories.regions import RegionFactory

pytestmark = pytest.mark.django_db(transaction=True)

SIZE = 6


@pytest.fixture
def contenders():
    return [RegionFactory(code=f"c{number}", currency="INR") for number in range(SIZE)]


def test_one_default_remains(contenders):
    crowd(lambda number: update_region(region=contenders[number], actor=None, is_default=True), size=SIZE)

    assert Region.objects.filter(is_default=True).count() == 1
    assert Region.objects.get(is_default=True).code.startswith("c")


def test_control_without_holding_the_rows_the_others_are_refused(contenders):
    """What reads who is the default, waits, and then writes meets the constraint."""
    barrier = Barrier(SIZE)

    def careless(number: int) -> bool:
        former = Region.objects.get(is_default=True)
        barrier.wait(timeout=30)
        Region.objects.filter(pk=former.pk).update(is_default=False)
        try:
            Region.objects.filter(pk=contenders[number].pk).update(is_default=True)
        except IntegrityError:
            raise Duplicate from None
        return True

    assert crowd(careless, size=SIZE).count(True) < SIZE
