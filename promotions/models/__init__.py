from .coupon import Coupon, CouponRedemption, CouponUser
from .rule import DiscountRule

__all__ = ["Coupon", "CouponRedemption", "CouponUser", "DiscountRule"]
