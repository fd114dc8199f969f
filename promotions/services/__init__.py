"""What may be done with coupons and discounts."""

from .coupons import add_coupon_users, remove_coupon, remove_coupon_user, save_coupon
from .generating import generate_coupons
from .redemptions import confirm_redemption, release_redemption, reserve_coupon
from .rules import keep_sale_prices, remove_rule, save_rule

__all__ = [
    "add_coupon_users",
    "confirm_redemption",
    "generate_coupons",
    "keep_sale_prices",
    "release_redemption",
    "remove_coupon",
    "remove_coupon_user",
    "remove_rule",
    "reserve_coupon",
    "save_coupon",
    "save_rule",
]
