"""A client made from the API's document makes coupons and rules: every operation once, with good data."""

from tests.factories.accounts import UserFactory
from tests.factories.promotions import DiscountRuleFactory, RedemptionFactory
from tests.factories.regions import RegionFactory

TEN = {"type": "percentage", "discount_value": "10"}


def look_after_offers(admin) -> None:
    asha = UserFactory()
    coupon = admin.admin_coupons_add({**TEN, "code": "welcome-10"}).data
    assert coupon["code"] == "WELCOME-10"
    about = {"coupon_id": coupon["id"]}
    assert admin.admin_coupons_update({"usage_limit": 5}, **about).data["usage_limit"] == 5
    assert admin.admin_coupons_users_add({"users": [str(asha.pk)]}, **about).data["users"][0]["id"] == str(asha.pk)
    assert [row["email"] for row in admin.admin_coupons_users_list(**about).data] == [asha.email]
    admin.admin_coupons_users_delete(**about, user_id=asha.pk)
    assert admin.admin_coupons_get(**about).data["usage"]["used"] == 0
    assert [row["id"] for row in admin.admin_coupons_list(code="welcome").data] == [coupon["id"]]
    made = admin.admin_coupons_generate({**TEN, "pattern": "SAVE-######", "count": 3}).data
    assert len(made["codes"]) == made["count"] == 3
    used = RedemptionFactory()
    assert [row["code"] for row in admin.admin_coupon_redemptions(coupon=str(used.coupon_id)).data] == [
        used.coupon.code
    ]
    admin.admin_coupons_delete(**about)

    tiers = [{"quantity": 5, "value_type": "percent", "value": "5"}]
    rule = admin.admin_discount_rules_add({"name": "Packs", "rule_type": "bulk_tier", "tiers": tiers}).data
    about = {"rule_id": rule["id"]}
    assert admin.admin_discount_rules_update({"priority": 3}, **about).data["tiers"] == tiers
    assert admin.admin_discount_rules_get(**about).data["priority"] == 3
    assert [row["id"] for row in admin.admin_discount_rules_list(rule_type="bulk_tier").data] == [rule["id"]]
    admin.admin_discount_rules_delete(**about)


def see_offers(stranger) -> None:
    RegionFactory(india=True)
    DiscountRuleFactory(name="Monsoon sale")
    [shown] = stranger.promotions_list().data
    assert (shown["name"], shown["gives"]) == ("Monsoon sale", "10% off")
