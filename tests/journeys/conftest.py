"""Fixtures of the tests that drive a browser."""

from collections.abc import Iterator

import pytest

from accounts import services
from accounts.enums import SessionKind, TwoFactorMethod
from accounts.models import User
from tests.factories.accounts import AddressFactory, UserFactory
from tests.journeys.visitor import Visitor, visiting


@pytest.fixture
def visitor(chromium, live_server) -> Iterator[Visitor]:
    """Somebody with a browser at the live server; the test fails if the browser complained."""
    with visiting(chromium, live_server.url) as visitor:
        yield visitor
        assert visitor.complaints == []


@pytest.fixture
def asha(live_server) -> User:
    """Somebody with two addresses, two devices, and two-step sign-in begun."""
    user = UserFactory(email="asha@example.com", name="Asha Rao")
    AddressFactory(user=user, label="Home", is_default_shipping=True, is_default_billing=True)
    AddressFactory(user=user, address_line1="7 Church Street", label="Work")
    services.open_session(user=user, kind=SessionKind.TOKEN)
    services.start_two_factor(user=user, method=TwoFactorMethod.TOTP)
    return user
