from .coupons import CouponAdmin, CouponRedemptionAdmin
from .rules import DiscountRuleAdmin

__all__ = ["CouponAdmin", "CouponRedemptionAdmin", "DiscountRuleAdmin"]
