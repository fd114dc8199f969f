"""A database that is down, busy or slow gives a clean 503 and never a hanging or broken page."""

import threading

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection, transaction
from django.test import Client

from accounts.models import User
from config.settings.parts.database import database
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.urls("tests.core.edge_urls")


def test_production_connections_have_limits():
    options = database("postgres://shop@127.0.0.1/shop")["OPTIONS"]

    for limit in ("statement_timeout=10s", "lock_timeout=5s", "idle_in_transaction_session_timeout=15s"):
        assert limit in options["options"]
    assert options["connect_timeout"] == 3
    assert options["pool"]["timeout"] == 3


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("foo", "not 'foo'."),
        ("mysql://shop:s3cr@et@db.example/shop?password=s3cret", "not 'mysql://…@db.example/shop'."),
        ("shop:s3cret@db.example/shop", "not '…@db.example/shop'."),
    ],
)
def test_an_address_of_another_kind_is_shown_without_its_password(given, shown):
    with pytest.raises(ImproperlyConfigured) as refusal:
        database(given)

    assert str(refusal.value).endswith(shown)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
class TestARowThatSomebodyElseHolds:
    def test_is_waited_for_only_so_long(self):
        user = UserFactory()
        held, enough = threading.Event(), threading.Event()

        def hold():
            with transaction.atomic():
                User.objects.select_for_update().get(pk=user.pk)
                held.set()
                enough.wait(10)
            connection.close()

        holder = threading.Thread(target=hold)
        holder.start()
        held.wait(5)
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '100ms'")
            with pytest.raises(OperationalError), transaction.atomic():
                User.objects.select_for_update().get(pk=user.pk)
        finally:
            enough.set()
            holder.join()
            with connection.cursor() as cursor:
                cursor.execute("RESET lock_timeout")


@pytest.mark.django_db
class TestADatabaseThatIsGone:
    @pytest.mark.parametrize("path", ["/test/database-gone/", "/api/v1/test/database-gone"])
    def test_is_said_with_503_and_a_time_to_come_back(self, path):
        response = Client().get(path)

        assert response.status_code == 503
        assert response["Retry-After"] == "5"
        assert "no-store" in response["Cache-Control"]
