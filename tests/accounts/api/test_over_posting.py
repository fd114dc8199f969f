"""Fields of the account that nobody may set by naming them in a body; generated from the model."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import models
from django.urls import reverse

from accounts.models import Address, OneTimeCode, RoleApplication, User
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
    """Everything that is kept of a person, with what they may do."""
    rights = {name: list(getattr(user, name).values_list("pk", flat=True)) for name in ("groups", "user_permissions")}
    return User.objects.filter(pk=user.pk).values().get() | rights


def closed_fields() -> dict[str, object]:
    columns = {
        field.name: another_value(field)
        for field in User._meta.get_fields()
        if isinstance(field, models.Field) and not field.is_relation and field.name not in OWN
    }
    return columns | EXTRA


CLOSED = closed_fields()
# In what two people differ who registered alike.
FRESH = {"id", "email", "password", "shopper_id", "created_at", "updated_at", "last_login_at"}


def test_the_fields_are_read_from_the_model():
    assert {"role", "status", "is_staff", "is_superuser", "password", "email_verified_at", "totp_secret"} <= set(
        CLOSED
    )
    assert Group.objects.filter(pk=1).exists()
    assert Permission.objects.filter(pk=1).exists()


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
        if answer.status_code == 201:
            expected, made = (row_of(User.objects.get(email=f"{who}@example.com")) for who in ("plain", "bent"))
            assert str(made["id"]) not in {CLOSED["id"], EXTRA["pk"]}
            assert {name for name in made if made[name] != expected[name]} <= FRESH
            assert made["shopper_id"].startswith("SH-")
            assert made["created_at"].year > 2001
            assert not OneTimeCode.objects.filter(user_id=made["id"]).exclude(used_at=None).exists()

    def test_of_the_page_makes_the_same_customer_whatever_else_is_sent(self, client):
        plain = {"email": "plain@example.com", "password": PASSWORD, "name": "Asha Rao"}
        closed = {name: value for name, value in CLOSED.items() if name not in {"email", "password"} and value}

        for body in (plain, closed | plain | {"email": "bent@example.com"}):
            assert client.post("/account/sign-up/", body).status_code == 302

        expected, made = (row_of(User.objects.get(email=f"{who}@example.com")) for who in ("plain", "bent"))
        assert {name for name in made if made[name] != expected[name]} <= FRESH
        assert str(made["id"]) not in {CLOSED["id"], EXTRA["pk"]}
        assert made["created_at"].year > 2001
        assert not RoleApplication.objects.exists()


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
