"""Times are shown with the name of their zone, in `core.zones`."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from core.zones import say_moment, zone_named
from tests.factories.accounts import UserFactory

AT = datetime(2026, 11, 21, 15, 42, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("Asia/Kolkata", "21 Nov 2026, 21:12 IST"),
        ("Asia/Dubai", "21 Nov 2026, 19:42 UTC+04"),
        ("Mars/Base", "21 Nov 2026, 15:42 UTC"),
    ],
)
def test_a_time_says_of_which_zone_it_is(zone, shown):
    assert say_moment(AT, zone_named(zone)) == shown
    with timezone.override(zone_named(zone)):
        assert say_moment(AT) == shown


@pytest.mark.django_db
def test_the_page_of_devices_names_the_persons_zone(client):
    client.force_login(UserFactory(timezone="Asia/Dubai"))

    assert " UTC+04 · signed in " in client.get("/account/devices/").text
