"""Strangers read from the replica, until the request writes; everybody else reads what is true now.

With a real replica: tests/project/test_replica.py.
"""

import pytest
from django.db import transaction

from accounts.models import User
from core import context
from core.context import RequestContext
from core.middleware import _is_anonymous_read
from core.routing import ReplicaRouter


@pytest.fixture
def router():
    return ReplicaRouter()


@pytest.mark.django_db(transaction=True)
class TestReading:
    def test_of_strangers_goes_to_the_primary_while_there_is_no_replica(self, router):
        with context.entered(RequestContext(may_read_replica=True)):
            assert router.db_for_read(User) == "default"

    def test_of_others_and_of_jobs_stays_on_the_primary(self, router):
        assert router.db_for_read(User) == "default"
        with context.entered(RequestContext(may_read_replica=False)):
            assert router.db_for_read(User) == "default"

    def test_stays_on_the_primary_after_a_write_of_the_same_request(self, router):
        with context.entered(RequestContext(may_read_replica=True)):
            assert router.db_for_write(User) == "default"

            assert router.db_for_read(User) == "default"

    def test_stays_on_the_primary_inside_a_transaction(self, router):
        with context.entered(RequestContext(may_read_replica=True)), transaction.atomic():
            assert router.db_for_read(User) == "default"


def test_tables_are_made_on_the_primary_only(router):
    assert router.allow_migrate("default", "core")
    assert not router.allow_migrate("replica", "core")


@pytest.mark.parametrize(
    ("method", "headers", "is_anonymous"),
    [
        ("get", {}, True),
        ("head", {}, True),
        ("post", {}, False),
        ("get", {"Authorization": "Bearer x"}, False),
        ("get", {"Cookie": "sessionid=x"}, False),
        ("get", {"Cookie": "region=IN"}, True),
    ],
)
def test_a_stranger_has_neither_token_nor_session_and_only_reads(rf, settings, method, headers, is_anonymous):
    settings.SESSION_COOKIE_NAME = "sessionid"

    assert _is_anonymous_read(getattr(rf, method)("/", headers=headers)) is is_anonymous
