"""Colleagues who save the same form at the same moment: one is taken, the others are told."""

import pytest
from django.db.models.signals import pre_save
from django.test import Client
from django.urls import reverse

from audit.models import AdminActionLog
from core.models import ShopSettings
from tests.conftest import ShopClient
from tests.crowds import FEW, careless_locks, crowd
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def colleagues() -> list[Client]:
    clients = [ShopClient() for _ in range(FEW)]
    for client in clients:
        client.force_login(UserFactory(admin=True))
    return clients


@pytest.fixture
def shop() -> ShopSettings:
    return ShopSettings.objects.create()


def all_save_at_once(shop: ShopSettings) -> list[int]:
    """Have all of them rename the shop on a form that was opened before; return what each was answered."""
    page = reverse("admin:core_shopsettings_change", args=[shop.pk])
    clients = colleagues()
    opened = clients[0].get(page).context
    form = {**opened["adminform"].form.initial, "_version": opened["version"]}
    return crowd(lambda number: clients[number].post(page, {**form, "name": f"Bazaar {number}"}).status_code, size=FEW)


def test_one_of_five_is_taken(shop):
    statuses = all_save_at_once(shop)

    assert sorted(statuses) == [200, 200, 200, 200, 302]
    assert ShopSettings.objects.get().name == f"Bazaar {statuses.index(302)}"
    assert AdminActionLog.objects.filter(action="core.shopsettings.changed").count() == 1


@pytest.mark.postgres
def test_control_without_the_lock_all_five_are_taken(shop):
    with careless_locks(pre_save, ShopSettings):
        assert all_save_at_once(shop) == [302] * FEW
