"""Erasing people, in `accounts.services.erasure` and `accounts.privacy`."""

import pytest
from django.apps import apps
from django.db import models

from accounts import privacy, services
from accounts.errors import DeletionBlocked
from accounts.models import DataExport, RecoveryCode, RoleApplication, Session, User
from core.models import IdempotentCall, OutboxEvent
from tests.factories.accounts import PASSWORD, AddressFactory, UserFactory

pytestmark = pytest.mark.django_db

TRACES = ["asha@example.com", "Asha Rao", "9876543210", "12 MG Road", "203.0.113.7", "Rao Handlooms"]


@pytest.fixture
def asha() -> User:
    user = UserFactory(email="asha@example.com", name="Asha Rao", phone_number="+919876543210", two_factor="email")
    AddressFactory(user=user, first_name="Asha Rao", address_line1="12 MG Road")
    RoleApplication.objects.create(user=user, role="seller", business_name="Rao Handlooms")
    DataExport.objects.create(user=user)
    RecoveryCode.objects.create(user=user, code_hash="x")
    services.open_token_session(user=user)
    Session.objects.update(ip="203.0.113.7")
    services.request_password_reset(email=user.email)
    return user


def everything_of_accounts() -> str:
    rows = [list(model.objects.values()) for model in apps.get_app_config("accounts").get_models()]
    return str(rows)


class TestEraseUser:
    def test_leaves_no_trace_in_any_table_of_accounts(self, asha):
        assert [trace for trace in TRACES if trace not in everything_of_accounts()] == []

        services.erase_user(user=asha)

        assert [trace for trace in TRACES if trace in everything_of_accounts()] == []

    def test_forgets_what_calls_with_a_key_were_answered(self, asha, api_as):
        api_as(asha).post("/api/v1/users/addresses", {}, headers={"Idempotency-Key": "once"})
        assert IdempotentCall.objects.count() == 1

        services.erase_user(user=asha)

        assert not IdempotentCall.objects.exists()

    def test_keeps_the_row_and_its_ids_for_the_books(self, asha):
        shopper_id = asha.shopper_id

        services.erase_user(user=asha)

        asha.refresh_from_db()
        assert (asha.shopper_id, asha.status, asha.is_active) == (shopper_id, "inactive", False)
        assert not asha.has_usable_password()

    def test_changes_nothing_the_second_time(self, asha):
        services.erase_user(user=asha)
        before = User.objects.filter(pk=asha.pk).values().get()

        services.erase_user(user=asha)

        assert User.objects.filter(pk=asha.pk).values().get() == before
        assert OutboxEvent.objects.filter(name="UserErased").count() == 1

    def test_frees_the_address_for_a_new_account(self, asha):
        services.erase_user(user=asha)

        fresh = services.register(
            email="asha@example.com", password=PASSWORD, name="Asha Rao", phone_number="+919876543210"
        )

        assert fresh.pk != asha.pk

    def test_is_refused_while_something_is_open_and_then_loses_nothing(self, asha, monkeypatch):
        monkeypatch.setattr(privacy, "_parts", dict(privacy._parts))
        privacy.register("orders", blockers=lambda user: ["Order 1001 is on its way."])

        with pytest.raises(DeletionBlocked) as refusal:
            services.erase_user(user=asha)

        assert refusal.value.details == {"blockers": ["Order 1001 is on its way."]}
        assert [trace for trace in TRACES if trace not in everything_of_accounts()] == []

    def test_takes_the_staff_rights_away(self):
        user = UserFactory(admin=True)

        services.erase_user(user=user)

        user.refresh_from_db()
        assert (user.is_staff, user.is_superuser) == (False, False)


def test_every_column_that_names_a_person_is_scrubbed_or_known_to_be_harmless(asha):
    """A new column of the person's row has to be thought about here."""
    kept = {"id", "created_at", "updated_at", "shopper_id", "role", "status", "is_superuser", "is_staff"}
    emptied = {
        "email",
        "name",
        "phone_number",
        "password",
        "avatar",
        "region",
        "shopping_region",
        "timezone",
        "language",
        "totp_secret",
    }
    emptied |= {"email_verified_at", "phone_verified_at", "last_login_at", "two_factor", "marketing_consent"}
    harmless = {"totp_last_step", "deleted_at"}

    columns = {field.name for field in User._meta.get_fields() if isinstance(field, models.Field)}

    assert columns - {"groups", "user_permissions"} == kept | emptied | harmless
