"""What the goods of files need to be there."""

import pytest

from tests.factories.catalog import AttributeFactory, AttributeValueFactory, CategoryFactory
from tests.factories.regions import TaxClassFactory


@pytest.fixture
def pots():
    TaxClassFactory(is_default=True)
    return CategoryFactory(name="Pots", slug="pots", parent=CategoryFactory(name="Kitchen", slug="kitchen"))


@pytest.fixture
def colour():
    attribute = AttributeFactory(code="colour", is_variant_axis=True)
    for name in ("red", "blue"):
        AttributeValueFactory(attribute=attribute, value=name, label=name.title())
    return attribute
