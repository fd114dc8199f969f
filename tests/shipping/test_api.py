"""The API about zones and ways to send, for staff."""

import pytest
from django.contrib.auth.models import Group

from shipping.models import ShippingMethod, ShippingZone
from tests.factories.accounts import UserFactory
from tests.factories.regions import TaxClassFactory
from tests.factories.shipping import ShippingMethodFactory, ShippingZoneFactory
from tests.factories.stores import StoreFactory

pytestmark = pytest.mark.django_db
ZONES, METHODS = "/api/v1/admin/shipping-zones", "/api/v1/admin/shipping-methods"


@pytest.fixture
def staff(api_as, clerk):
    return api_as(clerk)


@pytest.fixture
def good(zone):
    return {"zone": str(zone.pk), "name": "Lorry", "currency": "INR", "steps": [{"price": "49.00"}]}


class TestZones:
    def test_are_made_changed_and_deleted(self, staff):
        made = staff.post(ZONES, {"name": "Cities", "countries": ["in"], "postal_patterns": ["110 *"]}).json()["data"]
        path = f"{ZONES}/{made['id']}"
        assert (made["countries"], made["postal_patterns"], made["is_active"]) == (["IN"], ["110*"], True)

        assert staff.put(path, {"is_active": False}).json()["data"]["name"] == "Cities"
        assert staff.get(path).json()["data"]["is_active"] is False
        assert staff.delete(path).status_code == 204
        assert staff.get(path).status_code == 404
        assert staff.get(ZONES).json()["data"] == []

    def test_are_kept_while_they_have_ways(self, staff, zone):
        ShippingMethodFactory(zone=zone)

        assert staff.delete(f"{ZONES}/{zone.pk}").json()["error"]["code"] == "SHIPPING_ZONE_IN_USE"

    def test_name_the_field_that_is_wrong(self, staff, zone):
        assert staff.post(ZONES, {"name": "India"}).json()["error"]["code"] == "DUPLICATE"
        for body, field in [
            ({}, "name"),
            ({"name": "X", "countries": ["INDIA"]}, "countries.0"),
            ({"name": "X", "countries": ["XX"]}, "countries"),
            ({"name": "X", "postal_patterns": ["1*"]}, "postal_patterns"),
        ]:
            assert field in staff.post(ZONES, body).json()["error"]["details"]

    def test_are_made_once_for_one_key(self, staff):
        for _ in range(2):
            assert staff.post(ZONES, {"name": "X"}, headers={"Idempotency-Key": "once"}).status_code == 201
        assert ShippingZone.objects.count() == 1


class TestMethods:
    def test_say_their_prices_by_what_they_go_by(self, staff, good):
        for basis, steps in [
            ("flat", [{"price": "49.00"}]),
            ("weight", [{"price": "49.00", "from_grams": 0}, {"price": "79.00", "from_grams": 500}]),
            ("value", [{"price": "60.00", "from_value": "0.00"}, {"price": "0.00", "from_value": "999.00"}]),
        ]:
            made = staff.post(METHODS, good | {"basis": basis, "steps": steps})
            assert (made.status_code, made.json()["data"]["steps"]) == (201, steps)

    @pytest.mark.parametrize(("currency", "price", "minor"), [("JPY", "1200", 1200), ("KWD", "1.950", 1950)])
    def test_are_exact_in_every_currency(self, staff, good, currency, price, minor):
        body = {"currency": currency, "steps": [{"price": price}], "free_from": price}

        made = staff.post(METHODS, good | body).json()["data"]

        assert (made["steps"], made["free_from"]) == ([{"price": price}], price)
        row = ShippingMethod.objects.get()
        assert (row.steps, row.free_from_minor) == ([[0, minor]], minor)

    def test_leave_what_is_left_out(self, staff, good):
        body = good | {"free_from": "999.00", "cut_off": "14:00", "closed_on": ["2026-11-08"], "sends_on": [0, 4]}
        made = staff.post(METHODS, body).json()["data"]
        path = f"{METHODS}/{made['id']}"

        changed = staff.put(path, {"name": "Van"}).json()["data"]

        assert changed == made | {"name": "Van"}
        assert staff.put(path, {"free_from": None, "cut_off": None}).json()["data"]["free_from"] is None
        assert staff.get(path).json()["data"]["cut_off"] is None

    def test_are_filtered_by_zone_and_store(self, staff, zone):
        tara = StoreFactory()
        mine = ShippingMethodFactory(zone=zone, store=tara)
        ShippingMethodFactory()

        for query in (f"zone={zone.pk}", f"store={tara.pk}"):
            assert [row["id"] for row in staff.get(f"{METHODS}?{query}").json()["data"]] == [str(mine.pk)]
        assert staff.get(f"{METHODS}?zone=x").status_code == 400

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"steps": [{"price": "49.005"}]}, "steps"),
            ({"steps": [{"price": "-1"}]}, "steps"),
            ({"steps": [{"price": "1e99"}]}, "steps"),
            ({"steps": []}, "steps"),
            ({"basis": "weight", "steps": [{"price": "49.00"}]}, "steps"),
            ({"basis": "value", "steps": [{"price": "49.00", "from_grams": 1}]}, "steps"),
            ({"steps": [{}]}, "steps.0.price"),
            ({"free_from": "much"}, "free_from"),
            ({"tax_class": "none"}, "tax_class"),
            ({"cut_off": "25:00"}, "cut_off"),
            ({"sends_on": [9]}, "sends_on.0"),
            ({"closed_on": ["08.11.2026"]}, "closed_on.0"),
            ({"zone": "018cc251-fe23-7007-8000-00000000ffff"}, "zone"),
            ({"names": {"fr": "Camion"}}, "names"),
        ],
    )
    def test_name_the_field_that_is_wrong(self, staff, good, body, field):
        answer = staff.post(METHODS, good | body)

        assert answer.status_code == 400
        assert field in answer.json()["error"]["details"]
        assert not ShippingMethod.objects.exists()

    def test_refuse_a_step_without_its_price_when_little_is_changed(self, staff, good):
        method = ShippingMethodFactory()

        assert staff.put(f"{METHODS}/{method.pk}", {"steps": [{}]}).status_code == 400
        assert staff.put(f"{METHODS}/{method.pk}", {"zone": None}).status_code == 400

    def test_are_not_put_into_a_zone_that_is_gone(self, staff, good, zone):
        staff.delete(f"{ZONES}/{zone.pk}")

        assert staff.post(METHODS, good).status_code == 400

    def test_take_a_class_of_tax_by_its_code(self, staff, good):
        TaxClassFactory(code="exempt")

        assert staff.post(METHODS, good | {"tax_class": "exempt"}).json()["data"]["tax_class"] == "exempt"

    @pytest.mark.parametrize("size", [20, 100])
    def test_cost_the_same_however_many_there_are(self, staff, zone, django_assert_num_queries, size):
        for _number in range(size):
            ShippingMethodFactory(zone=zone)

        with django_assert_num_queries(3):
            assert len(staff.get(f"{METHODS}?limit=100").json()["data"]) == size


def test_support_reads_and_does_not_write(api_as, zone):
    person = UserFactory(support=True)
    person.groups.set(Group.objects.filter(name="support"))
    support = api_as(person)

    assert support.get(ZONES).json()["data"][0]["name"] == "India"
    assert support.post(ZONES, {"name": "X"}).status_code == 403
    assert support.put(f"{ZONES}/{zone.pk}", {"name": "X"}).status_code == 403
    assert support.delete(f"{METHODS}/{ShippingMethodFactory(zone=ShippingZoneFactory()).pk}").status_code == 403
