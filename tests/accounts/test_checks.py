"""What `verify` asks of accounts and what `cleanup` takes away, in `accounts.checks`."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import services
from accounts.models import Address, DataExport, OneTimeCode, Session, User
from core import cleaning, verification
from tests.factories.accounts import AddressFactory, UserFactory

pytestmark = pytest.mark.django_db


def verdict(name: str, *, repair: bool = False) -> verification.Verdict:
    return next(iter(verification.verify([name], repair=repair)))


class TestInvariants:
    def test_hold_for_what_services_make(self):
        user = UserFactory()
        services.open_token_session(user=user)
        services.erase_user(user=UserFactory())

        for name in ("accounts.default_addresses", "accounts.sessions", "accounts.erased"):
            assert verdict(name).problems == []

    def test_find_and_mend_an_address_book_without_a_default(self):
        address = AddressFactory()
        AddressFactory(user=address.user, is_active=False, is_default_shipping=True)

        assert len(verdict("accounts.default_addresses").problems) == 2
        assert verdict("accounts.default_addresses", repair=True).is_repaired

        address = Address.objects.get(is_active=True)
        assert (address.is_default_shipping, address.is_default_billing) == (True, True)

    def test_find_and_end_a_session_of_somebody_who_may_not_sign_in(self):
        user = UserFactory()
        services.open_token_session(user=user)
        User.objects.update(status="suspended")

        assert len(verdict("accounts.sessions").problems) == 1
        assert verdict("accounts.sessions", repair=True).is_repaired
        assert Session.objects.get().revoked_at

    def test_find_what_is_left_of_somebody_who_was_erased(self):
        user = UserFactory()
        services.erase_user(user=user)
        AddressFactory(user=user)

        assert len(verdict("accounts.erased").problems) == 1


class TestCleanup:
    def test_takes_what_is_old_and_nothing_else(self):
        now = timezone.now()
        user = UserFactory()
        services.issue_code(user=user, purpose="verify_email")
        services.issue_code(user=user, purpose="change_email")
        OneTimeCode.objects.filter(purpose="verify_email").update(created_at=now - timedelta(days=31))
        for _ in range(2):
            services.open_token_session(user=user)
        Session.objects.filter(pk=Session.objects.first().pk).update(expires_at=now - timedelta(days=91))

        dict(cleaning.clean(now))

        assert OneTimeCode.objects.get().purpose == "change_email"
        assert Session.objects.count() == 1

    def test_deletes_the_file_of_an_export_whose_time_is_over(self, settings, tmp_path):
        settings.PRIVATE_ROOT = tmp_path
        export = DataExport.objects.create(user=UserFactory())
        services.pack_export(export_id=export.pk)
        assert list(tmp_path.rglob("*.zip"))

        dict(cleaning.clean(timezone.now() + timedelta(days=8)))

        export.refresh_from_db()
        assert (export.status, export.file.name) == ("expired", "")
        assert not list(tmp_path.rglob("*.zip"))
