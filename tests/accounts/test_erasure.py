"""Erasing people, in `accounts.services.erasure` and `accounts.privacy`."""

import io

import pytest
from django.apps import apps
from django.db import models

from accounts import privacy, services
from accounts.enums import CodePurpose
from accounts.errors import DeletionBlocked
from accounts.models import DataExport, RecoveryCode, RoleApplication, Session, User
from core import outbox
from core.documents import store_document
from core.models import IdempotentCall, OutboxEvent
from tests.accounts.letters import code_sent
from tests.conftest import ShopClient
from tests.core.papers import pdf, photograph
from tests.factories.accounts import PASSWORD, AddressFactory, UserFactory
from tests.factories.inventory import BackInStockRequestFactory
from tests.factories.stores import OwnerFactory

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


@pytest.mark.django_db(transaction=True)
class TestTheWholeShop:
    """Everything that the shop writes down of somebody who does what one can do here, and what is left after."""

    TRACES = (
        "asha@example.com", "asha@former.example", "Asha Rao", "9876543210", "12 MG Road", "203.0.113.7",
        "Rao Handlooms", "Firefox of Asha", "Your own words",
    )  # fmt: skip

    @pytest.fixture
    def asha(self, settings, tmp_path) -> User:
        settings.PRIVATE_ROOT = settings.MEDIA_ROOT = tmp_path
        person = UserFactory(email="asha@former.example", name="Asha Rao", phone_number="+919876543210")
        browser = ShopClient(REMOTE_ADDR="203.0.113.7", HTTP_USER_AGENT="Firefox of Asha")
        browser.post("/account/sign-in/", {"email": person.email, "password": PASSWORD})
        AddressFactory(user=person, first_name="Asha Rao", address_line1="12 MG Road")
        services.request_email_change(user=person, new_email="asha@example.com", password=PASSWORD, quietly=False)
        services.confirm_email_change(user=person, code=code_sent(CodePurpose.CHANGE_EMAIL))
        services.set_avatar(user=person, file=io.BytesIO(photograph()))
        paper = store_document(
            file=io.BytesIO(pdf()), name="Asha Rao.pdf", purpose="application", uploaded_by=person.pk
        )
        services.apply_for_role(
            user=person, role="seller", business_name="Rao Handlooms", tax_id="", message="", document_ids=[paper.pk]
        )
        OwnerFactory(user=person, name="Asha Rao", email="asha@example.com", legal_name="Rao Handlooms")
        BackInStockRequestFactory(user=person, email="asha@example.com")
        services.request_export(user=person)
        boss = UserFactory(admin=True)
        services.update_user(user=person, actor=boss, name="Asha Rao of 12 MG Road")
        services.send_mail_to_user(user=person, actor=boss, subject="Your own words", text="Dear Asha Rao")
        services.request_password_reset(email="asha@example.com")
        services.register_quietly(email="asha@example.com", password="Another-2026!", name="Mallory")
        outbox.drain()
        User.objects.filter(pk=person.pk).update(name="Asha Rao")
        person.refresh_from_db()
        return person

    @staticmethod
    def everything() -> str:
        models_of_shop = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
        return str([list(model._base_manager.values()) for model in models_of_shop])

    def test_knows_nothing_of_who_was_erased(self, asha, tmp_path):
        written = self.everything()
        assert [trace for trace in self.TRACES if trace not in written] == []
        assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 3

        services.erase_user(user=asha)
        outbox.drain()

        written = self.everything()
        assert [trace for trace in self.TRACES if trace in written] == []
        assert [path for path in tmp_path.rglob("*") if path.is_file()] == []

    def test_is_changed_by_the_first_time_alone(self, asha):
        services.erase_user(user=asha)
        outbox.drain()
        once = self.everything()

        services.erase_user(user=User.objects.get(pk=asha.pk))
        outbox.drain()

        assert self.everything() == once

    def test_signs_every_device_out(self, asha, api_as):
        browser, app = ShopClient(), api_as(asha)
        browser.force_login(asha)
        assert (browser.get("/account/").status_code, app.get("/api/v1/users/me").status_code) == (200, 200)

        services.erase_user(user=asha)

        assert (browser.get("/account/").status_code, app.get("/api/v1/users/me").status_code) == (302, 401)
        refused = app.post("/api/v1/auth/refresh-token", {"refresh_token": app.tokens.refresh_token})
        assert refused.status_code == 401
