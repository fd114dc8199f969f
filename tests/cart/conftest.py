"""Where the tests of carts take place."""

import pytest

from tests.factories.regions import RegionFactory


@pytest.fixture(autouse=True)
def india(db):
    """The shop's own region."""
    return RegionFactory(india=True)
