"""Coupons and rules in the back office."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from promotions import services
from promotions.enums import CouponType, RuleType
from promotions.models import Coupon, DiscountRule
from promotions.selectors.written import rule_as_written
from tests.factories.accounts import UserFactory
from tests.factories.catalog import BrandFactory, CategoryFactory, ProductFactory
from tests.factories.promotions import CouponFactory, DiscountRuleFactory, RedemptionFactory
from tests.factories.regions import RegionFactory, TaxRateFactory

pytestmark = pytest.mark.django_db
COUPON, RULE = "/admin/promotions/coupon", "/admin/promotions/discountrule"
ON_EVERYTHING = {"target_type": "cart", "target_role": "both"}
NOW = timezone.now()


@pytest.fixture(autouse=True)
def india():
    return RegionFactory(india=True)


@pytest.fixture(autouse=True)
def boss(client):
    user = UserFactory(admin=True)
    client.force_login(user)
    return user


def filled_in(page) -> dict:
    """What the browser sends of the page as it was opened."""
    form = page.context["adminform"].form
    sent = {"_version": page.context["version"]}
    for name, field in form.fields.items():
        value = form.get_initial_for_field(field, name)
        if isinstance(value, datetime):
            local = timezone.localtime(value, ZoneInfo("Asia/Kolkata"))
            sent |= {f"{name}_0": f"{local:%Y-%m-%d}", f"{name}_1": f"{local:%H:%M:%S}"}
        elif value is not None and value is not False and value != "":
            sent[name] = value
    return sent


class TestKinds:
    @pytest.mark.parametrize("path", [COUPON, RULE])
    def test_are_chosen_before_the_form(self, client, path):
        page = client.get(f"{path}/add/")

        kinds = CouponType if path == COUPON else RuleType
        assert all(f'href="?kind={kind}"' in page.text for kind in kinds.values)

    @pytest.mark.parametrize(
        ("kind", "here", "elsewhere"),
        [
            ("percentage", {"discount_value", "max_discount"}, {"buy_quantity"}),
            ("fixed", {"discount_value"}, {"max_discount", "buy_quantity"}),
            ("free_shipping", {"max_discount"}, {"discount_value", "buy_quantity"}),
            ("buy_x_get_y", {"buy_quantity", "get_quantity"}, {"discount_value"}),
        ],
    )
    def test_of_coupons_have_their_own_fields_alone(self, client, kind, here, elsewhere):
        fields = client.get(f"{COUPON}/add/?kind={kind}").context["adminform"].form.fields.keys()

        assert here <= fields
        assert not elsewhere & fields

    @pytest.mark.parametrize(
        ("kind", "here", "elsewhere"),
        [
            ("percentage", {"value"}, {"tiers", "parts", "value_type", "buy_quantity"}),
            ("bulk_tier", {"tiers"}, {"value", "parts", "min_quantity"}),
            ("bundle", {"parts", "value_type", "value"}, {"target_type", "tiers"}),
            ("trade_price", {"value_type", "value"}, {"tiers", "parts"}),
            ("buy_x_get_y", {"value", "buy_quantity", "get_quantity"}, {"value_type"}),
        ],
    )
    def test_of_rules_have_their_own_fields_alone(self, client, kind, here, elsewhere):
        fields = client.get(f"{RULE}/add/?kind={kind}").context["adminform"].form.fields.keys()

        assert here <= fields
        assert not elsewhere & fields


class TestForms:
    def test_of_a_coupon_say_what_is_wrong_at_the_field(self, client):
        form = {"kind": "percentage", "code": "SAVE", "discount_value": "120", **ON_EVERYTHING}

        answer = client.post(f"{COUPON}/add/?kind=percentage", form)

        assert answer.context["adminform"].form.errors.keys() == {"discount_value"}
        assert not Coupon.objects.exists()

    def test_give_a_coupon_to_people_and_take_it_away(self, client):
        asha, ravi = UserFactory(email="asha@example.com"), UserFactory(email="ravi@example.com")
        coupon = CouponFactory()
        services.add_coupon_users(coupon=coupon, user_ids=[asha.pk], actor=None)
        path = f"{COUPON}/{coupon.pk}/change/"
        sent = filled_in(client.get(path))
        assert sent["people"] == "asha@example.com"

        assert client.post(path, sent | {"people": "RAVI@example.com\nnobody@example.com"}).status_code == 200
        assert client.post(path, sent | {"people": "RAVI@example.com"}).status_code == 302

        assert [kept.user for kept in coupon.users.all()] == [ravi]

    @pytest.mark.parametrize(
        ("kind", "form", "written"),
        [
            ("percentage", {"value": "12.5"}, {"value": "12.5", "value_type": "percent"}),
            ("fixed", {"value": "50", "currency": "INR"}, {"value": "50.00", "value_type": "amount"}),
            (
                "bulk_tier",
                {"tiers": "5: 10%\n 10 : -20\n20: 80.50", "currency": "INR"},
                {
                    "tiers": [
                        {"quantity": 5, "value_type": "percent", "value": "10"},
                        {"quantity": 10, "value_type": "amount", "value": "20.00"},
                        {"quantity": 20, "value_type": "price", "value": "80.50"},
                    ]
                },
            ),
            (
                "buy_x_get_y",
                {"value": "100", "buy_quantity": 2, "get_quantity": 1},
                {"buy_quantity": 2, "value": "100"},
            ),
            ("trade_price", {"value_type": "price", "value": "80", "currency": "INR"}, {"value": "80.00"}),
        ],
    )
    def test_of_rules_are_kept_and_open_again_as_they_were(self, client, kind, form, written):
        dates = {
            "valid_from_0": "2026-11-20",
            "valid_from_1": "00:00:00",
            "weekdays": ["5", "6"],
            "from_time": "18:00",
        }
        sent = {"kind": kind, "name": "Sale", "name_hi": "सेल", "priority": 0, **ON_EVERYTHING, **dates, **form}

        assert client.post(f"{RULE}/add/?kind={kind}", sent).status_code == 302
        rule = DiscountRule.objects.get()
        kept = rule_as_written(rule)
        assert kept == kept | written | {"names": {"hi": "सेल"}, "weekdays": [5, 6], "from_time": "18:00"}
        path = f"{RULE}/{rule.pk}/change/"
        assert client.post(path, filled_in(client.get(path))).status_code == 302

        rule.refresh_from_db()
        assert rule_as_written(rule) == kept

    def test_of_a_set_take_skus_and_addresses(self, client):
        lamp, wick = ProductFactory(slug="lamp"), ProductFactory(slug="wick")
        sku = wick.variants.get().sku
        form = {"kind": "bundle", "name": "Pair", "value_type": "price", "value": "99", "currency": "INR"}
        form |= {"parts": f"lamp\n2 × {sku.lower()}", "priority": 0, "target_role": "both"}

        assert client.post(f"{RULE}/add/?kind=bundle", form | {"parts": "nothing"}).status_code == 200
        assert client.post(f"{RULE}/add/?kind=bundle", form).status_code == 302

        rule = DiscountRule.objects.get()
        assert [(part["id"], part["quantity"]) for part in rule.parts] == [
            (str(lamp.pk), 1),
            (str(wick.variants.get().pk), 2),
        ]
        path = f"{RULE}/{rule.pk}/change/"
        assert filled_in(client.get(path))["parts"] == f"1 × lamp\n2 × {sku}"

    @pytest.mark.parametrize("kind", ["product", "category", "brand", "store", "variant"])
    def test_aim_at_what_is_chosen_and_show_it_again(self, client, kind):
        product = ProductFactory(brand=BrandFactory(), category=CategoryFactory())
        variant = product.variants.get()
        chosen = {
            "product": ("products", product.pk, str(product.pk)),
            "category": ("categories", product.category_id, str(product.category_id)),
            "brand": ("brands", product.brand_id, str(product.brand_id)),
            "variant": ("skus", variant.sku, str(variant.pk)),
        }
        if kind == "store":
            pytest.skip("as a brand")
        name, value, target = chosen[kind]
        form = {"kind": "percentage", "name": "Sale", "value": "5", "priority": 0, "target_role": "both"}

        assert client.post(f"{RULE}/add/", form | {"target_type": kind, name: value}).status_code == 302
        rule = DiscountRule.objects.get()
        assert (rule.target_type, rule.target_ids) == (kind, [target])
        page = client.get(f"{RULE}/{rule.pk}/change/")
        assert page.context["adminform"].form.initial[name] in (value, [target])

    def test_refuse_what_somebody_changed_in_between(self, client, boss):
        rule = DiscountRuleFactory(name="Sale")
        path = f"{RULE}/{rule.pk}/change/"
        sent = filled_in(client.get(path))
        services.save_rule(rule=rule, actor=boss, value="20")

        assert client.post(path, sent | {"name": "Other"}).status_code == 200
        rule.refresh_from_db()
        assert (rule.name, rule.value) == ("Sale", 200_000)


class TestGenerator:
    PATH = f"{COUPON}/generate/"
    FORM = {"pattern": "diwali-######", "count": 30, "kind": "percentage", "discount_value": "10", **ON_EVERYTHING}

    def test_makes_codes_and_leads_to_their_list_with_its_file(self, client):
        answer = client.post(self.PATH, self.FORM | {"usage_limit": 1})

        assert answer.status_code == 302, answer.context["form"].errors
        assert Coupon.objects.count() == 30
        page = client.get(answer.url)
        assert page.context["cl"].result_count == 30
        file = b"".join(client.get(page.context["export"]["csv"]).streaming_content).decode()
        assert all(code in file for code in Coupon.objects.values_list("code", flat=True))

    def test_says_what_is_wrong(self, client):
        answer = client.post(self.PATH, self.FORM | {"pattern": "diwali-#", "discount_value": ""})

        assert answer.status_code == 422
        assert not Coupon.objects.exists()


class TestUse:
    def test_is_told_on_the_coupons_page(self, client):
        coupon = CouponFactory(used_count=2, usage_limit=5)
        RedemptionFactory(coupon=coupon, status="confirmed", discount_minor=12_345)
        RedemptionFactory(coupon=coupon)

        page = client.get(f"{COUPON}/{coupon.pk}/change/").text

        assert "2 / 5 used: 1 paid, 1 not paid yet; 0 given back." in page
        assert "Given: ₹133.45" in page
        uses = client.get(f"/admin/promotions/couponredemption/?coupon__id__exact={coupon.pk}")
        assert uses.context["cl"].result_count == 2

    def test_is_found_by_code_mail_and_order(self, client):
        used, other = RedemptionFactory(email="asha@example.com"), RedemptionFactory(email="ravi@example.com")

        for words in (used.coupon.code, "asha@", str(used.reference)):
            found = client.get("/admin/promotions/couponredemption/", {"q": words}).context["cl"].queryset
            assert (used in found, other in found) == (True, words == "SAVE-")


class TestPreview:
    PATH = f"{RULE}/preview/"

    def asked(self, client, **about):
        usual = {"region": "in", "audience": "customer"}
        return client.get(self.PATH, {**usual, **about}).context["found"]

    def test_prices_a_cart_as_if_it_were_another_time(self, client, india):
        product = ProductFactory(base_price_minor=100_000)
        TaxRateFactory(region=india, tax_class=product.tax_class)
        sku = product.variants.get().sku
        tonight = {"valid_from": datetime(2031, 1, 1, 18, tzinfo=ZoneInfo("Asia/Kolkata"))}
        DiscountRuleFactory(name="New year", **tonight)

        before, after = (
            self.asked(client, lines=f"2 × {sku}", at_0="2031-01-01", at_1=at) for at in ("17:59:59", "18:00:00")
        )

        assert (before.quote.total_amount.minor, after.quote.total_amount.minor) == (200_000, 180_000)
        assert [one.why for one in before.explained] == ["not yet"]
        assert [str(one.considered.amount) for one in after.explained] == ["200.00"]
        assert after.taxes[0][0] == "GST 18 %"

    def test_counts_a_rule_that_is_switched_off_only_if_it_is_chosen(self, client):
        sku = ProductFactory(base_price_minor=100_000).variants.get().sku
        off = DiscountRuleFactory(is_active=False)

        assert self.asked(client, lines=sku).quote.total_amount.minor == 100_000
        assert self.asked(client, lines=sku, also=str(off.pk)).quote.total_amount.minor == 90_000

    def test_is_for_a_role_a_region_and_a_coupon(self, client):
        RegionFactory(code="us", currency="USD")
        sku = ProductFactory(base_price_minor=100_000).variants.get().sku
        DiscountRuleFactory(kind="trade_price", target_role="retailer")
        CouponFactory(code="SAVE", first_order_only=True)

        trade = self.asked(client, lines=sku, audience="retailer")
        with_code = self.asked(client, lines=sku, code="save")
        returning = self.asked(client, lines=sku, code="save", has_ordered="on")
        unpriced = self.asked(client, lines=sku, region="us")

        assert (trade.quote.subtotal.minor, with_code.quote.total_amount.minor) == (90_000, 90_000)
        assert [one.why for one in returning.explained if one.why] == ["for others", "for first orders only"]
        assert [variant.sku for variant in unpriced.unpriced] == [sku]

    @pytest.mark.parametrize("lines", ["", "NOTHING", "0 × SKU", "2 x", "999999 × SKU"])
    def test_refuses_what_is_no_cart(self, client, lines):
        assert client.get(self.PATH, {"lines": lines, "region": "in", "audience": "customer"}).status_code == 422

    def test_changes_nothing(self, client):
        coupon = CouponFactory(code="SAVE")
        sku = ProductFactory().variants.get().sku

        self.asked(client, lines=sku, code="SAVE")

        coupon.refresh_from_db()
        assert coupon.used_count == 0


class TestCalendar:
    PATH = f"{RULE}/calendar/"

    def test_shows_what_touches_the_month_on_its_days(self, client):
        kolkata = ZoneInfo("Asia/Kolkata")

        def day(month: int, number: int) -> datetime:
            return datetime(2031, month, number, tzinfo=kolkata)

        DiscountRuleFactory(name="within", valid_from=day(2, 10), valid_to=day(2, 15))
        DiscountRuleFactory(name="over the edge", valid_from=day(1, 20), valid_to=day(2, 1) + timedelta(minutes=1))
        DiscountRuleFactory(name="until its first moment", valid_to=day(2, 1))
        DiscountRuleFactory(name="later", valid_from=day(3, 1))
        CouponFactory(code="ALWAYS")
        CouponFactory(lot="DIWALI")

        bars = client.get(self.PATH, {"month": "2031-02"}).context["bars"]

        assert {bar.title: (bar.first, bar.last) for bar in bars} == {
            "within": (10, 14),
            "over the edge": (1, 1),
            "ALWAYS": (1, 28),
        }

    @pytest.mark.parametrize("month", ["", "2031-13", "yesterday", "0000-01", "9999-12", "2031-02-03"])
    def test_is_of_this_month_when_no_other_is_named(self, client, month):
        assert client.get(self.PATH, {"month": month}).context["month"].year == NOW.year


class TestWhoMay:
    def test_marketing_writes_offers_and_support_sees_none(self, client):
        from django.contrib.auth.models import Group

        user = UserFactory(support=True)
        paths = [f"{COUPON}/", f"{COUPON}/generate/", f"{RULE}/", f"{RULE}/preview/", f"{RULE}/calendar/"]
        client.force_login(user)
        assert {client.get(path).status_code for path in paths} == {403}
        user.groups.set(Group.objects.filter(name="marketing"))

        assert {client.get(path).status_code for path in paths} == {200}
