"""What holds when many ask at once. Each case has a control without its guard, which a crowd breaks.

On SQLite a transaction keeps all other writers out, so a control whose guard stands inside of one runs on PostgreSQL.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy

import pytest
from django.db import connection
from django.db.models.signals import m2m_changed, pre_save
from django.utils import timezone
from rest_framework.test import APIClient

from accounts import services, totp
from accounts.derivation import code_of
from accounts.errors import CodeInvalid, InvalidRefreshToken, TooManyAttempts
from accounts.models import Address, DataExport, OneTimeCode, RecoveryCode, Session, User
from accounts.services.codes import reveal
from accounts.services.factors import spend_app_code, spend_recovery_code
from audit.models import AdminActionLog
from config.staff import STAFF_GROUPS
from core.models import OutboxEvent
from tests.crowds import CROWD, FEW, careless_locks, careless_updates, crowd, won
from tests.factories.accounts import PASSWORD, AddressFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def addresses_of_several_accounts() -> Iterator[None]:
    """Take the constraint away by which an address has one account."""
    unique = User._meta.get_field("email")
    loose = copy(unique)
    loose._unique = False
    # Whoever asked the field before has had it remember the answer.
    loose.__dict__.pop("unique", None)
    with connection.schema_editor() as editor:
        editor.alter_field(User, unique, loose)
    try:
        yield
    finally:
        User.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.alter_field(User, loose, unique)


def with_a_recovery_code() -> tuple[User, str]:
    user = UserFactory()
    enrolment = services.start_two_factor(user=user)
    code = totp.code_at(enrolment.secret, totp.step_at(timezone.now()))
    return user, services.finish_two_factor(user=user, code=code)[0]


def reset_token() -> str:
    user = UserFactory()
    services.request_password_reset(email=user.email)
    return reveal(OneTimeCode.objects.get())


class TestRegister:
    def test_makes_one_account_of_twenty_registrations(self):
        spellings = ["asha@example.com", "ASHA@example.com", "Asha@Example.COM"]

        def post(number: int) -> int:
            body = {"email": spellings[number % 3], "password": PASSWORD, "name": "Asha Rao"}
            return APIClient().post("/api/v1/auth/register", body, format="json").status_code

        got = crowd(post)

        assert User.objects.count() == 1
        assert sorted(got) == [201] + [409] * (CROWD - 1)
        assert OutboxEvent.objects.filter(name="UserRegistered").count() == 1
        assert OneTimeCode.objects.count() == 1

    @pytest.mark.postgres
    def test_control_without_the_constraint_makes_several_accounts(self):
        with addresses_of_several_accounts(), careless_locks(pre_save, User):
            got = crowd(
                lambda _: services.register(email="asha@example.com", password=PASSWORD, name="Asha Rao").pk, size=FEW
            )

            assert won(got) == User.objects.count() == FEW


class TestVerifyEmail:
    def test_takes_a_code_once_of_twenty_tries(self):
        services.register(email="asha@example.com", password=PASSWORD, name="Asha Rao")
        code = code_of(OneTimeCode.objects.get())

        got = crowd(lambda _: services.verify_email(email="asha@example.com", code=code).pk)

        assert won(got) == 1
        assert {answer for answer in got if isinstance(answer, type)} <= {CodeInvalid, TooManyAttempts}
        assert OutboxEvent.objects.filter(name="EmailVerified").count() == 1

    def test_counts_five_wrong_tries_of_fifty(self):
        services.register(email="asha@example.com", password=PASSWORD, name="Asha Rao")

        got = crowd(lambda _: services.verify_email(email="asha@example.com", code="wrong"), size=50)

        assert got.count(CodeInvalid) == 5
        assert got.count(TooManyAttempts) == 45

    def test_control_without_the_condition_takes_it_often(self):
        services.register(email="asha@example.com", password=PASSWORD, name="Asha Rao")
        code = code_of(OneTimeCode.objects.get())

        with careless_updates(OneTimeCode, "used_at"):
            got = crowd(lambda _: services.verify_email(email="asha@example.com", code=code).pk, size=FEW)

        assert won(got) == FEW

    @pytest.mark.postgres
    def test_control_without_the_condition_counts_more_than_five_tries(self):
        services.register(email="asha@example.com", password=PASSWORD, name="Asha Rao")
        OneTimeCode.objects.update(attempts=4)

        with careless_updates(OneTimeCode, "attempts"):
            got = crowd(lambda _: services.verify_email(email="asha@example.com", code="wrong"), size=FEW)

        assert got.count(CodeInvalid) == FEW


class TestSecondFactor:
    def test_takes_a_step_of_the_app_once(self):
        user = UserFactory(two_factor="totp", totp_secret=totp.new_secret())
        code = totp.code_at(user.totp_secret, totp.step_at(timezone.now()))

        assert crowd(lambda _: spend_app_code(user=user, code=code)).count(True) == 1

    def test_control_without_the_condition_takes_a_step_often(self):
        user = UserFactory(two_factor="totp", totp_secret=totp.new_secret())
        code = totp.code_at(user.totp_secret, totp.step_at(timezone.now()))

        with careless_updates(User, "totp_last_step"):
            got = crowd(lambda _: spend_app_code(user=user, code=code), size=FEW)

        assert got.count(True) == FEW

    def test_takes_a_recovery_code_once(self):
        user, recovery_code = with_a_recovery_code()

        assert crowd(lambda _: spend_recovery_code(user=user, code=recovery_code)).count(True) == 1
        assert RecoveryCode.objects.exclude(used_at=None).count() == 1

    @pytest.mark.postgres
    def test_control_without_the_condition_takes_a_recovery_code_often(self):
        user, recovery_code = with_a_recovery_code()

        with careless_updates(RecoveryCode, "used_at"):
            got = crowd(lambda _: spend_recovery_code(user=user, code=recovery_code), size=FEW)

        assert got.count(True) == FEW

    def test_opens_one_session_of_one_challenge(self):
        user = UserFactory(two_factor="email")
        outcome = services.sign_in(email=user.email, password=PASSWORD)
        code = code_of(OneTimeCode.objects.get())

        got = crowd(lambda _: services.complete_sign_in(challenge=outcome.challenge, code=code).pk)

        assert got.count(user.pk) == 1

    def test_control_without_the_condition_answers_one_challenge_often(self):
        user = UserFactory(two_factor="email")
        outcome = services.sign_in(email=user.email, password=PASSWORD)
        code = code_of(OneTimeCode.objects.get())

        with careless_updates(OneTimeCode, "used_at"):
            got = crowd(lambda _: services.complete_sign_in(challenge=outcome.challenge, code=code).pk, size=FEW)

        assert got.count(user.pk) == FEW


class TestRefreshTokens:
    def test_rotate_once_and_then_end_the_family(self):
        user = UserFactory()
        token = services.open_token_session(user=user).refresh_token

        got = crowd(lambda _: services.refresh_tokens(refresh_token=token))

        assert got.count(InvalidRefreshToken) == CROWD - 1
        assert Session.objects.get().revoked_at
        assert OutboxEvent.objects.filter(name="RefreshTokenReused").count() == 1

    def test_control_without_the_condition_gives_several_pairs_for_one_token(self):
        token = services.open_token_session(user=UserFactory()).refresh_token

        with careless_updates(Session, "refresh_jti"):
            got = crowd(lambda _: services.refresh_tokens(refresh_token=token), size=FEW)

        assert won(got) == FEW
        assert not OutboxEvent.objects.filter(name="RefreshTokenReused").exists()


class TestResetPassword:
    def test_takes_a_link_once(self):
        token = reset_token()

        got = crowd(lambda number: services.reset_password(token=token, password=f"Another-{number}-2026!").pk)

        assert won(got) == 1
        assert OutboxEvent.objects.filter(name="PasswordChanged").count() == 1

    @pytest.mark.postgres
    def test_control_without_the_condition_takes_a_link_often(self):
        token = reset_token()

        with careless_updates(OneTimeCode, "used_at"):
            got = crowd(
                lambda number: services.reset_password(token=token, password=f"Another-{number}-2026!").pk, size=FEW
            )

        assert won(got) == FEW
        assert OutboxEvent.objects.filter(name="PasswordChanged").count() == FEW


class TestDefaultAddress:
    def test_stays_one_while_twenty_set_it(self, api_as):
        user = UserFactory()
        addresses = AddressFactory.create_batch(CROWD, user=user)
        phones = [api_as(user) for _ in addresses]

        got = crowd(
            lambda number: phones[number].put(f"/api/v1/users/default-address/{addresses[number].pk}").status_code
        )

        assert got == [200] * CROWD
        assert Address.objects.filter(user=user, is_default_shipping=True).count() == 1
        assert Address.objects.filter(user=user, is_default_billing=True).count() == 1

    def test_stays_one_while_twenty_are_added_and_removed(self):
        user = UserFactory()
        first = AddressFactory(user=user, is_default_shipping=True, is_default_billing=True)
        fields = {
            "first_name": "Asha",
            "address_line1": "12 MG Road",
            "city": "Bengaluru",
            "state": "KA",
            "postal_code": "560001",
            "country": "IN",
        }

        crowd(
            lambda number: (
                services.remove_address(address=first)
                if number == 7
                else services.add_address(user=user, is_default_shipping=True, **fields)
            )
        )

        assert Address.objects.of(user).count() == CROWD - 1
        assert Address.objects.filter(user=user, is_default_shipping=True, is_active=True).count() == 1

    def test_control_without_the_lock_is_refused_by_the_constraint(self):
        """The lock is what makes it a success; without it the constraint still keeps the rule, with an error."""
        from django.db import IntegrityError

        user = UserFactory()
        addresses = AddressFactory.create_batch(5, user=user)
        failed = []

        def act(number: int) -> None:
            try:
                Address.objects.filter(pk=addresses[number].pk).update(is_default_shipping=True)
            except IntegrityError:
                failed.append(number)

        crowd(act, size=5)

        assert len(failed) == 4


class TestExports:
    def test_are_asked_for_once(self):
        user = UserFactory()

        got = crowd(lambda _: services.request_export(user=user).pk)

        assert len(set(got)) == 1
        assert OutboxEvent.objects.filter(name="DataExportRequested").count() == 1

    @pytest.mark.postgres
    def test_control_without_the_lock_are_packed_several_times(self):
        user = UserFactory()

        with careless_locks(pre_save, DataExport):
            got = crowd(lambda _: services.request_export(user=user).pk, size=FEW)

        assert len(set(got)) == FEW


class TestTwoFactor:
    def test_is_turned_on_once_and_gives_one_set_of_recovery_codes(self):
        user = UserFactory()
        enrolment = services.start_two_factor(user=user)
        code = totp.code_at(enrolment.secret, totp.step_at(timezone.now()))

        got = crowd(lambda _: services.finish_two_factor(user=User.objects.get(pk=user.pk), code=code), size=10)

        assert sum(isinstance(answer, list) for answer in got) == 1
        assert RecoveryCode.objects.filter(user=user).count() == 10

    @pytest.mark.postgres
    def test_control_without_the_condition_is_turned_on_often(self):
        user = UserFactory()
        enrolment = services.start_two_factor(user=user)
        code = totp.code_at(enrolment.secret, totp.step_at(timezone.now()))

        with careless_updates(User, "two_factor"):
            got = crowd(lambda _: services.finish_two_factor(user=User.objects.get(pk=user.pk), code=code), size=FEW)

        assert won(got) == FEW


class TestStaffGroups:
    def set_one_each(self, colleague: User) -> list:
        boss, names = UserFactory(admin=True), list(STAFF_GROUPS)[:FEW]
        return crowd(
            lambda number: services.set_staff_groups(
                user=colleague, groups=[names[number]], actor=boss, reason="Reorganised"
            ),
            size=FEW,
        )

    def test_are_exactly_those_of_whoever_came_last(self):
        colleague = UserFactory()

        got = self.set_one_each(colleague)

        log = list(AdminActionLog.objects.order_by("pk"))
        steps = {tuple(row.before["groups"]): row.after["groups"] for row in log}
        held: list[str] = []
        for _ in log:
            held = steps[tuple(held)]
        assert won(got) == len(log) == len(steps) == FEW
        assert [group.name for group in colleague.groups.all()] == held

    @pytest.mark.postgres
    def test_control_without_the_lock_pile_up(self):
        colleague = UserFactory()

        with careless_locks(m2m_changed, User.groups.through):
            self.set_one_each(colleague)

        assert colleague.groups.count() == FEW
