"""Making, changing and deleting zones and ways to send."""

from datetime import date, time

import pytest
from django.utils import timezone

from audit.models import AdminActionLog
from core.errors import Duplicate, InvalidInput, NotFound
from shipping.errors import ZoneInUse
from shipping.models import ShippingMethod, ShippingZone
from shipping.services import delete_method, delete_zone, save_method, save_zone
from tests.factories.regions import TaxClassFactory
from tests.factories.shipping import ShippingMethodFactory, ShippingZoneFactory

pytestmark = pytest.mark.django_db


def wrong(call, **fields) -> set[str]:
    with pytest.raises(InvalidInput) as refusal:
        call(actor=None, **fields)
    return set(refusal.value.details)


class TestZones:
    def test_keep_places_as_they_are_compared(self, clerk):
        zone = save_zone(
            actor=clerk, name=" Big  cities ", countries=["in"], postal_patterns=["110-*", "110*", "560 001"]
        )

        assert (zone.name, zone.countries, zone.postal_patterns) == ("Big cities", ["IN"], ["110*", "560001"])

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"name": " "}, "name"),
            ({"name": "x" * 81}, "name"),
            ({"countries": ["XX"]}, "countries"),
            ({"countries": ["IN", "NP"], "postal_patterns": ["1*"]}, "postal_patterns"),
            ({"countries": [], "postal_patterns": ["1*"]}, "postal_patterns"),
            ({"postal_patterns": ["1*1"]}, "postal_patterns"),
            ({"postal_patterns": ["*"]}, "postal_patterns"),
            ({"postal_patterns": ["<b>"]}, "postal_patterns"),
            ({"position": -1}, "position"),
        ],
    )
    def test_say_which_field_is_wrong(self, fields, field):
        assert wrong(save_zone, **{"name": "North", "countries": ["IN"]} | fields) == {field}
        assert not ShippingZone.objects.exists()

    def test_with_postal_codes_keep_their_one_country(self, clerk):
        zone = save_zone(actor=clerk, name="North", countries=["IN"], postal_patterns=["1*"])

        assert wrong(save_zone, zone=zone, countries=["IN", "NP"]) == {"postal_patterns"}

    def test_have_a_name_of_their_own_while_they_are_there(self, clerk, zone):
        with pytest.raises(Duplicate):
            save_zone(actor=clerk, name="India")
        delete_zone(zone=zone, actor=clerk)

        assert save_zone(actor=clerk, name="India").name == "India"

    def test_with_ways_are_not_deleted(self, clerk, zone):
        method = ShippingMethodFactory(zone=zone)
        with pytest.raises(ZoneInUse):
            delete_zone(zone=zone, actor=clerk)
        assert not AdminActionLog.objects.exists()

        delete_method(method=method, actor=clerk)
        delete_zone(zone=zone, actor=clerk)

        zone.refresh_from_db()
        assert zone.is_deleted

    def test_that_are_gone_are_not_written(self, clerk):
        gone = ShippingZoneFactory(deleted_at=timezone.now())

        with pytest.raises(NotFound):
            save_zone(zone=gone, actor=clerk, name="Back")
        with pytest.raises(NotFound):
            save_method(actor=clerk, zone=gone, name="Lorry", currency="INR", steps=[[0, 1]])
        assert not ShippingMethod.objects.exists()


class TestMethods:
    @pytest.fixture(autouse=True)
    def _ground(self, zone):
        self.good = {"zone": zone, "name": "Lorry", "currency": "inr", "steps": [[0, 4900]]}

    def test_are_taxed_as_shipping_where_nobody_says_otherwise(self, clerk):
        assert save_method(actor=clerk, **self.good).tax_class.code == "shipping"
        food = TaxClassFactory(code="food")
        assert save_method(actor=clerk, **self.good, tax_class=food).tax_class == food

    def test_keep_what_is_given(self, clerk):
        method = save_method(
            actor=clerk, **self.good | {"basis": "weight", "steps": [[500, 7900], [0, 4900]]},
            names={"hi": " साधारण "}, cut_off=time(14),
            sends_on=[4, 0, 0], closed_on=[date(2026, 11, 8), "2026-01-26"], free_from_minor=0,
        )  # fmt: skip
        method.refresh_from_db()

        assert (method.currency, method.steps, method.names) == ("INR", [[0, 4900], [500, 7900]], {"hi": "साधारण"})
        assert (method.sends_on, method.closed_on) == ([0, 4], ["2026-01-26", "2026-11-08"])
        assert (method.cut_off, method.free_from_minor) == (time(14), 0)

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"zone": None}, "zone"),
            ({"name": ""}, "name"),
            ({"description": "x" * 301}, "description"),
            ({"names": {"xx": "Lorry"}}, "names"),
            ({"names": {"hi": "x" * 81}}, "names"),
            ({"currency": "XYZ"}, "currency"),
            ({"basis": "mood"}, "basis"),
            ({"steps": []}, "steps"),
            ({"steps": [[0, -1]]}, "steps"),
            ({"steps": [[0, 1], [500, 2]]}, "steps"),
            ({"steps": [[500, 1]]}, "steps"),
            ({"basis": "weight", "steps": [[0, 1], [0, 2]]}, "steps"),
            ({"basis": "value", "steps": [[-1, 1]]}, "steps"),
            ({"steps": [[0, 10**16]]}, "steps"),
            ({"free_from_minor": -1}, "free_from"),
            ({"most_grams": 0}, "most_grams"),
            ({"least_days": 3, "most_days": 2}, "most_days"),
            ({"least_days": -1}, "least_days"),
            ({"most_days": 121}, "most_days"),
            ({"sends_on": []}, "sends_on"),
            ({"delivers_on": [7]}, "delivers_on"),
            ({"position": 1001}, "position"),
        ],
    )
    def test_say_which_field_is_wrong(self, fields, field):
        assert wrong(save_method, **self.good | fields) == {field}
        assert not ShippingMethod.objects.exists()

    def test_that_never_leave_are_refused(self):
        today = timezone.now().date()
        mondays = [date.fromordinal(today.toordinal() + days) for days in range(-1, 400)]
        mondays = [day for day in mondays if day.weekday() == 0]

        assert wrong(save_method, **self.good, sends_on=[0], closed_on=mondays) == {"closed_on"}

    @pytest.mark.parametrize("change", [{"currency": "USD"}, {"basis": "weight"}])
    def test_are_priced_anew_in_another_currency_or_basis(self, clerk, change):
        method = save_method(actor=clerk, **self.good)

        assert wrong(save_method, method=method, **change) == {"steps"}
        assert save_method(method=method, actor=clerk, **change, steps=[[0, 990]]).steps == [[0, 990]]

    def test_say_anew_from_when_on_they_are_free_in_another_currency(self, clerk):
        method = save_method(actor=clerk, **self.good, free_from_minor=99_900)

        assert wrong(save_method, method=method, currency="USD", steps=[[0, 990]]) == {"free_from"}

    def test_leave_what_is_not_given(self, clerk):
        method = save_method(actor=clerk, **self.good, names={"hi": "साधारण"}, most_days=4)

        save_method(method=method, actor=clerk, name="Van")

        method.refresh_from_db()
        assert (method.name, method.names, method.most_days, method.steps) == (
            "Van", {"hi": "साधारण"}, 4, [[0, 4900]],
        )  # fmt: skip

    def test_that_are_deleted_stay_for_orders_that_know_them(self, clerk):
        method = save_method(actor=clerk, **self.good)

        delete_method(method=method, actor=clerk)

        assert ShippingMethod.objects.get(pk=method.pk).is_deleted
        for call in (
            lambda: delete_method(method=method, actor=clerk),
            lambda: save_method(method=method, actor=clerk),
        ):
            with pytest.raises(NotFound):
                call()


def test_every_write_of_staff_is_recorded(clerk, zone):
    method = save_method(actor=clerk, zone=zone, name="Lorry", currency="INR", steps=[[0, 4900]])
    save_method(method=method, actor=clerk, steps=[[0, 5900]])
    save_method(method=method, actor=clerk, steps=[[0, 5900]])
    delete_method(method=method, actor=clerk)

    logs = AdminActionLog.objects.order_by("pk")
    assert [log.action.rpartition(".")[2] for log in logs] == ["added", "changed", "deleted"]
    assert (logs[1].before, logs[1].after) == ({"steps": [[0, 4900]]}, {"steps": [[0, 5900]]})
