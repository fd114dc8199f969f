"""Fields of the account that nobody may set by naming them in a body; generated from the model."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import models
from django.urls import reverse

from accounts.models import Address, OneTimeCode, User
from tests.factories.accounts import PASSWORD, AddressFactory, UserFactory

pytestmark = pytest.mark.django_db

# What a person may say of themselves; every other column of the row is tried.
OWN = {"name", "phone_number", "region", "shopping_region", "language", "timezone", "marketing_consent"}
EXTRA = {
    "is_active": False,
    "email_verified": True,
    "wallet_balance": "1000.00",
    "date_joined": "2001-01-01T00:00:00Z",
    "groups": [1],
    "user_permissions": [1],
    "pk": str(uuid4()),
    "current_address": None,
}


def another_value(field: models.Field) -> object:
    """A value that differs from what the column holds by default."""
    if field.choices:
        values = {"role": "admin", "status": "suspended", "two_factor": "email"}
        return values[field.name]
    match field:
        case models.BooleanField():
            return True
        case models.DateTimeField():
            return datetime(2001, 1, 1, tzinfo=UTC).isoformat()
        case models.UUIDField():
            return str(uuid4())
        case models.IntegerField():
            return 777
        case models.DecimalField():
            return str(Decimal("7.77"))
        case models.EmailField():
            return "stolen@example.com"
        case _:
            return "overposted"


def row_of(user: User) -> dict:
    return User.objects.filter(pk=user.pk).values().get()


def closed_fields() -> dict[str, object]:
    columns = {
        field.name: another_value(field)
        for field in User._meta.get_fields()
        if isinstance(field, models.Field) and not field.is_relation and field.name not in OWN
    }
    return columns | EXTRA


CLOSED = closed_fields()


def test_the_fields_are_read_from_the_model():
    assert {"role", "status", "is_staff", "is_superuser", "password", "email_verified_at", "totp_secret"} <= set(
        CLOSED
    )


class TestProfile:
    @pytest.mark.parametrize("method", ["put", "patch"])
    @pytest.mark.parametrize("field", CLOSED)
    def test_ignores_a_field_that_is_not_the_persons(self, api_as, method, field):
        user = UserFactory()
        client = api_as(user)
        before = row_of(user)

        answer = getattr(client, method)("/api/v1/users/me", {"name": user.name, field: CLOSED[field]})

        assert answer.status_code in {200, 400}
        assert row_of(user) | {"updated_at": 0} == before | {"updated_at": 0}


class TestRegister:
    @pytest.mark.parametrize("field", sorted(CLOSED.keys() - {"email", "password", "role"}))
    def test_makes_the_same_customer_whatever_else_is_sent(self, api, field):
        plain = {"email": "plain@example.com", "password": PASSWORD, "name": "Asha Rao"}
        api.post(reverse("accounts-api:register"), plain)

        answer = api.post(
            reverse("accounts-api:register"), plain | {"email": "bent@example.com", field: CLOSED[field]}
        )

        assert answer.status_code in {201, 400}
        fresh = {"id", "email", "password", "shopper_id", "created_at", "updated_at", "last_login_at"}
        if answer.status_code == 201:
            expected, made = (row_of(User.objects.get(email=f"{who}@example.com")) for who in ("plain", "bent"))
            assert made["id"] != EXTRA["pk"]
            assert {k: v for k, v in made.items() if k not in fresh} == {
                k: v for k, v in expected.items() if k not in fresh
            }
            assert made["shopper_id"].startswith("SH-")
            assert made["created_at"].year > 2001
            assert not OneTimeCode.objects.filter(user_id=made["id"]).exclude(used_at=None).exists()


class TestAddress:
    @pytest.mark.parametrize("field", ["id", "user", "user_id", "is_active", "created_at"])
    def test_ignores_whose_it_is_and_whether_it_lives(self, api_as, field):
        user, other = UserFactory(), UserFactory()
        address = AddressFactory(user=user)
        value = {"id": str(uuid4()), "user": str(other.pk), "user_id": str(other.pk), "is_active": False}
        before = Address.objects.filter(pk=address.pk).values("id", "user_id", "is_active", "created_at").get()

        answer = api_as(user).patch(
            reverse("accounts-api:address", args=[address.pk]), {field: value.get(field, "2001-01-01T00:00:00Z")}
        )

        assert answer.status_code == 200
        after = Address.objects.filter(pk=address.pk).values("id", "user_id", "is_active", "created_at").get()
        assert after == before

    def test_is_made_for_the_one_who_asks(self, api_as):
        user, other = UserFactory(), UserFactory()
        body = {
            "first_name": "Asha",
            "address_line1": "12 MG Road",
            "city": "Bengaluru",
            "state": "KA",
            "postal_code": "560 001",
            "country": "IN",
            "user": str(other.pk),
            "user_id": str(other.pk),
        }

        assert api_as(user).post(reverse("accounts-api:addresses"), body).status_code == 201

        assert Address.objects.get().user == user


class TestStaffChanges:
    @pytest.mark.parametrize("field", sorted(CLOSED.keys() - {"role"}))
    def test_of_a_profile_reach_only_the_listed_fields(self, api_as, field):
        from django.contrib.auth.models import Permission

        staff = UserFactory(support=True)
        staff.user_permissions.add(Permission.objects.get(codename="change_user"))
        user = UserFactory()
        before = row_of(user)

        answer = api_as(staff).put(
            reverse("accounts-api:admin-users-detail", args=[user.pk]), {"name": user.name, field: CLOSED[field]}
        )

        assert answer.status_code == 200
        assert row_of(user) | {"updated_at": 0} == before | {"updated_at": 0}
