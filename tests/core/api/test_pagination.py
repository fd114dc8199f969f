"""Lists of the API by page: what lies past their end, and what they refuse."""

import pytest
from django.urls import reverse

from tests.factories.accounts import AddressFactory, UserFactory

pytestmark = pytest.mark.django_db

LIST = reverse("accounts-api:addresses")


@pytest.fixture
def client(api_as):
    user = UserFactory()
    AddressFactory.create_batch(3, user=user)
    return api_as(user)


def test_a_page_past_the_end_is_empty_and_leads_back_to_the_last(client):
    answer = client.get(LIST, {"page": 7, "limit": 2})

    assert answer.status_code == 200
    body = answer.json()
    assert body["data"] == []
    assert (body["pagination"]["page"], body["pagination"]["total"], body["pagination"]["total_pages"]) == (7, 3, 2)
    assert body["pagination"]["next"] is None
    assert len(client.get(body["pagination"]["previous"]).json()["data"]) == 1


def test_the_pages_hold_every_row_once(client):
    pages = [client.get(LIST, {"page": page, "limit": 2}).json() for page in (1, 2)]

    assert len({row["id"] for page in pages for row in page["data"]}) == 3
    assert client.get(pages[0]["pagination"]["next"]).json()["data"] == pages[1]["data"]


def test_a_list_without_rows_has_one_empty_page(api_as):
    pagination = api_as(UserFactory()).get(LIST).json()["pagination"]

    assert (pagination["total"], pagination["next"], pagination["previous"]) == (0, None, None)


@pytest.mark.parametrize(
    ("wanted", "field", "words"),
    [
        ({"page": "0"}, "page", "Give a whole number from 1 on."),
        ({"page": "last"}, "page", "Give a whole number from 1 on."),
        ({"limit": "101"}, "limit", "At most 100."),
        ({"page": "501"}, "page", "Only the first 10000 rows have pages."),
    ],
)
def test_what_cannot_be_is_refused_by_its_name(client, wanted, field, words):
    answer = client.get(LIST, wanted)

    assert (answer.status_code, answer.json()["error"]["details"]) == (400, {field: [words]})


@pytest.mark.parametrize(
    ("asked_for", "words"),
    [
        ("hi", "ज़्यादा से ज़्यादा 100।"),
        ("hi-IN,hi;q=0.9,en;q=0.8", "ज़्यादा से ज़्यादा 100।"),
        ("xx, */*", "At most 100."),
        ("", "At most 100."),
    ],
)
def test_a_refusal_speaks_the_language_asked_for(client, asked_for, words):
    answer = client.get(LIST, {"limit": "101"}, headers={"Accept-Language": asked_for})

    assert answer.json()["error"]["details"] == {"limit": [words]}
    assert "Accept-Language" in answer["Vary"]


def test_an_unknown_path_of_the_api_stays_where_it_is_in_hindi(client):
    assert client.get("/api/v1/nothing", headers={"Accept-Language": "hi"}).status_code == 404
