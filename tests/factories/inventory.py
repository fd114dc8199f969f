"""Places, stock, alerts and requests for tests."""

import factory
from factory.django import DjangoModelFactory

from inventory.enums import MovementKind
from inventory.models import BackInStockRequest, Location, StockAlert, StockItem, StockMovement
from tests.factories.catalog import VariantFactory


class LocationFactory(DjangoModelFactory):
    class Meta:
        model = Location
        django_get_or_create = ["code"]

    code = "main"
    name = factory.LazyAttribute(lambda location: location.code.title())
    is_default = factory.LazyAttribute(lambda location: location.code == "main")


class StockItemFactory(DjangoModelFactory):
    """Stock with the movement that brought it in."""

    class Meta:
        model = StockItem
        skip_postgeneration_save = True

    variant = factory.SubFactory(VariantFactory)
    location = factory.SubFactory(LocationFactory)
    on_hand = 20

    @factory.post_generation
    def came_in(self, create, extracted, **kwargs):
        if create and self.on_hand:
            StockMovement.objects.create(
                item=self, delta=self.on_hand, on_hand_after=self.on_hand, kind=MovementKind.RECEIVE
            )


class StockAlertFactory(DjangoModelFactory):
    class Meta:
        model = StockAlert

    variant = factory.SubFactory(VariantFactory)
    stock_level = 3
    threshold = 10


class BackInStockRequestFactory(DjangoModelFactory):
    class Meta:
        model = BackInStockRequest

    variant = factory.SubFactory(VariantFactory)
    email = factory.Sequence(lambda number: f"waiting{number}@example.com")
