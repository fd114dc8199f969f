"""The answer: what everything costs, what was taken off and by whom it is paid, and what did not apply and why."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from core.money import Money
from regions.taxes import TaxRow


class Reason(StrEnum):
    """Why something did not apply."""

    INACTIVE = "inactive"
    NOT_YET = "not_yet"
    OVER = "over"
    NOT_NOW = "not_now"
    AUDIENCE = "audience"
    REGION = "region"
    CURRENCY = "currency"
    USED_UP = "used_up"
    USED_UP_BY_CUSTOMER = "used_up_by_customer"
    FOR_OTHERS = "for_others"
    FIRST_ORDER_ONLY = "first_order_only"
    TARGET = "target"
    MIN_QUANTITY = "min_quantity"
    MIN_CART_VALUE = "min_cart_value"
    NO_EFFECT = "no_effect"
    BEATEN = "beaten"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class Given:
    """A discount on a line or on shipping. `by_seller` is the part of it that the seller pays."""

    source_id: UUID
    name: str
    amount: Money
    by_seller: Money


@dataclass(frozen=True, slots=True)
class LineQuote:
    """A line: `final_price` is what it costs after discounts, in the region's tax mode."""

    item: UUID
    quantity: int
    list_price: Money
    unit_price: Money
    discounts: tuple[Given, ...]
    discount_amount: Money
    final_price: Money
    tax_amount: Money
    taxes: tuple[TaxRow, ...]


@dataclass(frozen=True, slots=True)
class TaxSum:
    name: str
    rate_millionths: int
    amount: Money


@dataclass(frozen=True, slots=True)
class ShippingPart:
    """What sending the goods of one store costs; without a store are the shop's own."""

    store_id: UUID | None
    amount: Money
    discount_amount: Money
    tax_amount: Money
    taxes: tuple[TaxRow, ...]


@dataclass(frozen=True, slots=True)
class CouponRefusal:
    """`missing` is what the goods would have to cost more."""

    code: str
    reason: Reason
    missing: Money | None = None


@dataclass(frozen=True, slots=True)
class Considered:
    """A rule or coupon that was looked at: what it gave, or why it gave nothing and how much was missing."""

    source_id: UUID
    name: str
    amount: Money
    reason: Reason | None = None
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Quote:
    """total_amount = subtotal − discount_amount + shipping_amount + tax_amount where tax is added to prices."""

    currency: str
    tax_included: bool
    lines: tuple[LineQuote, ...]
    subtotal: Money
    discounts: tuple[Given, ...]
    discount_amount: Money
    shipping_amount: Money
    shipping_discount_amount: Money
    shipping_tax_amount: Money
    shipping_discounts: tuple[Given, ...]
    shipping_taxes: tuple[TaxSum, ...]
    # The shop's own first, then by store; they add up to the sums above.
    shipping_parts: tuple[ShippingPart, ...]
    free_shipping_remaining: Money | None
    taxes: tuple[TaxSum, ...]
    tax_amount: Money
    total_amount: Money
    coupon_refusal: CouponRefusal | None
    considered: tuple[Considered, ...]
