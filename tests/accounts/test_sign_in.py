"""Signing in by password and second factor, in `accounts.services.sign_in`."""

import pytest
from django.contrib.auth import hashers

from accounts import services
from accounts.errors import AccountSuspended, InvalidCredentials
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


class TestSignIn:
    def test_returns_the_person_without_a_second_factor(self):
        user = UserFactory(email="asha@example.com")

        outcome = services.sign_in(email=" ASHA@Example.com ", password=PASSWORD)

        assert outcome.user == user
        assert not outcome.challenge

    def test_refuses_an_unknown_address_and_a_wrong_password_alike(self):
        UserFactory(email="asha@example.com")

        with pytest.raises(InvalidCredentials) as wrong:
            services.sign_in(email="asha@example.com", password="not-it")
        with pytest.raises(InvalidCredentials) as unknown:
            services.sign_in(email="nobody@example.com", password="not-it")

        assert str(wrong.value) == str(unknown.value)
        assert wrong.value.details == unknown.value.details

    @pytest.mark.parametrize("email", ["asha@example.com", "nobody@example.com", "gone@example.com"])
    def test_hashes_exactly_once_whoever_asks(self, email, settings, monkeypatch):
        UserFactory(email="asha@example.com")
        UserFactory(email="gone@example.com", suspended=True)
        hashed = []
        hasher = hashers.get_hasher()
        encode = type(hasher).encode
        monkeypatch.setattr(type(hasher), "encode", lambda *args, **kw: hashed.append(1) or encode(*args, **kw))

        with pytest.raises(InvalidCredentials):
            services.sign_in(email=email, password="not-it")

        assert len(hashed) == 1

    def test_gives_the_reason_only_after_the_right_password(self):
        UserFactory(email="asha@example.com", suspended=True)

        with pytest.raises(InvalidCredentials):
            services.sign_in(email="asha@example.com", password="not-it")
        with pytest.raises(AccountSuspended):
            services.sign_in(email="asha@example.com", password=PASSWORD)
