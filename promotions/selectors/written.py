"""Coupons and rules in the words in which they are written: by forms, by the API, and to the log."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from core.money import Money
from promotions.enums import CouponType, RuleType, ValueType
from promotions.models import Coupon, DiscountRule
from promotions.models.rule import A_DAY
from promotions.models.terms import Terms
from regions.selectors import list_regions

PERCENT = Decimal(10_000)
TIERED = [RuleType.BULK_TIER, RuleType.QUANTITY_BREAK]


def coupon_as_written(coupon: Coupon) -> dict[str, Any]:
    is_percent = coupon.kind == CouponType.PERCENTAGE
    has_value = is_percent or coupon.kind == CouponType.FIXED
    value_type = ValueType.PERCENT if is_percent else ValueType.AMOUNT
    return terms_as_written(coupon) | {
        "code": coupon.code,
        "description": coupon.description,
        "type": coupon.kind,
        "discount_value": value_as_written(value_type, coupon.value, coupon.currency) if has_value else None,
        "max_discount": _amount(coupon.max_discount_minor, coupon.currency),
        "usage_limit": coupon.usage_limit,
        "per_user_limit": coupon.per_user_limit,
        "first_order_only": coupon.first_order_only,
        "stackable": coupon.is_stackable,
    }


def rule_as_written(rule: DiscountRule) -> dict[str, Any]:
    return terms_as_written(rule) | {
        "name": rule.name,
        "names": rule.names,
        "rule_type": rule.kind,
        "value_type": rule.value_type,
        "value": None if rule.kind in TIERED else value_as_written(rule.value_type, rule.value, rule.currency),
        "tiers": [
            tier | {"value": value_as_written(tier["value_type"], tier["value"], rule.currency)} for tier in rule.tiers
        ],
        "parts": rule.parts,
        "min_quantity": rule.min_quantity,
        "weekdays": rule.weekdays,
        "from_time": _time(rule.from_minute),
        "until_time": _time(rule.until_minute % A_DAY),
        "priority": rule.priority,
        "exclusive": rule.is_exclusive,
        "stackable": rule.is_stackable,
    }


def terms_as_written(row: Terms) -> dict[str, Any]:
    codes = {str(region.id): region.code for region in list_regions()}
    return {
        "currency": row.currency,
        "min_cart_value": _amount(row.min_cart_value_minor or None, row.currency),
        "buy_quantity": row.buy_quantity,
        "get_quantity": row.get_quantity,
        "target_type": row.target_type,
        "targets": row.target_ids,
        "target_role": row.target_role,
        # One that is not shopped in has no code here.
        "regions": [codes.get(one, one) for one in row.region_ids],
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "seller_share": percent_as_written(row.seller_share),
        "is_active": row.is_active,
    }


def value_as_written(value_type: str, value: int, currency: str) -> str:
    return percent_as_written(value) if value_type == ValueType.PERCENT else str(Money(value, currency))


def percent_as_written(millionths: int) -> str:
    """Return 12.5 for 125,000 millionths."""
    return f"{(millionths / PERCENT).normalize():f}"


def ids_of(texts: list[str]) -> frozenset[UUID]:
    return frozenset(UUID(one) for one in texts)


def _amount(minor: int | None, currency: str) -> str | None:
    return None if minor is None else str(Money(minor, currency))


def _time(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
