"""The API about regions, taxes and exchange rates."""

import pytest
from django.contrib.auth.models import Group

from audit.models import AdminActionLog
from core import caching
from regions.models import ExchangeRate, Region, TaxRate
from tests.factories.accounts import UserFactory
from tests.factories.regions import (
    ExchangeRateFactory,
    RegionCountryFactory,
    RegionFactory,
    TaxClassFactory,
    TaxRateFactory,
)

pytestmark = pytest.mark.django_db

REGIONS = "/api/v1/regions"
EUROPE = {
    "code": "eu",
    "name": "Europe",
    "names": {"hi": "यूरोप"},
    "countries": ["DE", "FR"],
    "currency": "EUR",
    "languages": ["en"],
    "tax_mode": "inclusive",
    "price_step": "1.00",
    "price_ending": "0.01",
}


@pytest.fixture
def staff(api_as):
    return api_as(UserFactory(admin=True))


def fresh() -> None:
    caching.forget()


class TestReading:
    def test_lists_where_the_shop_sells(self, api):
        RegionFactory(code="jp", name="Japan", currency="JPY", names={"hi": "जापान"}, price_step_minor=10)
        RegionFactory(code="off", is_active=False)

        answer = api.get(REGIONS, headers={"Accept-Language": "hi"})

        japan = next(region for region in answer.json()["data"] if region["code"] == "jp")
        assert [region["code"] for region in answer.json()["data"]] == ["in", "jp"]
        assert (japan["name"], japan["price_step"]) == ("जापान", "10")
        assert answer["Cache-Control"] == "public, max-age=5"

    def test_marks_the_one_that_applies_to_the_caller(self, api, api_as):
        RegionCountryFactory(region=RegionFactory(code="jp", currency="JPY"), country="JP")
        fresh()
        asha = api_as(UserFactory(shopping_region="jp"))

        def current(client, **headers):
            return [
                region["code"]
                for region in client.get(REGIONS, headers=headers).json()["data"]
                if region["is_current"]
            ]

        assert current(api) == ["in"]
        assert current(api, Cookie="region=jp") == ["jp"]
        assert current(api, **{"Accept-Language": "en-JP"}) == ["jp"]
        assert current(asha) == ["jp"]
        assert current(api) == ["in"]
        assert api.get(f"{REGIONS}/jp", headers={"Cookie": "region=jp"}).json()["data"]["is_current"] is True

    def test_says_304_until_something_changes(self, api, staff):
        etag = api.get(REGIONS)["ETag"]
        assert api.get(REGIONS, headers={"If-None-Match": etag}).status_code == 304

        staff.post(REGIONS, EUROPE)
        caching.versions.forget()

        assert api.get(REGIONS, headers={"If-None-Match": etag}).status_code == 200

    @pytest.mark.parametrize("size", [20, 100])
    def test_costs_the_same_however_many_there_are(self, staff, django_assert_num_queries, size):
        for number in range(size):
            RegionCountryFactory(region=RegionFactory(code=f"x{number}"), country=f"{number:02}"[-2:])
        staff.get(REGIONS)

        with django_assert_num_queries(3):
            assert len(staff.get(REGIONS).json()["data"]) == size + 1

    @pytest.mark.parametrize("key", ["in", "IN"])
    def test_finds_one_by_code_or_id(self, api, key):
        region = Region.objects.get(code="in")

        assert api.get(f"{REGIONS}/{key}").json()["data"]["id"] == str(region.pk)
        assert api.get(f"{REGIONS}/{region.pk}").json()["data"]["code"] == "in"

    def test_does_not_know_those_that_are_off_or_none(self, api, staff):
        RegionFactory(code="off", is_active=False)

        assert api.get(f"{REGIONS}/off").status_code == 404
        assert api.get(f"{REGIONS}/mars").status_code == 404
        assert staff.get(f"{REGIONS}/off").json()["data"]["is_active"] is False


class TestWriting:
    def test_makes_changes_and_deletes(self, staff):
        made = staff.post(REGIONS, EUROPE)
        assert made.status_code == 201
        assert made.json()["data"].items() >= EUROPE.items()

        changed = staff.put(f"{REGIONS}/eu", {"price_step": "0.50", "price_ending": "0.00", "countries": ["DE"]})
        assert (changed.json()["data"]["price_step"], changed.json()["data"]["countries"]) == ("0.50", ["DE"])

        assert staff.delete(f"{REGIONS}/eu").status_code == 204
        assert staff.delete(f"{REGIONS}/eu").status_code == 404
        actions = AdminActionLog.objects.order_by("pk").values_list("action", flat=True)
        assert list(actions) == ["regions.region.added", "regions.region.changed", "regions.region.deleted"]

    def test_makes_one_for_one_key(self, staff):
        answers = [staff.post(REGIONS, EUROPE, headers={"Idempotency-Key": "once"}) for _ in range(2)]

        assert [answer.status_code for answer in answers] == [201, 201]
        assert Region.objects.count() == 2

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"price_step": "1.005"}, "price_step"),
            ({"price_step": "a"}, "price_step"),
            ({"price_step": "1e99"}, "price_step"),
            ({"currency": "eur"}, "currency"),
            ({"currency": "ZZZ"}, "currency"),
            ({"countries": ["IN"]}, "countries"),
            ({"names": {"hi": "x" * 100}}, "names.hi"),
            ({"code": "../x"}, "code"),
        ],
    )
    def test_names_the_field_that_is_wrong(self, staff, changes, field):
        answer = staff.post(REGIONS, {**EUROPE, **changes})

        assert answer.status_code == 400
        assert field in answer.json()["error"]["details"]

    @pytest.mark.parametrize(
        ("field", "words"),
        [("code", "छोटे अक्षर"), ("currency", "तीन बड़े अक्षरों"), ("countries.0", "दो अक्षरों")],
    )
    def test_says_in_the_readers_language_what_is_wanted(self, staff, field, words):
        wrong = {"countries": ["germany"]} if field == "countries.0" else {field: "No such!"}

        answer = staff.post(REGIONS, EUROPE | wrong, headers={"Accept-Language": "hi"})

        assert words in str(answer.json()["error"]["details"][field])

    def test_refuses_the_default_region(self, staff):
        assert staff.delete(f"{REGIONS}/in").json()["error"]["code"] == "REGION_IN_USE"

    def test_refuses_a_taken_code(self, staff):
        assert staff.post(REGIONS, {**EUROPE, "code": "in"}).json()["error"]["code"] == "DUPLICATE"

    @pytest.mark.parametrize("who", ["stranger", "customer", "support"])
    def test_is_for_staff_who_may(self, api, api_as, who):
        caller = {
            "stranger": lambda: api,
            "customer": lambda: api_as(UserFactory()),
            "support": lambda: api_as(_support()),
        }[who]()
        region = f"{REGIONS}/in"

        statuses = {caller.post(REGIONS, EUROPE).status_code, caller.put(region, {}).status_code}
        statuses.add(caller.delete(region).status_code)

        assert statuses == {401 if who == "stranger" else 403}
        assert Region.objects.count() == 1


def _support():
    person = UserFactory(support=True)
    person.groups.set(Group.objects.filter(name="support"))
    return person


class TestTaxRates:
    def test_are_written_in_percent(self, staff):
        TaxClassFactory()
        body = {"region": "in", "tax_class": "standard", "name": "GST", "rate": "18.5"}

        made = staff.post("/api/v1/admin/tax-rates", body).json()["data"]
        changed = staff.put(f"/api/v1/admin/tax-rates/{made['id']}", {"rate": "12"}).json()["data"]

        assert (made["rate"], changed["rate"]) == ("18.5", "12")
        assert TaxRate.objects.get().rate_millionths == 120_000

    @pytest.mark.parametrize("rate", ["-1", "100.1", "x", "1e99", None, "0.00001", [], True])
    def test_refuse_rates_that_are_none(self, staff, rate):
        TaxClassFactory()
        body = {"region": "in", "tax_class": "standard", "name": "GST", "rate": rate}

        assert staff.post("/api/v1/admin/tax-rates", body).status_code == 400

    def test_are_filtered_by_region_and_class(self, staff):
        mine = TaxRateFactory(region=Region.objects.get(code="in"))
        TaxRateFactory()

        found = staff.get("/api/v1/admin/tax-rates?region=in&tax_class=standard").json()["data"]

        assert [row["id"] for row in found] == [str(mine.pk)]
        assert staff.get("/api/v1/admin/tax-rates?region=mars").status_code == 400

    @pytest.mark.parametrize("size", [20, 100])
    def test_cost_the_same_however_many_there_are(self, staff, django_assert_num_queries, size):
        region = Region.objects.get(code="in")
        for number in range(size):
            TaxRateFactory(region=region, name=f"Tax {number}")

        with django_assert_num_queries(3):
            assert len(staff.get("/api/v1/admin/tax-rates?limit=100").json()["data"]) == size


class TestExchangeRates:
    def test_are_entered_and_listed_newest_first(self, staff):
        for rate in ("0.011", "0.012"):
            staff.post("/api/v1/admin/exchange-rates", {"base": "INR", "quote": "USD", "rate": rate})

        found = staff.get("/api/v1/admin/exchange-rates?quote=USD").json()["data"]

        assert [row["rate"] for row in found] == ["0.012", "0.011"]

    @pytest.mark.parametrize("rate", ["0", "-1", "x", "1e20", "0.0000000001"])
    def test_refuse_rates_that_are_none(self, staff, rate):
        answer = staff.post("/api/v1/admin/exchange-rates", {"base": "INR", "quote": "USD", "rate": rate})

        assert answer.status_code == 400
        assert not ExchangeRate.objects.exists()

    @pytest.mark.parametrize("size", [20, 100])
    def test_cost_the_same_however_many_there_are(self, staff, django_assert_num_queries, size):
        for _number in range(size):
            ExchangeRateFactory()

        with django_assert_num_queries(3):
            assert len(staff.get("/api/v1/admin/exchange-rates?limit=100").json()["data"]) == size


class TestTaxClasses:
    def test_are_made_changed_listed_and_deleted(self, staff):
        made = staff.post("/api/v1/admin/tax-classes", {"code": "books", "name": "Books"}).json()["data"]
        path = f"/api/v1/admin/tax-classes/{made['id']}"

        assert staff.put(path, {"name": "Printed books"}).json()["data"]["name"] == "Printed books"
        assert staff.get(path).json()["data"]["code"] == "books"
        assert len(staff.get("/api/v1/admin/tax-classes").json()["data"]) == 3
        assert staff.delete(path).status_code == 204
