"""What `verify` and `doctor` find about shipping."""

import pytest
from django.utils import timezone

from core import caching
from core.diagnosis import State
from core.verification import verify
from shipping.checks import probe_regions
from tests.factories.regions import RegionCountryFactory, RegionFactory
from tests.factories.shipping import ShippingMethodFactory, ShippingZoneFactory

pytestmark = pytest.mark.django_db


def problems() -> list[str]:
    return [problem for verdict in verify(["shipping"]) for problem in verdict.problems]


@pytest.mark.parametrize(
    ("about", "told"),
    [
        ({"steps": []}, "it has no price"),
        ({"steps": [[0]]}, "not enough values"),
        ({"sends_on": []}, "closed for a year"),
        ({"closed_on": ["Diwali"]}, "Invalid isoformat"),
    ],
)
def test_ways_that_could_not_be_priced_or_dated_are_found(zone, about, told):
    ShippingMethodFactory(zone=zone)
    ShippingMethodFactory(zone=zone, name="Lorry", **about)

    (problem,) = problems()

    assert problem.startswith("India: Lorry")
    assert told in problem


def test_ways_in_a_zone_that_is_gone_are_found():
    ShippingMethodFactory(zone=ShippingZoneFactory(deleted_at=timezone.now()))
    ShippingMethodFactory(zone=ShippingZoneFactory(deleted_at=timezone.now()), deleted_at=timezone.now())

    (problem,) = problems()

    assert "its zone was deleted" in problem


def test_a_region_that_nothing_is_sent_to_is_a_warning(zone):
    RegionFactory(india=True)
    RegionCountryFactory(region=RegionFactory(code="np", name="Nepal"), country="NP")
    ShippingMethodFactory(zone=zone)
    caching.forget()

    finding = probe_regions()

    assert finding.state is State.WARNING
    assert finding.text == "Nothing can be sent to: Nepal (1 of 1 countries)"
    ShippingMethodFactory(zone=ShippingZoneFactory(countries=["NP"]))
    caching.forget()
    assert probe_regions().state is State.OK
