"""Closed sets of words; the stored value is the one on the wire, and the one that the engine knows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CouponType(models.TextChoices):
    PERCENTAGE = "percentage", _("Percentage")
    FIXED = "fixed", _("Amount")
    FREE_SHIPPING = "free_shipping", _("Free shipping")
    BUY_X_GET_Y = "buy_x_get_y", _("Buy and get")


class RuleType(models.TextChoices):
    PERCENTAGE = "percentage", _("Percentage")
    FIXED = "fixed", _("Amount")
    BULK_TIER = "bulk_tier", _("Tiers by all units together")
    QUANTITY_BREAK = "quantity_break", _("Tiers by the units of a line")
    BUY_X_GET_Y = "buy_x_get_y", _("Buy and get")
    TRADE_PRICE = "trade_price", _("Trade price")
    BUNDLE = "bundle", _("Set")


class ValueType(models.TextChoices):
    PERCENT = "percent", _("Percent off")
    AMOUNT = "amount", _("Amount off each unit")
    PRICE = "price", _("New price of a unit")


class TargetType(models.TextChoices):
    CART = "cart", _("Everything")
    PRODUCT = "product", _("Products")
    VARIANT = "variant", _("Variants")
    CATEGORY = "category", _("Categories")
    BRAND = "brand", _("Brands")
    STORE = "store", _("Stores")


class RedemptionStatus(models.TextChoices):
    RESERVED = "reserved", _("Reserved")
    CONFIRMED = "confirmed", _("Confirmed")
    RELEASED = "released", _("Released")


# These count against the limits of a coupon.
USED = [RedemptionStatus.RESERVED, RedemptionStatus.CONFIRMED]
