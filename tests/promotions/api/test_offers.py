"""JSON of coupons, rules and what is on."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.ids import uuid7
from promotions.models import Coupon, DiscountRule
from tests.factories.accounts import UserFactory
from tests.factories.catalog import CategoryFactory, ProductFactory
from tests.factories.promotions import CouponFactory, DiscountRuleFactory, RedemptionFactory
from tests.factories.regions import RegionFactory

pytestmark = pytest.mark.django_db
COUPONS, RULES, ON = "/api/v1/admin/coupons", "/api/v1/admin/discount-rules", "/api/v1/promotions"
TEN = {"type": "percentage", "discount_value": "10"}
NOW = timezone.now()


@pytest.fixture(autouse=True)
def india():
    return RegionFactory(india=True)


@pytest.fixture
def staff(api_as):
    return api_as(UserFactory(admin=True))


class TestCoupons:
    def test_that_are_wrong_name_every_field(self, staff):
        body = {"code": "!", "type": "percentage", "discount_value": "120", "targets": [str(uuid7())]}

        answer = staff.post(COUPONS, {**body, "target_type": "product"}, format="json")

        assert answer.status_code == 400
        assert set(answer.json()["error"]["details"]) == {"code", "discount_value", "targets"}
        assert not Coupon.objects.exists()

    def test_of_a_taken_code_are_a_duplicate(self, staff):
        CouponFactory(code="SAVE")

        answer = staff.post(COUPONS, {"code": "save", **TEN}, format="json")

        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "DUPLICATE")

    def test_say_how_they_were_used(self, staff):
        coupon = CouponFactory(used_count=3, usage_limit=10)
        for status, minor, currency in (
            ("reserved", 1000, "INR"),
            ("confirmed", 500, "INR"),
            ("confirmed", 250, "USD"),
            ("released", 9000, "INR"),
        ):
            RedemptionFactory(coupon=coupon, status=status, discount_minor=minor, currency=currency)

        [shown] = staff.get(COUPONS).json()["data"]

        assert shown["usage"] == {
            "used": 3, "reserved": 1, "confirmed": 2, "released": 1,
            "discounts": [{"currency": "INR", "amount": "15.00"}, {"currency": "USD", "amount": "2.50"}],
        }  # fmt: skip

    def test_are_listed_in_as_many_statements_however_many_there_are(self, staff, django_assert_max_num_queries):
        for _ in range(20):
            RedemptionFactory()

        with django_assert_max_num_queries(12):
            assert len(staff.get(COUPONS).json()["data"]) == 20

    def test_are_not_what_a_body_says_of_their_use(self, staff):
        answer = staff.post(COUPONS, {"code": "SAVE", **TEN, "used_count": 99, "id": str(uuid7())}, format="json")

        assert answer.status_code == 201
        assert Coupon.objects.get().used_count == 0

    @pytest.mark.parametrize("value", [True, [], {}, None, "ten", "1; DROP", "٣٣٣", 10**10])
    def test_take_no_value_that_is_none(self, staff, value):
        answer = staff.post(COUPONS, {"code": "SAVE", "type": "percentage", "discount_value": value}, format="json")

        assert answer.status_code == 400
        assert "discount_value" in answer.json()["error"]["details"]

    def test_are_read_one_at_a_time_with_their_people(self, staff):
        asha, coupon = UserFactory(), CouponFactory(code="ASHA")
        path = f"{COUPONS}/{coupon.pk}"
        staff.post(f"{path}/users", {"users": [str(asha.pk)]}, format="json")

        people = staff.get(f"{path}/users").json()["data"]

        assert staff.get(path).json()["data"]["code"] == "ASHA"
        assert [person["email"] for person in people] == [asha.email]

    def test_that_are_gone_are_not_found(self, staff):
        gone = CouponFactory(deleted_at=NOW)

        for pk in (gone.pk, uuid7()):
            assert staff.get(f"{COUPONS}/{pk}").status_code == 404
            assert staff.delete(f"{COUPONS}/{pk}/users/{uuid7()}").status_code == 404


class TestRedemptions:
    def test_are_narrowed_by_coupon_person_and_time(self, staff):
        user = UserFactory()
        old, new = (RedemptionFactory(redeemed_at=NOW - timedelta(days), user=user) for days in (9, 1))
        RedemptionFactory()
        path = "/api/v1/admin/coupon-redemptions"

        def found(**query) -> set[str]:
            return {row["id"] for row in staff.get(path, query).json()["data"]}

        assert found(user=user.pk) == {str(old.pk), str(new.pk)}
        assert found(coupon=old.coupon_id) == {str(old.pk)}
        assert found(user=user.pk, **{"from": (NOW - timedelta(2)).isoformat()}) == {str(new.pk)}
        assert found(to=(NOW - timedelta(2)).isoformat()) == {str(old.pk)}
        assert staff.get(path, {"status": "spent"}).status_code == 400


class TestRules:
    def test_are_read_one_at_a_time(self, staff):
        rule = DiscountRuleFactory(name="Monsoon sale")

        assert staff.get(f"{RULES}/{rule.pk}").json()["data"]["name"] == "Monsoon sale"

    def test_keep_what_is_left_out(self, staff):
        rule = staff.post(RULES, {"name": "Sale", "rule_type": "percentage", "value": "10"}, format="json").json()
        path = f"{RULES}/{rule['data']['id']}"

        changed = staff.put(path, {"weekdays": [6], "from_time": "22:00", "until_time": "02:00"}, format="json").json()

        assert (changed["data"]["value"], changed["data"]["weekdays"]) == ("10", [6])
        assert (rule["data"]["is_listed"], changed["data"]["is_listed"]) == (True, False)

    def test_are_told_apart_by_whether_they_are_on(self, staff):
        on = DiscountRuleFactory(valid_from=NOW - timedelta(1))
        for about in ({"is_active": False}, {"valid_to": NOW}, {"valid_from": NOW + timedelta(1)}):
            DiscountRuleFactory(**about)

        def found(query: str) -> list[str]:
            return [row["id"] for row in staff.get(f"{RULES}?{query}").json()["data"]]

        assert found("on=1") == [str(on.pk)]
        assert len(found("on=0")) == 3
        assert len(found("")) == 4

    def test_that_cannot_be_are_refused(self, staff):
        answer = staff.post(RULES, {"name": "Sale", "rule_type": "fixed", "value": "-1"}, format="json")

        assert answer.status_code == 400
        assert not DiscountRule.objects.exists()


class TestWhatIsOn:
    def shown(self, api, **headers) -> list[str]:
        return [row["name"] for row in api.get(ON, headers=headers).json()["data"]]

    def test_is_what_counts_here_and_now_for_this_audience(self, api, india):
        elsewhere = RegionFactory(code="us", currency="USD")
        for name, about in {
            "everywhere": {},
            "ends soon": {"valid_to": NOW + timedelta(1)},
            "here": {"region_ids": [str(india.pk)]},
            "there": {"region_ids": [str(elsewhere.pk)]},
            "in dollars": {"currency": "USD"},
            "for trade": {"target_role": "retailer"},
            "off": {"is_active": False},
            "over": {"valid_to": NOW},
            "tomorrow": {"valid_from": NOW + timedelta(1)},
        }.items():
            DiscountRuleFactory(name=name, **about)

        assert self.shown(api) == ["ends soon", "everywhere", "here"]

    def test_names_what_it_is_for_as_far_as_shoppers_see_it(self, api):
        product, hidden = ProductFactory(name="Lamp"), ProductFactory(status="draft")
        category = CategoryFactory(name="Lighting")
        DiscountRuleFactory(target_type="product", target_ids=[str(product.pk), str(hidden.pk)])
        DiscountRuleFactory(target_type="category", target_ids=[str(category.pk)])
        DiscountRuleFactory(name="secret", target_type="product", target_ids=[str(hidden.pk)])

        rows = api.get(ON).json()["data"]

        assert [[target["name"] for target in row["targets"]] for row in rows] == [["Lamp"], ["Lighting"]]

    @pytest.mark.parametrize(
        ("about", "gives", "conditions"),
        [
            ({"value": 125_000}, "12.5% off", []),
            ({"kind": "fixed", "value_type": "amount", "value": 5_000}, "₹50.00 off", []),
            (
                {"min_quantity": 3, "min_cart_value_minor": 100_000},
                "10% off",
                ["from 3 units", "from a cart of ₹1,000.00"],
            ),
            (
                {"kind": "buy_x_get_y", "value": 1_000_000, "buy_quantity": 2, "get_quantity": 1},
                "Buy 2, get 1 free",
                [],
            ),
            (
                {"kind": "bulk_tier", "tiers": [{"quantity": 5, "value_type": "percent", "value": 50_000}]},
                "from 5: 5% off",
                [],
            ),
            (
                {"weekdays": [5, 6], "from_minute": 1080, "until_minute": 1440},
                "10% off",
                ["Saturday, Sunday", "from 18:00 to 00:00"],
            ),
        ],
    )
    def test_is_told_in_words(self, api, about, gives, conditions):
        DiscountRuleFactory(**{"currency": "INR", **about})

        [row] = api.get(ON).json()["data"]

        assert (row["gives"], row["conditions"]) == (gives, conditions)

    def test_is_told_in_hindi(self, api):
        DiscountRuleFactory(name="Sale", names={"hi": "सेल"})

        [row] = api.get(ON, headers={"Accept-Language": "hi"}).json()["data"]

        assert (row["name"], row["gives"]) == ("सेल", "10% की छूट")

    def test_tells_no_coupon(self, api):
        CouponFactory()

        assert api.get(ON).json()["data"] == []

    def test_is_read_in_few_statements(self, api, django_assert_max_num_queries):
        for _ in range(10):
            DiscountRuleFactory(target_type="product", target_ids=[str(ProductFactory().pk)])
            DiscountRuleFactory(target_type="category", target_ids=[str(CategoryFactory().pk)])

        with django_assert_max_num_queries(12):
            assert len(api.get(ON).json()["data"]) == 20
