"""Who `request.user` is, in `accounts.middleware` and `accounts.browser`."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from accounts import browser, services
from accounts.middleware import AuthenticationMiddleware
from accounts.models import Session
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def visit(client) -> HttpRequest:
    """A request of this browser, as the middleware leaves it."""
    request = HttpRequest()
    request.session = client.session
    AuthenticationMiddleware(lambda _: None).process_request(request)
    return request


class TestAuthenticationMiddleware:
    def test_finds_the_person_in_one_query(self, client, django_assert_num_queries):
        user = UserFactory()
        client.force_login(user)
        request = visit(client)
        request.session.get("anything")

        with django_assert_num_queries(1):
            assert request.user == user
            assert request.user.is_authenticated

    def test_asks_nothing_for_a_page_that_does_not_care(self, client, django_assert_num_queries):
        client.force_login(UserFactory())
        request = visit(client)

        with django_assert_num_queries(0):
            assert request.user is not None

    @pytest.mark.parametrize("change", [{"status": "suspended"}, {"status": "inactive"}, {"password": "another"}])
    def test_forgets_the_person_at_once_when_their_standing_changes(self, client, change):
        user = UserFactory()
        client.force_login(user)
        type(user).objects.filter(pk=user.pk).update(**change)

        request = visit(client)

        assert not request.user.is_authenticated
        assert browser.DEVICE_KEY not in request.session

    def test_forgets_the_person_when_the_device_was_ended_elsewhere(self, client):
        user = UserFactory()
        client.force_login(user)

        services.end_sessions(user=user, reason="signed out everywhere")

        assert not visit(client).user.is_authenticated

    def test_writes_when_a_device_was_seen_at_most_every_five_minutes(self, client, django_assert_num_queries):
        client.force_login(UserFactory())
        Session.objects.update(last_seen_at=timezone.now() - timedelta(minutes=6))

        assert visit(client).user.is_authenticated
        seen = Session.objects.get().last_seen_at
        assert visit(client).user.is_authenticated

        assert seen > timezone.now() - timedelta(minutes=1)
        assert Session.objects.get().last_seen_at == seen


class TestSignIn:
    def test_gives_the_browser_a_new_cookie(self, client):
        planted = client.session
        planted["cart"] = "kept"
        planted.save()
        request = visit(client)

        browser.sign_in(request, user=UserFactory())

        assert request.session.session_key != planted.session_key
        assert request.session["cart"] == "kept"
        assert not type(planted)().exists(planted.session_key)

    def test_ends_the_session_that_this_browser_had(self, client):
        client.force_login(UserFactory())
        request = visit(client)

        browser.sign_in(request, user=UserFactory())

        assert Session.objects.filter(revoked_at=None).count() == 1

    def test_is_no_sign_in_to_hold_a_cookie_that_only_django_made(self, client):
        user = UserFactory()
        session = client.session
        session["_auth_user_id"] = str(user.pk)
        session.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key

        assert not visit(client).user.is_authenticated


class TestSignOut:
    def test_ends_the_device_and_empties_the_cookie(self, client):
        client.force_login(UserFactory())
        request = visit(client)

        browser.sign_out(request)

        assert Session.objects.get().revoked_at
        assert browser.DEVICE_KEY not in request.session
