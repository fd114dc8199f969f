"""What tests of stock begin and end with."""

import pytest

from tests.factories.accounts import UserFactory
from tests.inventory.shelf import assert_books_add_up


@pytest.fixture
def books():
    """Afterwards every counter is the sum of its movements."""
    yield
    assert_books_add_up()


@pytest.fixture
def clerk():
    return UserFactory(admin=True)
