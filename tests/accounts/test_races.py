"""What holds when many ask at once. Each case has a control without its guard, which the same crowd breaks."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts import services, totp
from accounts.derivation import code_of
from accounts.errors import CodeInvalid, InvalidRefreshToken, TooManyAttempts, UserExists
from accounts.models import Address, OneTimeCode, RecoveryCode, Session, User
from accounts.services.factors import spend_app_code, spend_recovery_code
from core.errors import DomainError
from core.models import OutboxEvent
from tests.factories.accounts import PASSWORD, AddressFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

CROWD = 20


def crowd(act: Callable[[int], Any], *, size: int = CROWD) -> list[Any]:
    """Let everybody act at the same moment; return what each got, a refusal included. Anything else is raised."""
    barrier = Barrier(size)

    def one(number: int) -> Any:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            return act(number)
        except DomainError as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(size) as pool:
        return list(pool.map(one, range(size)))


def unguarded(reads: Callable[[], bool], writes: Callable[[], Any]) -> int:
    """The control: read, let everybody else read too, then write. Returns how many thought that they had won."""
    barrier = Barrier(5)

    def act(number: int) -> bool:
        is_free = reads()
        barrier.wait(timeout=30)
        if is_free:
            writes()
        return is_free

    return crowd(act, size=5).count(True)


class TestRegister:
    def test_makes_one_account_of_twenty_registrations(self):
        spellings = ["asha@example.com", "ASHA@example.com", "Asha@Example.COM"]

        got = crowd(
            lambda number: services.register(email=spellings[number % 3], password=PASSWORD, name="Asha Rao").pk
        )

        assert User.objects.count() == 1
        assert got.count(UserExists) == CROWD - 1
        assert OutboxEvent.objects.filter(name="UserRegistered").count() == 1
        assert OneTimeCode.objects.count() == 1

    def test_control_without_the_constraint_lets_several_in(self):
        won = unguarded(
            lambda: not User.objects.filter(name="Asha Rao").exists(), lambda: UserFactory(name="Asha Rao")
        )

        assert won > 1
        assert User.objects.count() > 1


class TestVerifyEmail:
    def test_takes_a_code_once_of_twenty_tries(self):
        services.register(email="asha@example.com", password=PASSWORD, name="Asha Rao")
        code = code_of(OneTimeCode.objects.get())

        got = crowd(lambda _: services.verify_email(email="asha@example.com", code=code).pk)

        assert sum(1 for answer in got if not isinstance(answer, type)) == 1
        assert {answer for answer in got if isinstance(answer, type)} <= {CodeInvalid, TooManyAttempts}
        assert OutboxEvent.objects.filter(name="EmailVerified").count() == 1

    def test_counts_five_wrong_tries_of_fifty(self):
        services.register(email="asha@example.com", password=PASSWORD, name="Asha Rao")

        got = crowd(lambda _: services.verify_email(email="asha@example.com", code="wrong"), size=50)

        assert got.count(CodeInvalid) == 5
        assert got.count(TooManyAttempts) == 45

    def test_control_without_the_conditional_update_takes_it_often(self):
        services.register(email="asha@example.com", password=PASSWORD, name="Asha Rao")
        row = OneTimeCode.objects.get()

        won = unguarded(
            lambda: OneTimeCode.objects.get(pk=row.pk).used_at is None,
            lambda: OneTimeCode.objects.filter(pk=row.pk).update(used_at=timezone.now()),
        )

        assert won > 1


class TestSecondFactor:
    def test_takes_a_step_of_the_app_once(self):
        user = UserFactory(two_factor="totp", totp_secret=totp.new_secret())
        code = totp.code_at(user.totp_secret, totp.step_at(timezone.now()))

        assert crowd(lambda _: spend_app_code(user=user, code=code)).count(True) == 1

    def test_takes_a_recovery_code_once(self):
        user = UserFactory(email="asha@example.com")
        enrolment = services.start_two_factor(user=user)
        code = totp.code_at(enrolment.secret, totp.step_at(timezone.now()))
        recovery_code = services.finish_two_factor(user=user, code=code)[0]

        assert crowd(lambda _: spend_recovery_code(user=user, code=recovery_code)).count(True) == 1
        assert RecoveryCode.objects.exclude(used_at=None).count() == 1

    def test_opens_one_session_of_one_challenge(self):
        user = UserFactory(two_factor="email")
        outcome = services.sign_in(email=user.email, password=PASSWORD)
        code = code_of(OneTimeCode.objects.get())

        got = crowd(lambda _: services.complete_sign_in(challenge=outcome.challenge, code=code).pk)

        assert got.count(user.pk) == 1


class TestRefreshTokens:
    def test_rotate_once_and_then_end_the_family(self):
        user = UserFactory()
        token = services.open_token_session(user=user).refresh_token

        got = crowd(lambda _: services.refresh_tokens(refresh_token=token))

        assert got.count(InvalidRefreshToken) == CROWD - 1
        assert Session.objects.get().revoked_at
        assert OutboxEvent.objects.filter(name="RefreshTokenReused").count() == 1


class TestResetPassword:
    def test_takes_a_link_once(self):
        from accounts.services.codes import reveal

        UserFactory(email="asha@example.com")
        services.request_password_reset(email="asha@example.com")
        token = reveal(OneTimeCode.objects.get())

        got = crowd(lambda number: services.reset_password(token=token, password=f"Another-{number}-2026!").pk)

        assert sum(1 for answer in got if not isinstance(answer, type)) == 1
        assert OutboxEvent.objects.filter(name="PasswordChanged").count() == 1


class TestDefaultAddress:
    def test_stays_one_while_twenty_set_it(self):
        user = UserFactory()
        addresses = AddressFactory.create_batch(CROWD, user=user)

        got = crowd(lambda number: services.set_default_address(address=addresses[number]).pk)

        assert len(set(got)) == CROWD
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


class TestTwoFactor:
    def test_is_turned_on_once_and_gives_one_set_of_recovery_codes(self):
        user = UserFactory()
        enrolment = services.start_two_factor(user=user)
        code = totp.code_at(enrolment.secret, totp.step_at(timezone.now()))

        got = crowd(lambda _: services.finish_two_factor(user=User.objects.get(pk=user.pk), code=code), size=10)

        assert sum(isinstance(answer, list) for answer in got) == 1
        assert RecoveryCode.objects.filter(user=user).count() == 10
