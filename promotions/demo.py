"""Offers of the demo shop: one of every kind, and coupons that show each way to be refused."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from catalog.models import Brand, Category, Product
from core import demo
from promotions import services
from promotions.models import Coupon, DiscountRule

DAY = timedelta(1)
# The code: what it is. Coupons in rupees are for India.
COUPONS: dict[str, dict[str, Any]] = {
    "WELCOME10": {
        "description": "Ten percent off the first order, at most ₹500",
        "type": "percentage", "discount_value": "10", "max_discount": "500", "currency": "INR", "regions": ["in"],
        "first_order_only": True,
    },
    "FREESHIP": {
        "description": "Free delivery from ₹499", "type": "free_shipping", "min_cart_value": "499", "currency": "INR",
        "regions": ["in"],
    },
    "FLAT200": {
        "description": "₹200 off from ₹1,999", "type": "fixed", "discount_value": "200", "min_cart_value": "1999",
        "currency": "INR", "regions": ["in"], "stackable": False,
    },
    "HELLO5": {"description": "Five percent, everywhere", "type": "percentage", "discount_value": "5"},
    "TRADE5": {
        "description": "Five percent for trade customers", "type": "percentage", "discount_value": "5",
        "target_role": "retailer",
    },
    "TEATIME": {
        "description": "Buy two of tea and coffee, get one", "type": "buy_x_get_y", "buy_quantity": 2,
        "get_quantity": 1, "target_type": "category", "targets": "tea-and-coffee",
    },
    "MONSOON": {"description": "Over since yesterday", "type": "percentage", "discount_value": "20"},
    "ASHA15": {
        "description": "For Asha alone, once", "type": "percentage", "discount_value": "15", "per_user_limit": 1,
    },
}  # fmt: skip
RULES: dict[str, dict[str, Any]] = {
    "Festival of lights": {
        "names": {"hi": "रोशनी का त्योहार"}, "rule_type": "percentage", "value": "15", "target_type": "category",
        "targets": "lighting",
    },
    "Kitchen Sundays": {
        "names": {"hi": "रसोई का रविवार"}, "rule_type": "percentage", "value": "10", "target_type": "category",
        "targets": "kitchen", "weekdays": [6],
    },
    "Three for two: spices": {
        "names": {"hi": "दो पर एक: मसाले"}, "rule_type": "buy_x_get_y", "value": "100", "buy_quantity": 2,
        "get_quantity": 1, "target_type": "category", "targets": "spices",
    },
    "The more you write": {
        "names": {"hi": "जितना लिखें, उतना बचाएँ"}, "rule_type": "bulk_tier", "target_type": "brand",
        "targets": "kitabghar",
        "tiers": [
            {"quantity": 5, "value_type": "percent", "value": "5"},
            {"quantity": 10, "value_type": "percent", "value": "10"},
        ],
    },
    "₹100 off from ₹2,500": {
        "names": {"hi": "₹2,500 से ₹100 की छूट"}, "rule_type": "fixed", "value_type": "amount", "value": "100",
        "min_cart_value": "2500", "currency": "INR", "regions": ["in"], "stackable": True,
    },
    "Trade price": {
        "names": {"hi": "व्यापार मूल्य"}, "rule_type": "trade_price", "value_type": "percent", "value": "12",
        "target_role": "retailer",
    },
}  # fmt: skip


def load_promotions() -> str:
    """Add the coupons and rules that are missing. They are on for a month from now."""
    now = timezone.now()
    codes = set(Coupon.objects.values_list("code", flat=True))
    names = set(DiscountRule.objects.values_list("name", flat=True))
    made = [_coupon(code, about, now) for code, about in COUPONS.items() if code not in codes]
    made += [_rule(name, about, now) for name, about in RULES.items() if name not in names]
    return f"{len(made)} offers made, {len(COUPONS) + len(RULES)} there"


def _coupon(code: str, about: dict[str, Any], now: datetime) -> Coupon:
    ends = now - DAY if code == "MONSOON" else now + 30 * DAY
    dates: dict[str, Any] = {"valid_from": now - 30 * DAY, "valid_to": ends}
    coupon = services.save_coupon(actor=None, code=code, **dates, **_with_targets(about))
    if code == "ASHA15" and (asha := User.objects.filter(email=f"shopper@{demo.DOMAIN}").first()):
        services.add_coupon_users(coupon=coupon, user_ids=[asha.pk], actor=None)
    return coupon


def _rule(name: str, about: dict[str, Any], now: datetime) -> DiscountRule:
    dates: dict[str, Any] = {"valid_from": now - DAY, "valid_to": now + 30 * DAY}
    return services.save_rule(actor=None, name=name, **dates, **_with_targets(about))


def _with_targets(about: dict[str, Any]) -> dict[str, Any]:
    """Return the fields with ids in place of a slug."""
    models: dict[str, Any] = {"category": Category, "brand": Brand, "product": Product}
    if "targets" not in about:
        return about
    rows = models[about["target_type"]].objects.filter(slug=about["targets"])
    return about | {"targets": [str(pk) for pk in rows.values_list("pk", flat=True)]}
