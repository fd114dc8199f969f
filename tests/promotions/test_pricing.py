"""What a basket costs, in `promotions.pricing`."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from promotions.pricing import (
    BundlePart,
    CouponKind,
    Customer,
    ReductionKind,
    RuleKind,
    Schedule,
    ShippingCost,
    TargetKind,
    Tier,
)
from regions.taxes import Rate
from tests.promotions.baskets import (
    GST,
    NOW,
    PERCENT,
    REGION,
    at,
    coupon,
    finals,
    line,
    off,
    quoted,
    rule,
    sending,
    why,
)

AMOUNT, PRICE = ReductionKind.AMOUNT, ReductionKind.PRICE
PRODUCT, CATEGORY = TargetKind.PRODUCT, TargetKind.CATEGORY


def test_the_example_of_the_docs_is_reckoned_so():
    rules = (
        rule(501, reduction=off(10), target=at(PRODUCT, 1)),
        rule(502, RuleKind.FIXED, reduction=off(10_000, AMOUNT), min_cart_value=200_000, is_stackable=True),
    )

    quote = quoted(
        line(1, 199_900, rates=(GST,)),
        line(2, 15_000, 3, rates=(GST,)),
        currency="INR",
        rules=rules,
        coupon=coupon(value=5 * PERCENT),
        ship=sending(6_000, 250_000, (GST,)),
    )

    taken = [[str(one.amount) for one in shown.discounts] for shown in quote.lines]
    assert taken == [["199.90", "79.99", "85.96"], ["20.01", "21.50"]]
    assert [(str(one.final_price), str(one.tax_amount)) for one in quote.lines] == [
        ("1633.15", "249.12"),
        ("408.49", "62.31"),
    ]
    assert str(quote.free_shipping_remaining) == "458.36"
    assert (str(quote.total_amount), str(quote.tax_amount)) == ("2101.64", "320.58")


class TestAnAmountOffTheCart:
    def test_is_shared_by_largest_remainder_in_the_order_of_variants(self):
        lines = [line(3, 1000), line(1, 1000), line(2, 1000)]

        quote = quoted(*lines, rules=(rule(kind=RuleKind.FIXED, reduction=off(1000, AMOUNT)),))

        assert [one.discount_amount.minor for one in quote.lines] == [333, 334, 333]
        assert quote.total_amount.minor == 2000

    def test_leaves_no_line_below_zero(self):
        lines = [line(number, 100) for number in range(1, 11)] + [line(11, 1)]

        quote = quoted(*lines, rules=(rule(kind=RuleKind.FIXED, reduction=off(994, AMOUNT)),))

        assert min(finals(quote)) >= 0
        assert quote.total_amount.minor == 7

    def test_larger_than_the_cart_makes_it_free(self):
        quote = quoted(line(1, 300), rules=(rule(kind=RuleKind.FIXED, reduction=off(1000, AMOUNT)),))

        assert (quote.discount_amount.minor, quote.total_amount.minor) == (300, 0)


class TestTax:
    def test_is_rounded_by_line(self):
        vat = (Rate("VAT", 190_000),)

        five = quoted(*(line(number, 10_000, rates=vat) for number in range(1, 6)))
        one = quoted(line(1, 10_000, 5, rates=vat))

        assert (five.tax_amount.minor, one.tax_amount.minor) == (7985, 7983)

    def test_is_added_where_prices_exclude_it(self):
        quote = quoted(line(1, 10_000, rates=(GST,)), tax_mode="exclusive", rules=(rule(reduction=off(10)),))

        assert (quote.tax_amount.minor, quote.total_amount.minor) == (1620, 10_620)
        assert not quote.tax_included

    def test_is_due_on_what_is_paid_for_shipping(self):
        quote = quoted(
            line(1, 10_000, rates=(GST,)), tax_mode="exclusive", ship=sending(500, rates=(GST,)), coupon=coupon()
        )

        assert quote.shipping_tax_amount.minor == 90
        assert quote.tax_amount.minor == 1620 + 90
        assert [(one.name, one.amount.minor) for one in quote.taxes] == [("GST", 1710)]
        assert quote.total_amount.minor == 9000 + 500 + 1710


class TestRules:
    def test_the_best_one_counts_on_each_line(self):
        rules = (
            rule(501, target=at(PRODUCT, 1), reduction=off(10)),
            rule(502, target=at(PRODUCT, 1, 2), reduction=off(20)),
            rule(503, RuleKind.FIXED, target=at(PRODUCT, 2), reduction=off(300, AMOUNT)),
        )

        quote = quoted(line(1, 1000), line(2, 1000), rules=rules)

        assert finals(quote) == [800, 700]
        assert why(quote, 501) == ("beaten", 0)
        assert [(one.name, one.amount.minor) for one in quote.discounts] == [("Rule 502", 200), ("Rule 503", 300)]

    def test_of_equals_the_one_of_higher_priority_counts(self):
        rules = (rule(501, reduction=off(10)), rule(502, reduction=off(10), priority=5))

        quote = quoted(line(1, 1000), rules=rules)

        assert [one.name for one in quote.discounts] == ["Rule 502"]

    def test_an_exclusive_one_stands_alone(self):
        rules = (
            rule(501, target=at(PRODUCT, 1), reduction=off(5), is_exclusive=True),
            rule(502, reduction=off(20)),
            rule(503, reduction=off(10), is_stackable=True),
        )

        quote = quoted(line(1, 1000), line(2, 1000), rules=rules)

        assert finals(quote) == [950, 720]

    def test_one_that_an_exclusive_one_leaves_no_line_is_told_so(self):
        rules = (rule(501, reduction=off(5), is_exclusive=True), rule(502, reduction=off(20)))

        assert why(quoted(line(1, 1000), rules=rules), 502) == ("excluded", 0)

    def test_stackable_ones_take_from_what_is_left(self):
        rules = (rule(501, reduction=off(10)), rule(502, reduction=off(10), is_stackable=True))

        assert finals(quoted(line(1, 1000), rules=rules)) == [810]

    def test_a_set_outbids_what_its_lines_would_get_otherwise_or_gets_nothing(self):
        bundle = rule(
            501,
            RuleKind.BUNDLE,
            parts=(BundlePart(PRODUCT, UUID(int=1)), BundlePart(PRODUCT, UUID(int=2))),
            reduction=off(1500, PRICE),
        )
        lines = line(1, 1000), line(2, 1000)

        assert finals(quoted(*lines, rules=(bundle, rule(502, reduction=off(20))))) == [750, 750]
        better = quoted(*lines, rules=(bundle, rule(502, reduction=off(30))))
        assert finals(better) == [700, 700]
        assert why(better, 501) == ("beaten", 0)

    @pytest.mark.parametrize(("quantity", "paid"), [(4, 4000), (5, 4500), (9, 8100), (10, 8000)])
    def test_tiers_count_the_units_of_all_lines_together(self, quantity, paid):
        tiers = (Tier(5, off(10)), Tier(10, off(20)))

        quote = quoted(
            line(1, 1000, 2), line(2, 1000, quantity - 2), rules=(rule(kind=RuleKind.BULK_TIER, tiers=tiers),)
        )

        assert quote.total_amount.minor == paid

    def test_quantity_breaks_count_the_units_of_each_line(self):
        tiers = (Tier(3, off(900, PRICE)), Tier(6, off(250, AMOUNT)))

        quote = quoted(
            line(1, 1000, 2),
            line(2, 1000, 3),
            line(3, 1000, 6),
            rules=(rule(kind=RuleKind.QUANTITY_BREAK, tiers=tiers),),
        )

        assert finals(quote) == [2000, 2700, 4500]

    @pytest.mark.parametrize(("quantity", "paid"), [(2, 2000), (3, 2000), (5, 4000), (6, 4000), (7, 5000)])
    def test_buy_two_get_one(self, quantity, paid):
        quote = quoted(line(1, 1000, quantity), rules=(rule(kind=RuleKind.BUY_X_GET_Y, buy=2, get=1),))

        assert quote.total_amount.minor == paid

    def test_the_cheapest_unit_is_the_free_one(self):
        quote = quoted(
            line(1, 1000), line(2, 300), line(3, 700), rules=(rule(kind=RuleKind.BUY_X_GET_Y, buy=2, get=1),)
        )

        assert finals(quote) == [1000, 0, 700]

    def test_a_bundle_counts_as_often_as_it_is_complete(self):
        bundle = rule(
            kind=RuleKind.BUNDLE,
            parts=(BundlePart(PRODUCT, UUID(int=1)), BundlePart(PRODUCT, UUID(int=2), 2)),
            reduction=off(2000, PRICE),
        )

        assert quoted(line(1, 1000, 3), line(2, 1000, 5), rules=(bundle,)).total_amount.minor == 2 * 2000 + 2000
        assert quoted(line(1, 1000, 3), line(2, 1000, 1), rules=(bundle,)).discount_amount.minor == 0

    def test_a_bundle_leaves_the_variants_alone_that_it_does_not_need(self):
        bundle = rule(
            501,
            RuleKind.BUNDLE,
            parts=(BundlePart(PRODUCT, UUID(int=1)), BundlePart(PRODUCT, UUID(int=2))),
            reduction=off(1500, PRICE),
        )
        spare = rule(502, target=at(TargetKind.VARIANT, 3), reduction=off(10))

        quote = quoted(line(1, 1000), line(2, 1000), line(3, 900, product_id=UUID(int=1)), rules=(bundle, spare))

        assert finals(quote) == [750, 750, 810]

    def test_hours_that_end_where_they_begin_are_all_day(self):
        always = rule(reduction=off(10), schedule=Schedule(from_minute=1080, until_minute=1080))

        assert finals(quoted(line(1, 1000), rules=(always,))) == [900]

    def test_a_category_means_those_below_too(self):
        shoes = line(1, 1000, category_ids=frozenset({UUID(int=71), UUID(int=70)}))

        assert finals(quoted(shoes, line(2, 1000), rules=(rule(target=at(CATEGORY, 70), reduction=off(50)),))) == [
            500,
            1000,
        ]

    def test_a_bundle_takes_the_dearest_units_that_fit(self):
        big, small = (line(number, price, product_id=UUID(int=9)) for number, price in [(1, 300), (2, 1000)])
        bundle = rule(
            kind=RuleKind.BUNDLE,
            parts=(BundlePart(PRODUCT, UUID(int=9)), BundlePart(PRODUCT, UUID(int=3))),
            reduction=off(500, PRICE),
        )

        quote = quoted(big, small, line(3, 1000), rules=(bundle,))

        assert finals(quote) == [300, 250, 250]

    def test_a_bundle_of_two_units_needs_two_of_them(self):
        pair = rule(
            kind=RuleKind.BUNDLE,
            parts=(BundlePart(PRODUCT, UUID(int=1)), BundlePart(TargetKind.VARIANT, UUID(int=1))),
            reduction=off(500, PRICE),
        )

        assert quoted(line(1, 1000), rules=(pair,)).total_amount.minor == 1000
        assert quoted(line(1, 1000, 5), rules=(pair,)).total_amount.minor == 2 * 500 + 1000

    def test_a_bundle_that_is_no_cheaper_changes_nothing(self):
        dear = rule(kind=RuleKind.BUNDLE, parts=(BundlePart(PRODUCT, UUID(int=1)),), reduction=off(1000, PRICE))

        assert why(quoted(line(1, 1000), rules=(dear,))) == ("no_effect", 0)

    def test_a_set_has_the_units_that_were_bought_for_it_too(self):
        rules = (rule(501, RuleKind.BUY_X_GET_Y, buy=1, get=1), rule(502, reduction=off(20)))

        assert finals(quoted(line(1, 1000), line(2, 600), rules=rules)) == [1000, 0]

    def test_buying_nothing_gives_nothing(self):
        assert quoted(line(1, 1000), rules=(rule(kind=RuleKind.BUY_X_GET_Y, buy=0, get=1),)).total_amount.minor == 1000

    def test_go_by_the_minute(self):
        half_past = NOW.replace(minute=30)
        hours = rule(reduction=off(10), schedule=Schedule(from_minute=12 * 60 + 15, until_minute=13 * 60))

        assert quoted(line(1, 1000), rules=(hours,), now=half_past).total_amount.minor == 900

    def test_a_set_that_takes_as_much_as_the_lines_have_leaves_them(self):
        fixed = rule(501, RuleKind.FIXED, reduction=off(100, AMOUNT))

        quote = quoted(line(1, 1000), rules=(fixed, rule(502, reduction=off(10))))

        assert [one.name for one in quote.discounts] == ["Rule 502"]

    @pytest.mark.parametrize("kind", [TargetKind.PRODUCT, TargetKind.VARIANT, TargetKind.BRAND, TargetKind.STORE])
    def test_aimed_at_something_leave_the_rest_alone(self, kind):
        marked = {"brand_id": UUID(int=7), "store_id": UUID(int=7)}
        lines = line(7, 1000, **marked), line(8, 1000), line(9, 1000, brand_id=UUID(int=5), store_id=UUID(int=5))

        assert finals(quoted(*lines, rules=(rule(target=at(kind, 7), reduction=off(10)),))) == [900, 1000, 1000]
        assert finals(quoted(*lines, rules=(rule(target=at(kind, 7, 6), reduction=off(10)),))) == [900, 1000, 1000]

    def test_a_new_price_above_the_old_one_changes_nothing(self):
        dear = rule(kind=RuleKind.FIXED, target=at(PRODUCT, 1), reduction=off(1200, PRICE))

        assert quoted(line(1, 1000), rules=(dear,)).discount_amount.minor == 0

    def test_say_how_much_they_took_in_all(self):
        rules = (rule(501, reduction=off(10)), rule(502, reduction=off(5), is_stackable=True))

        quote = quoted(line(1, 1000), line(2, 3000), rules=rules)

        assert {one.name: one.amount.minor for one in quote.considered} == {"Rule 501": 400, "Rule 502": 180}

    @pytest.mark.parametrize(
        ("about", "told"),
        [
            ({"schedule": Schedule(starts_at=NOW + timedelta(seconds=1))}, ("not_yet", 0)),
            ({"schedule": Schedule(ends_at=NOW)}, ("over", 0)),
            ({"schedule": Schedule(weekdays=frozenset({0}))}, ("not_now", 0)),
            ({"schedule": Schedule(from_minute=13 * 60, until_minute=14 * 60)}, ("not_now", 0)),
            ({"schedule": Schedule(from_minute=22 * 60, until_minute=12 * 60)}, ("not_now", 0)),
            ({"audience": "retailer"}, ("audience", 0)),
            ({"region_ids": frozenset({UUID(int=1)})}, ("region", 0)),
            ({"currency": "INR"}, ("currency", 0)),
            ({"target": at(PRODUCT, 9)}, ("target", 0)),
            ({"min_quantity": 3}, ("min_quantity", 1)),
            ({"min_cart_value": 2410}, ("min_cart_value", 410)),
            ({"reduction": off(0)}, ("no_effect", 0)),
        ],
    )
    def test_one_that_does_not_apply_says_why(self, about, told):
        quote = quoted(line(1, 1000, 2), rules=(rule(**{"reduction": off(10), **about}),))

        assert why(quote) == told
        assert quote.discount_amount.minor == 0

    @pytest.mark.parametrize(
        "about",
        [
            {"schedule": Schedule(starts_at=NOW, ends_at=NOW + timedelta(seconds=1))},
            {"schedule": Schedule(weekdays=frozenset({4}))},
            {"schedule": Schedule(from_minute=12 * 60, until_minute=12 * 60 + 1)},
            {"schedule": Schedule(from_minute=12 * 60, until_minute=6 * 60)},
            {"schedule": Schedule(from_minute=22 * 60, until_minute=12 * 60 + 1)},
            {"audience": "customer"},
            {"region_ids": frozenset({REGION})},
            {"currency": "EUR"},
            {"min_quantity": 2},
            {"min_cart_value": 2000},
        ],
    )
    def test_one_that_applies_takes_its_part(self, about):
        assert quoted(line(1, 1000, 2), rules=(rule(reduction=off(10), **about),)).total_amount.minor == 1800


class TestTradePrices:
    def test_are_the_price_of_a_unit_from_which_rules_start(self):
        rules = (
            rule(501, RuleKind.TRADE_PRICE, audience="retailer", reduction=off(30)),
            rule(502, RuleKind.TRADE_PRICE, audience="retailer", reduction=off(600, PRICE), target=at(PRODUCT, 2)),
            rule(503, reduction=off(10)),
        )
        lines = line(1, 1000), line(2, 1000)

        quote = quoted(*lines, rules=rules, customer=Customer("retailer"))

        assert [one.unit_price.minor for one in quote.lines] == [700, 600]
        assert [one.list_price.minor for one in quote.lines] == [1000, 1000]
        assert (quote.subtotal.minor, finals(quote)) == (1300, [630, 540])
        assert quoted(*lines, rules=rules).subtotal.minor == 2000

    def test_may_be_an_amount_off_and_say_what_they_took(self):
        cheap = rule(501, RuleKind.TRADE_PRICE, reduction=off(300, AMOUNT))
        gift = rule(502, RuleKind.TRADE_PRICE, reduction=off(9000, AMOUNT), target=at(PRODUCT, 2))

        quote = quoted(line(1, 1000, 2), line(2, 1000), line(3, 500, 3), rules=(cheap, gift))

        assert [one.unit_price.minor for one in quote.lines] == [700, 0, 200]
        assert {one.name: one.amount.minor for one in quote.considered} == {"Rule 501": 600 + 900, "Rule 502": 1000}

    def test_the_same_one_twice_is_that_of_higher_priority(self):
        rules = tuple(rule(number, RuleKind.TRADE_PRICE, reduction=off(10), priority=number) for number in (501, 502))

        assert why(quoted(line(1, 1000), rules=rules), 501) == ("beaten", 0)

    def test_never_raise_a_price(self):
        dear = rule(kind=RuleKind.TRADE_PRICE, reduction=off(1200, PRICE))

        assert quoted(line(1, 1000), rules=(dear,)).subtotal.minor == 1000


class TestCoupons:
    def test_come_after_the_rules(self):
        quote = quoted(line(1, 1000), rules=(rule(reduction=off(10)),), coupon=coupon())

        assert quote.total_amount.minor == 810
        assert quote.coupon_refusal is None

    def test_take_no_more_than_their_most(self):
        assert quoted(line(1, 1000), line(2, 2000), coupon=coupon(max_discount=100)).discount_amount.minor == 100

    def test_of_a_fixed_amount_larger_than_the_total_leave_nothing_to_pay(self):
        assert quoted(line(1, 1000), coupon=coupon(CouponKind.FIXED, 5000)).total_amount.minor == 0

    def test_for_free_shipping_take_off_its_cost(self):
        quote = quoted(line(1, 1000), ship=sending(400, 5000), coupon=coupon(CouponKind.FREE_SHIPPING))

        assert (quote.shipping_amount.minor, quote.shipping_discount_amount.minor) == (400, 400)
        assert (quote.discount_amount.minor, quote.total_amount.minor) == (400, 1000)
        assert quote.free_shipping_remaining is None

    def test_buy_and_get(self):
        assert (
            quoted(line(1, 1000, 3), coupon=coupon(CouponKind.BUY_X_GET_Y, 0, buy=2, get=1)).total_amount.minor == 2000
        )

    def test_buy_and_get_at_most_so_much(self):
        lines = line(1, 1000, 2), line(2, 500), line(3, 600)

        def limited(most: int) -> list[int]:
            return finals(quoted(*lines, coupon=coupon(CouponKind.BUY_X_GET_Y, 0, buy=1, get=1, max_discount=most)))

        assert limited(1100) == [2000, 0, 0]
        assert limited(550) == [2000, 250, 300]

    def test_buy_and_get_exactly_so_much_makes_the_cheapest_free(self):
        exact = coupon(CouponKind.BUY_X_GET_Y, 0, buy=1, get=1, max_discount=1100)

        assert finals(quoted(line(1, 500), line(2, 600, 3), coupon=exact)) == [0, 1200]

    def test_that_take_nothing_say_so(self):
        quote = quoted(line(1, 0), coupon=coupon())

        assert quote.coupon_refusal
        assert (quote.coupon_refusal.reason, why(quote, 700)) == ("no_effect", ("no_effect", 0))

    def test_hold_from_their_first_moment_and_their_least_value(self):
        assert quoted(line(1, 1000), coupon=coupon(starts_at=NOW, min_cart_value=1000)).total_amount.minor == 900

    def test_say_how_much_they_took_of_goods_and_shipping(self):
        goods = quoted(line(1, 1000), line(2, 1000), coupon=coupon())
        shipping = quoted(line(1, 1000), ship=sending(400), coupon=coupon(CouponKind.FREE_SHIPPING, max_discount=300))

        for quote, taken in ((goods, 200), (shipping, 300)):
            assert next(one for one in quote.considered if one.name == "SAVE").amount.minor == taken

    def test_for_part_of_the_shipping_leave_tax_on_the_rest(self):
        quote = quoted(
            line(1, 1000),
            tax_mode="exclusive",
            ship=sending(400, rates=(GST,)),
            coupon=coupon(CouponKind.FREE_SHIPPING, max_discount=300),
        )

        assert (quote.shipping_tax_amount.minor, quote.total_amount.minor) == (18, 1000 + 100 + 18)

    def test_that_stand_alone_are_weighed_with_what_they_save_on_shipping(self):
        about = {"rules": (rule(reduction=off(10)),), "ship": sending(150)}
        free = coupon(CouponKind.FREE_SHIPPING, is_stackable=False)

        assert quoted(line(1, 1000), coupon=free, **about).total_amount.minor == 1000
        assert quoted(line(1, 2000), coupon=free, **about).total_amount.minor == 1950
        assert quoted(line(1, 1500), coupon=free, **about).discounts[0].name == "Rule 500"

    @pytest.mark.parametrize(
        ("about", "code", "reason", "missing"),
        [
            ({"is_active": False}, "COUPON_INVALID", "inactive", None),
            ({"starts_at": NOW + timedelta(1)}, "COUPON_INVALID", "not_yet", None),
            ({"ends_at": NOW}, "COUPON_EXPIRED", "over", None),
            ({"is_used_up": True}, "COUPON_EXHAUSTED", "used_up", None),
            ({"is_used_up_by_customer": True}, "COUPON_EXHAUSTED", "used_up_by_customer", None),
            ({"is_for_others": True}, "COUPON_NOT_FOR_YOU", "for_others", None),
            ({"audience": "retailer"}, "COUPON_NOT_FOR_YOU", "audience", None),
            ({"region_ids": frozenset({UUID(int=1)})}, "COUPON_NOT_FOR_YOU", "region", None),
            ({"currency": "INR"}, "COUPON_INVALID", "currency", None),
            ({"first_order_only": True}, "COUPON_NOT_FOR_YOU", "first_order_only", None),
            ({"target": at(PRODUCT, 9)}, "COUPON_INVALID", "target", None),
            ({"min_cart_value": 1410}, "COUPON_MIN_NOT_MET", "min_cart_value", 410),
        ],
    )
    def test_that_do_not_apply_say_why_and_what_is_missing(self, about, code, reason, missing):
        quote = quoted(line(1, 1000), coupon=coupon(**about), customer=Customer(has_ordered=True))

        refused = quote.coupon_refusal
        assert refused
        assert (refused.code, refused.reason, refused.missing and refused.missing.minor) == (code, reason, missing)
        assert (quote.total_amount.minor, why(quote, 700)[0]) == (1000, reason)

    def test_that_stand_alone_count_where_they_are_cheaper(self):
        rules = (rule(reduction=off(20)),)

        cheaper = quoted(line(1, 1000), rules=rules, coupon=coupon(value=30 * PERCENT, is_stackable=False))
        dearer = quoted(line(1, 1000), rules=rules, coupon=coupon(value=10 * PERCENT, is_stackable=False))

        assert (cheaper.total_amount.minor, why(cheaper)) == (700, ("excluded", 0))
        assert dearer.total_amount.minor == 800
        assert dearer.coupon_refusal
        assert dearer.coupon_refusal.reason == "beaten"
        assert why(dearer, 700) == ("beaten", 0)

    def test_that_stand_alone_may_make_sending_free(self):
        about = {"rules": (rule(reduction=off(10)),), "ship": sending(400, 4800)}

        quote = quoted(line(1, 5000), coupon=coupon(CouponKind.FIXED, 150, is_stackable=False), **about)

        assert quote.total_amount.minor == 4850

    def test_valid_until_midnight_end_then_in_the_zone_of_the_shop(self):
        kolkata = ZoneInfo("Asia/Kolkata")
        until = coupon(ends_at=datetime(2026, 11, 21, tzinfo=kolkata))

        last = quoted(line(1, 1000), coupon=until, now=datetime(2026, 11, 20, 23, 59, 59, tzinfo=kolkata))
        over = quoted(line(1, 1000), coupon=until, now=datetime(2026, 11, 20, 18, 30, tzinfo=UTC))

        assert last.coupon_refusal is None
        assert over.coupon_refusal
        assert over.coupon_refusal.code == "COUPON_EXPIRED"


class TestShipping:
    @pytest.mark.parametrize(("unit_price", "cost", "missing"), [(4999, 400, 1), (5000, 0, 0), (6000, 0, 0)])
    def test_is_free_from_a_value_after_discounts_on(self, unit_price, cost, missing):
        quote = quoted(line(1, unit_price), ship=sending(400, 5000))

        assert (quote.shipping_amount.minor, quote.free_shipping_remaining) == (
            cost,
            quote.subtotal.__class__(missing, "EUR"),
        )

    def test_counts_the_value_after_discounts(self):
        quote = quoted(line(1, 5000), ship=sending(400, 5000), coupon=coupon())

        assert quote.shipping_amount.minor == 400
        assert quote.free_shipping_remaining
        assert quote.free_shipping_remaining.minor == 500

    def test_of_each_store_costs_by_the_value_of_its_own_goods(self):
        ours, theirs = line(1, 1000, rates=(GST,)), line(2, 6000, store_id=UUID(int=5), rates=(GST,))

        quote = quoted(theirs, ours, ship=sending(400, 5000, (GST,)), coupon=coupon())

        assert [(part.store_id, part.amount.minor) for part in quote.shipping_parts] == [(None, 400), (UUID(int=5), 0)]
        assert (quote.shipping_amount.minor, quote.shipping_parts[0].tax_amount.minor) == (400, 61)
        assert quote.free_shipping_remaining
        assert quote.free_shipping_remaining.minor == 5000 - 900

    def test_of_a_store_without_goods_is_as_far_from_free_as_can_be(self):
        quote = quoted(line(1, 1000), ship=lambda _values: (ShippingCost(400, (), 5000, UUID(int=9)),))

        assert quote.free_shipping_remaining
        assert quote.free_shipping_remaining.minor == 5000

    def test_given_free_is_so_for_each_store_in_proportion(self):
        stores = [line(number, 1000, store_id=UUID(int=number)) for number in (3, 1, 2)]

        def free(most: int | None) -> list[int]:
            given = coupon(CouponKind.FREE_SHIPPING, max_discount=most)
            return [
                part.discount_amount.minor for part in quoted(*stores, ship=sending(400), coupon=given).shipping_parts
            ]

        assert (free(None), free(1000)) == ([400, 400, 400], [334, 333, 333])

    def test_of_nothing_costs_nothing(self):
        quote = quoted(ship=sending(400))

        assert quote.total_amount.minor == 0


class TestWhoPays:
    def test_the_seller_pays_its_part_of_a_discount_on_its_goods(self):
        shared = rule(reduction=off(10), seller_pays=500_000)

        theirs = {"store_id": UUID(int=5)}

        quote = quoted(line(1, 1010, **theirs), line(2, 1000), line(3, 1000, **theirs), rules=(shared,))

        assert [one.discounts[0].by_seller.minor for one in quote.lines] == [51, 0, 50]
        assert [(one.amount.minor, one.by_seller.minor) for one in quote.discounts] == [(301, 101)]
