"""Rows of the action log for tests."""

import factory
from factory.django import DjangoModelFactory

from audit.models import AdminActionLog
from tests.factories.accounts import UserFactory


class AdminActionLogFactory(DjangoModelFactory):
    class Meta:
        model = AdminActionLog

    actor = factory.SubFactory(UserFactory, support=True)
    customer = factory.SubFactory(UserFactory)
    action = "accounts.user.suspended"
    object_type = "accounts.user"
    object_id = factory.LazyAttribute(lambda log: str(log.customer.pk))
    object_label = factory.LazyAttribute(lambda log: str(log.customer))
    before = factory.LazyFunction(lambda: {"status": "active"})
    after = factory.LazyFunction(lambda: {"status": "suspended"})
    reason = "Chargebacks"
    ip = "203.0.113.7"
