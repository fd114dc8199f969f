"""Making and changing coupons and rules, in `promotions.services`."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import AdminActionLog
from core.errors import InvalidInput, NotFound
from core.ids import uuid7
from promotions import services
from promotions.errors import CodeTaken
from promotions.models import Coupon, CouponUser, DiscountRule
from promotions.selectors import find_coupon, list_rules
from promotions.selectors.written import coupon_as_written, rule_as_written
from tests.factories.accounts import UserFactory
from tests.factories.catalog import BrandFactory, CategoryFactory, ProductFactory
from tests.factories.promotions import CouponFactory, DiscountRuleFactory
from tests.factories.regions import RegionFactory
from tests.factories.stores import StoreFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TEN = {"type": "percentage", "discount_value": "10"}
RUPEES = {"currency": "INR"}
TIERS = [
    {"quantity": 10, "value_type": "percent", "value": "20"},
    {"quantity": 5, "value_type": "percent", "value": "10"},
]


@pytest.fixture(autouse=True)
def india():
    return RegionFactory(india=True)


@pytest.fixture
def boss():
    return UserFactory(admin=True)


def wrong(save, **fields) -> set[str]:
    """The names of the fields that are refused."""
    with pytest.raises(InvalidInput) as refused:
        save(actor=None, **fields)
    return set(refused.value.details)


class TestCoupons:
    def test_are_kept_as_written_and_logged(self, boss):
        brand = BrandFactory()
        about = {
            "code": " diwali-10 ", "type": "percentage", "discount_value": "12.5", "max_discount": "500",
            "min_cart_value": "999.50", "currency": "INR", "usage_limit": 100, "per_user_limit": 1,
            "target_type": "brand", "targets": [brand.pk], "target_role": "retailer", "regions": ["in"],
            "valid_from": NOW, "valid_to": NOW + timedelta(1), "stackable": False, "seller_share": "50",
        }  # fmt: skip

        coupon = services.save_coupon(actor=boss, **about)

        written = coupon_as_written(Coupon.objects.get())
        assert written == written | about | {
            "code": "DIWALI-10", "max_discount": "500.00", "min_cart_value": "999.50", "targets": [str(brand.pk)],
        }  # fmt: skip
        assert (coupon.value, coupon.max_discount_minor, coupon.created_by) == (125_000, 50_000, boss)
        assert AdminActionLog.objects.get().action == "promotions.coupon.added"

    @pytest.mark.parametrize(
        ("about", "fields"),
        [
            ({"discount_value": "100.01"}, {"discount_value"}),
            ({"discount_value": "-5"}, {"discount_value"}),
            ({"discount_value": "0"}, {"discount_value"}),
            ({"discount_value": "NaN"}, {"discount_value"}),
            ({"discount_value": "1e3"}, {"discount_value"}),
            ({"discount_value": "0.00001"}, {"discount_value"}),
            ({"discount_value": None}, {"discount_value"}),
            ({"type": "fixed", "discount_value": "100"}, {"currency"}),
            ({"type": "fixed", "discount_value": "-100", **RUPEES}, {"discount_value"}),
            ({"type": "fixed", "discount_value": "1.999", **RUPEES}, {"discount_value"}),
            ({"type": "fixed", "discount_value": "9" * 20, **RUPEES}, {"discount_value"}),
            ({"type": "fixed", "discount_value": "100", "currency": "XXX"}, {"currency"}),
            ({"type": "gift"}, {"type"}),
            ({"type": "buy_x_get_y"}, {"buy_quantity", "get_quantity"}),
            ({"max_discount": "0", **RUPEES}, {"max_discount"}),
            ({"min_cart_value": "-1", **RUPEES}, {"min_cart_value"}),
            ({"valid_from": NOW, "valid_to": NOW}, {"valid_to"}),
            ({"valid_from": NOW, "valid_to": NOW - timedelta(1)}, {"valid_to"}),
            ({"target_type": "product"}, {"targets"}),
            ({"target_type": "product", "targets": [uuid7()]}, {"targets"}),
            ({"target_type": "brand", "targets": ["brand-1"]}, {"targets"}),
            ({"target_type": "planet"}, {"target_type"}),
            ({"target_role": "seller"}, {"target_role"}),
            ({"regions": ["atlantis"]}, {"regions"}),
            ({"usage_limit": 0}, {"usage_limit"}),
            ({"per_user_limit": -1}, {"per_user_limit"}),
            ({"seller_share": "101"}, {"seller_share"}),
            ({"code": "A"}, {"code"}),
            ({"code": "ДИВАЛИ"}, {"code"}),
            ({"code": "A" * 41}, {"code"}),
            ({"code": "", "discount_value": "200"}, {"code", "discount_value"}),
        ],
    )
    def test_that_cannot_be_are_refused_at_their_fields(self, about, fields):
        assert wrong(services.save_coupon, **{"code": "SAVE-10", **TEN, **about}) == fields
        assert not Coupon.objects.exists()

    def test_need_a_code_of_their_own_however_it_is_written(self):
        services.save_coupon(actor=None, code="SAVE-10", **TEN)

        with pytest.raises(CodeTaken):
            services.save_coupon(actor=None, code="save-10", **TEN)

        assert Coupon.objects.count() == 1

    def test_may_have_the_code_of_one_that_was_removed(self, boss):
        services.remove_coupon(coupon=CouponFactory(code="SAVE-10"), actor=boss)

        services.save_coupon(actor=None, code="SAVE-10", **TEN)

        assert find_coupon(code="SAVE-10")

    def test_change_only_in_what_is_said(self, boss):
        coupon = services.save_coupon(actor=None, code="SAVE-10", usage_limit=5, **TEN)

        services.save_coupon(coupon=coupon, actor=boss, discount_value="15")

        coupon.refresh_from_db()
        assert (coupon.value, coupon.usage_limit, coupon.code) == (150_000, 5, "SAVE-10")
        log = AdminActionLog.objects.get(actor=boss)
        assert (log.before["value"], log.after["value"]) == (100_000, 150_000)

    def test_are_not_limited_to_fewer_uses_than_there_were(self):
        coupon = CouponFactory(used_count=3)

        with pytest.raises(InvalidInput) as refused:
            services.save_coupon(coupon=coupon, actor=None, usage_limit=2)

        assert set(refused.value.details) == {"usage_limit"}
        assert services.save_coupon(coupon=coupon, actor=None, usage_limit=3).usage_limit == 3

    def test_of_another_kind_forget_what_they_took_off(self):
        coupon = services.save_coupon(actor=None, code="SAVE-10", max_discount="50", **RUPEES, **TEN)

        services.save_coupon(coupon=coupon, actor=None, type="buy_x_get_y", buy_quantity=2, get_quantity=1)

        coupon.refresh_from_db()
        assert (coupon.value, coupon.max_discount_minor, coupon.buy_quantity) == (0, 5_000, 2)

    def test_that_were_removed_cannot_be_changed(self, boss):
        coupon = CouponFactory()
        services.remove_coupon(coupon=coupon, actor=boss)

        with pytest.raises(NotFound):
            services.save_coupon(coupon=coupon, actor=boss, description="Back")


class TestPeople:
    def test_are_added_once_and_taken_away(self, boss):
        coupon, asha = CouponFactory(), UserFactory()

        for _ in range(2):
            services.add_coupon_users(coupon=coupon, user_ids=[asha.pk], actor=boss)
        assert CouponUser.objects.get().user == asha
        services.remove_coupon_user(coupon=coupon, user_id=asha.pk, actor=boss)

        assert not CouponUser.objects.exists()
        assert [log.action for log in AdminActionLog.objects.order_by("pk")] == [
            "promotions.coupon.users_added",
            "promotions.coupon.user_removed",
        ]

    def test_that_are_not_there_are_refused(self):
        with pytest.raises(InvalidInput):
            services.add_coupon_users(coupon=CouponFactory(), user_ids=[uuid7()], actor=None)
        with pytest.raises(NotFound):
            services.remove_coupon_user(coupon=CouponFactory(), user_id=uuid7(), actor=None)

        assert not CouponUser.objects.exists()


class TestGenerating:
    def test_makes_unique_codes_of_the_pattern(self, boss, django_assert_max_num_queries):
        # SQLite takes a few dozen rows a statement.
        with django_assert_max_num_queries(100):
            made = services.generate_coupons(
                pattern="diwali-######", count=2_500, actor=boss, usage_limit=1, valid_to=NOW + timedelta(9), **TEN
            )

        codes = {coupon.code for coupon in made}
        assert len(codes) == 2_500
        assert all(code.startswith("DIWALI-") and len(code) == 13 for code in codes)
        assert {(coupon.usage_limit, coupon.value, coupon.lot) for coupon in made} == {(1, 100_000, made[0].lot)}
        assert AdminActionLog.objects.get().after["rows"] == 2_500

    def test_goes_round_codes_that_are_taken(self, monkeypatch):
        CouponFactory(code="LUCKY-22222")
        drawn = iter(["LUCKY-AAAAA", "LUCKY-22222", "LUCKY-22223", "LUCKY-22224"])
        monkeypatch.setattr(services.generating, "_code", lambda pattern: "XYZ" if "-" not in pattern else next(drawn))

        made = services.generate_coupons(pattern="LUCKY-#####", count=2, actor=None, **TEN)

        assert [coupon.code for coupon in made] == ["LUCKY-22223", "LUCKY-22224"]

    @pytest.mark.parametrize(
        ("pattern", "count", "field"),
        [
            ("DIWALI", 10, "pattern"),
            ("DIWALI-##", 10, "pattern"),
            ("Дивали-######", 10, "pattern"),
            ("DIWALI-######", 0, "count"),
            ("DIWALI-######", 20_001, "count"),
        ],
    )
    def test_refuses_what_could_be_guessed_and_more_than_it_makes(self, pattern, count, field):
        assert wrong(services.generate_coupons, pattern=pattern, count=count, **TEN) == {field}
        assert not Coupon.objects.exists()

    def test_refuses_what_no_coupon_may_say(self):
        assert wrong(services.generate_coupons, pattern="DIWALI-######", count=5, type="percentage") == {
            "discount_value"
        }


class TestRules:
    @pytest.mark.parametrize(
        "about",
        [
            {"rule_type": "percentage", "value": "15"},
            {"rule_type": "fixed", "value": "50.00", **RUPEES},
            {"rule_type": "bulk_tier", "tiers": TIERS},
            {
                "rule_type": "quantity_break",
                "tiers": [{"quantity": 3, "value_type": "price", "value": "90.00"}],
                **RUPEES,
            },
            {"rule_type": "buy_x_get_y", "value": "100", "buy_quantity": 2, "get_quantity": 1},
            {"rule_type": "trade_price", "value_type": "price", "value": "80.00", **RUPEES},
        ],
    )
    def test_are_kept_as_written(self, about):
        about = {
            "name": "Sale", "names": {"hi": "सेल"}, "weekdays": [5, 6], "from_time": "18:00", "until_time": "20:30",
            "priority": 7, "exclusive": True, "min_quantity": 2, **about,
        }  # fmt: skip

        services.save_rule(actor=None, **about)

        written = rule_as_written(DiscountRule.objects.get())
        assert written == written | about | {
            "tiers": sorted(about.get("tiers", []), key=lambda tier: tier["quantity"])
        }

    def test_of_a_set_name_goods_that_are_there(self):
        product = ProductFactory()
        variant = product.variants.get()
        parts = [
            {"type": "product", "id": str(product.pk), "quantity": 1},
            {"type": "variant", "id": str(variant.pk), "quantity": 2},
        ]
        pair = {"name": "Pair", "rule_type": "bundle", "value_type": "price", "value": "99", **RUPEES}

        rule = services.save_rule(actor=None, parts=parts, **pair)

        assert (rule.parts, rule.value) == (parts, 9_900)
        assert wrong(services.save_rule, parts=[{"type": "variant", "id": uuid7()}], **pair) == {"parts"}
        assert wrong(services.save_rule, parts=[], **pair) == {"parts"}

    @pytest.mark.parametrize(
        ("about", "fields"),
        [
            ({"value": "101"}, {"value"}),
            ({"value": "-1"}, {"value"}),
            ({"rule_type": "fixed", "value": "10"}, {"currency"}),
            ({"rule_type": "bulk_tier"}, {"tiers"}),
            ({"rule_type": "bulk_tier", "tiers": [{"quantity": 0, "value_type": "percent", "value": "5"}]}, {"tiers"}),
            ({"rule_type": "bulk_tier", "tiers": TIERS * 2}, {"tiers"}),
            (
                {"rule_type": "bulk_tier", "tiers": [{"quantity": 2, "value_type": "percent", "value": "500"}]},
                {"tiers"},
            ),
            ({"rule_type": "buy_x_get_y", "value": "100"}, {"buy_quantity", "get_quantity"}),
            ({"rule_type": "raffle"}, {"rule_type"}),
            ({"name": " "}, {"name"}),
            ({"name": "x" * 81}, {"name"}),
            ({"names": {"xx": "Sale"}}, {"names"}),
            ({"weekdays": [7]}, {"weekdays"}),
            ({"from_time": "25:00"}, {"from_time"}),
            ({"priority": 5_000}, {"priority"}),
            ({"min_quantity": -1}, {"min_quantity"}),
            ({"valid_from": NOW, "valid_to": NOW - timedelta(1)}, {"valid_to"}),
            ({"target_type": "category", "targets": [uuid7()]}, {"targets"}),
        ],
    )
    def test_that_cannot_be_are_refused_at_their_fields(self, about, fields):
        assert (
            wrong(services.save_rule, **{"name": "Sale", "rule_type": "percentage", "value": "10", **about}) == fields
        )
        assert not DiscountRule.objects.exists()

    def test_are_aimed_at_every_kind_of_thing(self):
        product = ProductFactory(store=StoreFactory())
        things = {
            "product": product.pk, "variant": product.variants.get().pk, "category": CategoryFactory().pk,
            "brand": BrandFactory().pk, "store": product.store_id,
        }  # fmt: skip

        for kind, pk in things.items():
            rule = services.save_rule(
                actor=None, name="Sale", rule_type="percentage", value="5", target_type=kind, targets=[pk]
            )
            assert rule.target_ids == [str(pk)]

    def test_leave_a_row_in_the_log_each_time(self, boss):
        rule = services.save_rule(actor=boss, name="Sale", rule_type="percentage", value="5")
        services.save_rule(rule=rule, actor=boss, value="6")
        services.save_rule(rule=rule, actor=boss, value="6")
        services.remove_rule(rule=rule, actor=boss)

        assert [log.action.rpartition(".")[2] for log in AdminActionLog.objects.order_by("pk")] == [
            "added",
            "changed",
            "deleted",
        ]


class TestKnownRules:
    def test_are_read_once_and_again_after_a_change(
        self, india, django_assert_num_queries, django_capture_on_commit_callbacks
    ):
        services.save_rule(actor=None, name="Sale", rule_type="percentage", value="5")
        assert [rule.name for rule in list_rules(region_id=india.pk, now=NOW)] == ["Sale"]

        with django_assert_num_queries(0):
            list_rules(region_id=india.pk, now=NOW)
        with django_capture_on_commit_callbacks(execute=True):
            services.save_rule(actor=None, name="Other", rule_type="percentage", value="5")

        assert {rule.name for rule in list_rules(region_id=india.pk, now=NOW)} == {"Sale", "Other"}

    def test_are_those_of_the_region_that_are_on_or_soon_may_be(self, india):
        elsewhere = RegionFactory(code="us", currency="USD")
        for name, about in {
            "on": {},
            "here": {"region_ids": [str(india.pk)]},
            "there": {"region_ids": [str(elsewhere.pk)]},
            "off": {"is_active": False},
            "over": {"valid_to": timezone.now()},
            "tonight": {"valid_from": timezone.now() + timedelta(hours=5)},
            "next week": {"valid_from": timezone.now() + timedelta(7)},
            "gone": {"deleted_at": timezone.now()},
        }.items():
            DiscountRuleFactory(name=name, **about)

        found = {rule.name for rule in list_rules(region_id=india.pk, now=timezone.now())}

        assert found == {"on", "here", "tonight"}

    def test_are_called_what_people_read_them_as(self, india, settings):
        from django.utils.translation import override

        DiscountRuleFactory(name="Sale", names={"hi": "सेल"})

        for language, name in (("en", "Sale"), ("hi", "सेल")):
            with override(language):
                assert [rule.name for rule in list_rules(region_id=india.pk, now=NOW)] == [name]
