"""/users/addresses of the API."""

from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.models import Address
from tests.factories.accounts import AddressFactory, UserFactory

pytestmark = pytest.mark.django_db

LIST = reverse("accounts-api:addresses")
BENGALURU = {
    "first_name": "Asha",
    "last_name": "Rao",
    "phone": "98765 43210",
    "address_line1": "12 MG Road",
    "city": "Bengaluru",
    "state": "ka",
    "postal_code": "560-001",
    "country": "in",
}


def path(address: Address) -> str:
    return reverse("accounts-api:address", args=[address.pk])


class TestAdd:
    def test_keeps_the_address_in_its_usual_form(self, api_as):
        answer = api_as(UserFactory()).post(LIST, BENGALURU)

        assert answer.status_code == 201
        data = answer.json()["data"]
        assert (data["state"], data["postal_code"], data["country"]) == ("Karnataka", "560001", "IN")
        assert data["phone"] == "+919876543210"

    def test_makes_one_for_one_key_and_refuses_it_for_another(self, api_as):
        client = api_as(UserFactory())
        key = {"Idempotency-Key": "once"}

        first, again = (client.post(LIST, BENGALURU, headers=key) for _ in range(2))
        other = client.post(LIST, BENGALURU | {"city": "Mysuru"}, headers=key)

        assert (first.status_code, again.status_code, again["Idempotent-Replayed"]) == (201, 201, "true")
        assert again.json() == first.json()
        assert (other.status_code, other.json()["error"]["code"]) == (422, "IDEMPOTENCY_KEY_REUSED")
        assert Address.objects.count() == 1

    def test_makes_the_first_one_the_default_and_no_later_one(self, api_as):
        client = api_as(UserFactory())

        first = client.post(LIST, BENGALURU).json()["data"]
        second = client.post(LIST, BENGALURU).json()["data"]

        assert (first["is_default_shipping"], first["is_default_billing"]) == (True, True)
        assert (second["is_default_shipping"], second["is_default_billing"]) == (False, False)
        assert client.get("/api/v1/auth/me").json()["data"]["current_address"]["id"] == first["id"]

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"postal_code": "12"}, "postal_code"),
            ({"postal_code": ""}, "postal_code"),
            ({"state": "Nowhere"}, "state"),
            ({"city": ""}, "city"),
            ({"country": "XX"}, "country"),
            ({"phone": "12"}, "phone"),
            ({"address_line1": ""}, "address_line1"),
            ({"first_name": "x" * 61}, "first_name"),
        ],
    )
    def test_names_the_field_that_is_wrong(self, api_as, change, field):
        answer = api_as(UserFactory()).post(LIST, BENGALURU | change)

        assert answer.status_code == 400
        assert list(answer.json()["error"]["details"]) == [field]
        assert not Address.objects.exists()

    @pytest.mark.parametrize("body", [{}, {"country": "ZZ"}, {"country": "India", "phone": "7", "city": None}])
    def test_names_everything_that_is_wrong_at_once(self, api_as, body):
        answer = api_as(UserFactory()).post(LIST, body)

        assert answer.status_code == 400
        missing = {"first_name", "address_line1", "city", "state", "postal_code", "country"}
        assert set(answer.json()["error"]["details"]) == missing | ({"phone"} & set(body))

    def test_takes_a_part_of_an_address_as_a_part(self, api_as):
        address = AddressFactory()

        answer = api_as(address.user).patch(path(address), {"country": "India"})

        assert answer.json()["error"]["details"] == {"country": ["Choose a country by its two letters, such as IN."]}


class TestSomebodyElses:
    @pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
    def test_address_is_not_there(self, api_as, method):
        theirs = AddressFactory()
        client = api_as(UserFactory())

        answer = getattr(client, method)(path(theirs), BENGALURU if method != "get" else None)
        missing = getattr(client, method)(
            reverse("accounts-api:address", args=[uuid4()]), BENGALURU if method != "get" else None
        )

        assert answer.status_code == 404
        assert answer.json()["error"] | {"request_id": ""} == missing.json()["error"] | {"request_id": ""}
        theirs.refresh_from_db()
        assert theirs.is_active

    def test_address_cannot_be_made_ones_default(self, api_as):
        theirs = AddressFactory()

        answer = api_as(UserFactory()).put(reverse("accounts-api:default-address", args=[theirs.pk]))

        assert answer.status_code == 404
        theirs.refresh_from_db()
        assert not theirs.is_default_shipping

    def test_address_is_not_shown_to_strangers(self, api):
        assert api.get(path(AddressFactory())).status_code == 401


class TestOne:
    def test_is_shown_to_its_owner(self, api_as):
        address = AddressFactory()

        answer = api_as(address.user).get(path(address))

        assert answer.status_code == 200
        assert answer.json()["data"]["id"] == str(address.pk)


class TestChange:
    def test_replaces_the_whole(self, api_as):
        address = AddressFactory(label="Home", address_line2="Flat 4B")

        answer = api_as(address.user).put(path(address), BENGALURU | {"city": "Mysuru", "postal_code": "570001"})

        assert answer.status_code == 200
        address.refresh_from_db()
        assert (address.city, address.address_line2, address.label) == ("Mysuru", "", "")

    def test_checks_the_whole_again(self, api_as):
        user = UserFactory()
        address = AddressFactory(user=user)

        answer = api_as(user).patch(path(address), {"country": "GB"})

        assert answer.status_code == 400
        address.refresh_from_db()
        assert address.country == "IN"

    def test_can_move_the_default(self, api_as):
        user = UserFactory()
        old = AddressFactory(user=user, is_default_shipping=True)
        new = AddressFactory(user=user)

        assert api_as(user).patch(path(new), {"is_default_shipping": True}).status_code == 200

        old.refresh_from_db()
        new.refresh_from_db()
        assert (old.is_default_shipping, new.is_default_shipping) == (False, True)

    @pytest.mark.parametrize("flag", ["is_default_shipping", "is_default_billing"])
    def test_cannot_leave_the_book_without_a_default(self, api_as, flag):
        user = UserFactory()
        address, other = AddressFactory(user=user, **{flag: True}), AddressFactory(user=user)
        client = api_as(user)

        answer = client.patch(path(address), {flag: False, "city": "Mysuru"})

        assert answer.status_code == 400
        assert answer.json()["error"]["details"] == {flag: ["Make another address the default first."]}
        assert list(Address.objects.filter(**{flag: True}, city=address.city)) == [address]
        assert client.patch(path(other), {flag: False}).status_code == 200


class TestRemove:
    def test_hides_the_address_and_hands_the_default_on(self, api_as):
        user = UserFactory()
        old = AddressFactory(user=user, is_default_shipping=True, is_default_billing=True)
        heir = AddressFactory(user=user)
        client = api_as(user)

        assert client.delete(path(old)).status_code == 204

        assert client.get(path(old)).status_code == 404
        heir.refresh_from_db()
        assert heir.is_default_shipping
        assert heir.is_default_billing
        assert Address.objects.get(pk=old.pk).is_active is False


class TestDefault:
    def test_moves_one_kind_only_when_asked_so(self, api_as):
        user = UserFactory()
        old = AddressFactory(user=user, is_default_shipping=True, is_default_billing=True)
        new = AddressFactory(user=user)

        answer = api_as(user).put(reverse("accounts-api:default-address", args=[new.pk]), {"billing": False})

        assert answer.status_code == 200
        old.refresh_from_db()
        new.refresh_from_db()
        assert (old.is_default_shipping, old.is_default_billing) == (False, True)
        assert (new.is_default_shipping, new.is_default_billing) == (True, False)


class TestList:
    def test_takes_as_many_queries_for_three_as_for_thirty(self, api_as, django_assert_num_queries):
        queries = 3
        for size in (3, 30):
            user = UserFactory()
            AddressFactory.create_batch(size, user=user)
            client = api_as(user)
            with django_assert_num_queries(queries):
                answer = client.get(LIST, {"limit": 100})
            assert len(answer.json()["data"]) == size

    def test_shows_nobody_elses(self, api_as):
        AddressFactory()
        user = UserFactory()
        mine = AddressFactory(user=user)

        answer = api_as(user).get(LIST)

        assert [row["id"] for row in answer.json()["data"]] == [str(mine.pk)]
