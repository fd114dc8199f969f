"""Long lists of the API: pages at their front, and a cursor to their end."""

import json
from base64 import b64encode

import pytest
from rest_framework import generics, serializers
from rest_framework.permissions import AllowAny
from rest_framework.test import APIRequestFactory

from accounts.models import Address
from core.api.pagination import CursorPagination, PageOrCursorPagination
from tests.factories.accounts import AddressFactory, UserFactory

pytestmark = pytest.mark.django_db


class Row(serializers.Serializer):
    id = serializers.UUIDField()


class Rows(generics.ListAPIView):
    authentication_classes = ()
    permission_classes = (AllowAny,)
    pagination_class = PageOrCursorPagination
    serializer_class = Row
    queryset = Address.objects.order_by("-created_at", "-id")


class RowsByCursor(Rows):
    pagination_class = CursorPagination


@pytest.fixture
def read():
    AddressFactory.create_batch(5, user=UserFactory())

    def answer(view=Rows, **query):
        response = view.as_view()(APIRequestFactory().get("/", query)).render()
        return response.status_code, json.loads(response.content)

    return answer


def cursor(words: bytes) -> str:
    return b64encode(words).decode()


def test_a_cursor_leads_through_every_row_once(read):
    seen, at = [], ""
    while at is not None:
        status, body = read(cursor=at, limit=2)
        assert status == 200
        seen += [row["id"] for row in body["data"]]
        at = body["pagination"]["next_cursor"]

    assert len(seen) == len(set(seen)) == 5


def test_a_cursor_leads_back(read):
    _status, first = read(cursor="", limit=2)
    _status, second = read(cursor=first["pagination"]["next_cursor"], limit=2)
    _status, again = read(cursor=second["pagination"]["previous_cursor"], limit=2)

    assert again["data"] == first["data"]


@pytest.mark.parametrize("view", [Rows, RowsByCursor])
@pytest.mark.parametrize(
    "bad",
    ["%%%", "last", "é", cursor(b"o=-1"), cursor(b"o=x"), cursor(b"p=yesterday"), cursor(b"p=2026-13-99"), "AAAA"],
)
def test_a_cursor_that_was_never_given_is_refused_by_its_name(read, view, bad):
    status, body = read(view, cursor=bad)

    assert (status, body["error"]["code"], list(body["error"]["details"])) == (400, "VALIDATION_ERROR", ["cursor"])


def test_a_limit_is_refused_alike_by_page_and_by_cursor(read):
    for query in ({}, {"cursor": ""}):
        for limit, words in (("101", "At most 100."), ("many", "Give a whole number from 1 on.")):
            status, body = read(limit=limit, **query)
            assert (status, body["error"]["details"]) == (400, {"limit": [words]})


def test_a_page_too_far_is_refused_with_the_way_on(read):
    status, body = read(page="501")

    assert (status, list(body["error"]["details"])) == (400, ["cursor"])
    assert "10000 rows" in str(body["error"]["details"]["cursor"][0])


def test_pages_are_there_for_those_who_leaf(read):
    status, body = read(page="2", limit=2)

    assert (status, len(body["data"]), body["pagination"]["total"]) == (200, 2, 5)
