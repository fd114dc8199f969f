"""Questions about coupons, rules, and what they take off."""

from .coupons import (
    Usage,
    coupon_terms,
    find_coupon,
    get_coupon,
    list_coupons,
    list_redemptions,
    normal_code,
    usage_of,
)
from .rules import get_rule, list_discount_rules, list_rules, rule_terms
from .running import Running, find_named, list_running

__all__ = [
    "Running",
    "Usage",
    "coupon_terms",
    "find_coupon",
    "find_named",
    "get_coupon",
    "get_rule",
    "list_coupons",
    "list_discount_rules",
    "list_redemptions",
    "list_rules",
    "list_running",
    "normal_code",
    "rule_terms",
    "usage_of",
]
