"""Owners and stores for tests."""

import factory
from factory.django import DjangoModelFactory

from stores.enums import StoreStatus
from stores.models import Owner, Store


class OwnerFactory(DjangoModelFactory):
    class Meta:
        model = Owner

    name = factory.Sequence(lambda number: f"Owner {number}")
    email = factory.Sequence(lambda number: f"owner{number}@shop.example")


class StoreFactory(DjangoModelFactory):
    class Meta:
        model = Store

    owner = factory.SubFactory(OwnerFactory)
    name = factory.Sequence(lambda number: f"Store {number}")
    slug = factory.Sequence(lambda number: f"store-{number}")
    status = StoreStatus.ACTIVE
