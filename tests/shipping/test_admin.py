"""Zones and ways to send in the back office."""

from datetime import time

import pytest
from django.contrib.auth.models import Group

from core import caching
from regions.models import TaxClass
from shipping.models import ShippingMethod
from tests.factories.accounts import UserFactory
from tests.factories.regions import RegionFactory
from tests.factories.shipping import ShippingMethodFactory, ShippingZoneFactory
from tests.factories.stores import StoreFactory

pytestmark = pytest.mark.django_db
METHODS, TRY = "/admin/shipping/shippingmethod/", "/admin/shipping/shippingmethod/try/"


@pytest.fixture(autouse=True)
def _staff(client, clerk):
    client.force_login(clerk)


@pytest.fixture
def good(zone):
    return {
        "zone": str(zone.pk), "name": "Lorry", "name_hi": "लॉरी", "basis": "weight", "currency": "inr",
        "steps": "0: 49.00\n500: 79.00\n", "free_from": "999.00", "least_days": "1", "most_days": "2",
        "cut_off": "14:00", "sends_on": ["0", "4"], "delivers_on": ["0"], "closed_on": "2026-11-08",
        "tax_class": str(TaxClass.objects.get(code="shipping").pk), "position": "0", "is_active": "on",
    }  # fmt: skip


class TestMethods:
    def test_are_filled_in_as_lines_and_amounts(self, client, good):
        answer = client.post(f"{METHODS}add/", good)

        assert answer.status_code == 302
        row = ShippingMethod.objects.get()
        assert (row.steps, row.free_from_minor, row.currency) == ([[0, 4900], [500, 7900]], 99_900, "INR")
        assert (row.names, row.sends_on, row.cut_off) == ({"hi": "लॉरी"}, [0, 4], time(14))
        assert row.closed_on == ["2026-11-08"]

    def test_come_back_as_they_were_filled_in(self, client, good):
        client.post(f"{METHODS}add/", good)
        row = ShippingMethod.objects.get()

        shown = client.get(f"{METHODS}{row.pk}/change/").context["adminform"].form.initial

        assert (shown["steps"], shown["free_from"], shown["closed_on"]) == (
            "0: 49.00\n500: 79.00", "999.00", "2026-11-08",
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("field", "typed", "told"),
        [
            ("steps", "a lot", "Give amounts in the currency"),
            ("steps", "0: 1.005", "Give amounts in the currency"),
            ("steps", "0.5: 49.00", "Give amounts in the currency"),
            ("free_from", "much", "Give an amount in the currency."),
            ("closed_on", "Diwali", "Write dates as 2026-11-08."),
            ("currency", "ZZZ", "Give a currency by its three letters"),
            ("least_days", "9", "It is less than the days at least."),
        ],
    )
    def test_say_at_the_field_what_is_wrong_and_keep_what_was_typed(self, client, good, field, typed, told):
        answer = client.post(f"{METHODS}add/", good | {field: typed})

        assert answer.status_code == 200
        assert told in answer.text
        assert typed in answer.text
        assert not ShippingMethod.objects.exists()

    def test_are_listed_in_words(self, client, zone):
        ShippingMethodFactory(
            zone=zone, basis="weight", steps=[[0, 4900], [500, 7900]], free_from_minor=99_900, least_days=2,
            most_days=4, cut_off=time(14), store=StoreFactory(name="Tara"),
        )  # fmt: skip

        html = client.get(METHODS).text

        assert "₹49.00 · from 500 g: ₹79.00 · free from ₹999.00" in html
        assert "2–4 days, if ordered by 14:00" in html
        assert "Tara" in html

    def test_that_are_deleted_are_not_shown(self, client, zone):
        row = ShippingMethodFactory(zone=zone, name="Lorry")

        client.post(f"{METHODS}{row.pk}/delete/", {"post": "yes"})

        assert "Lorry" not in [row.name for row in client.get(METHODS).context["cl"].queryset]
        assert client.get(f"{METHODS}{row.pk}/change/").status_code == 302

    def test_are_read_by_those_who_may_only_look(self, client, zone):
        row = ShippingMethodFactory(zone=zone)
        person = UserFactory(support=True)
        person.groups.set(Group.objects.filter(name="support"))
        client.force_login(person)

        assert "₹49.00" in client.get(f"{METHODS}{row.pk}/change/").text
        assert "₹49.00" in client.get(f"/admin/shipping/shippingzone/{zone.pk}/change/").text


class TestZones:
    def test_are_saved_as_they_were_filled_in(self, client, zone):
        url = f"/admin/shipping/shippingzone/{zone.pk}/change/"
        page = client.get(url).context
        form = {
            "name": "North",
            "countries": ["IN"],
            "postal_patterns": "11*\n12*",
            "position": "3",
            "is_active": "on",
        }

        assert client.post(url, form | {"_version": page["version"]}).status_code == 302

        zone.refresh_from_db()
        assert (zone.name, zone.postal_patterns, zone.position) == ("North", ["11*", "12*"], 3)
        assert client.get(url).context["adminform"].form.initial["postal_patterns"] == "11*\n12*"

    def test_show_their_ways_and_where_to_add_one(self, client, zone):
        row = ShippingMethodFactory(zone=zone, name="Lorry <b>", is_active=False)

        html = client.get(f"/admin/shipping/shippingzone/{zone.pk}/change/").text

        assert f'href="{METHODS}{row.pk}/change/"' in html
        assert "Lorry &lt;b&gt;" in html
        assert "switched off" in html
        assert f'href="{METHODS}add/?zone={zone.pk}"' in html
        assert f'<option value="{zone.pk}" selected>' in client.get(f"{METHODS}add/?zone={zone.pk}").text

    def test_with_ways_say_why_they_stay(self, client, zone):
        ShippingMethodFactory(zone=zone)

        html = client.post(f"/admin/shipping/shippingzone/{zone.pk}/delete/", {"post": "yes"}, follow=True).text

        assert "Shipping methods belong to this zone." in html
        zone.refresh_from_db()
        assert not zone.is_deleted

    def test_list_where_they_are(self, client):
        ShippingZoneFactory(name="World", countries=[])
        ShippingZoneFactory(name="Cities", postal_patterns=["110*", "400*"])

        html = client.get("/admin/shipping/shippingzone/").text

        assert "Everywhere else" in html
        assert "IN: 110*, 400*" in html


class TestTrying:
    @pytest.fixture(autouse=True)
    def _india(self):
        RegionFactory(india=True)
        caching.forget()

    def asked(self, client, **about):
        place = {"country": "IN", "postal_code": "", "grams": "400", "value": "499.00", "store": ""}
        return client.get(TRY, place | about)

    def test_says_what_a_parcel_costs_and_when_it_comes(self, client, zone):
        ShippingMethodFactory(zone=zone, name="Lorry", basis="weight", steps=[[0, 4900], [500, 7900]])
        ShippingMethodFactory(zone=zone, name="Pigeon", most_grams=50)

        answer = self.asked(client)

        assert [(one["row"].name, one["price"]) for one in answer.context["offers"]] == [
            ("Lorry", "₹49.00"), ("Pigeon", ""),
        ]  # fmt: skip
        assert "Does not take this parcel." in answer.text
        assert self.asked(client, grams="600").context["offers"][0]["price"] == "₹79.00"

    def test_knows_postal_codes_and_stores(self, client, zone):
        tara = StoreFactory(name="Tara")
        ShippingMethodFactory(zone=ShippingZoneFactory(postal_patterns=["110*"]), steps=[[0, 3900]])
        ShippingMethodFactory(zone=zone, store=tara, steps=[[0, 6000]])

        assert self.asked(client, postal_code="110001").context["offers"][0]["price"] == "₹39.00"
        assert self.asked(client, postal_code="110001", store=str(tara.pk)).context["offers"][0]["price"] == "₹60.00"

    def test_says_so_where_nothing_is_sent(self, client):
        assert "Nothing can be sent there" in self.asked(client).text

    @pytest.mark.parametrize(
        ("about", "told"),
        [
            ({"country": "FR"}, "no region has this country"),
            ({"value": "x"}, "Give an amount in INR."),
            ({"grams": "-1"}, "Enter at least 0."),
        ],
    )
    def test_says_what_is_wrong(self, client, about, told):
        answer = self.asked(client, **about)

        assert answer.status_code == 422
        assert told in answer.text
