"""What the price of a basket follows from. All amounts are whole minor units of the basket's currency."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from regions.taxes import Rate

WHOLE = 1_000_000


class TargetKind(StrEnum):
    CART = "cart"
    PRODUCT = "product"
    VARIANT = "variant"
    CATEGORY = "category"
    BRAND = "brand"
    STORE = "store"


class ReductionKind(StrEnum):
    """Off the line in millionths, off each unit, or the unit's new price."""

    PERCENT = "percent"
    AMOUNT = "amount"
    PRICE = "price"


class RuleKind(StrEnum):
    PERCENTAGE = "percentage"
    FIXED = "fixed"
    BULK_TIER = "bulk_tier"
    QUANTITY_BREAK = "quantity_break"
    BUY_X_GET_Y = "buy_x_get_y"
    TRADE_PRICE = "trade_price"
    BUNDLE = "bundle"


class CouponKind(StrEnum):
    PERCENTAGE = "percentage"
    FIXED = "fixed"
    FREE_SHIPPING = "free_shipping"
    BUY_X_GET_Y = "buy_x_get_y"


@dataclass(frozen=True, slots=True)
class Line:
    """Some units of one variant. `category_ids` are its category and those above; `rates` the taxes that are due."""

    id: UUID
    variant_id: UUID
    product_id: UUID
    quantity: int
    unit_price: int
    category_ids: frozenset[UUID] = frozenset()
    brand_id: UUID | None = None
    store_id: UUID | None = None
    rates: tuple[Rate, ...] = ()


@dataclass(frozen=True, slots=True)
class Customer:
    """Who buys, as far as prices go."""

    audience: str = "customer"
    has_ordered: bool = False


@dataclass(frozen=True, slots=True)
class ShippingCost:
    """What sending the goods of one store costs, or the shop's own; from `free_from` on nothing."""

    amount: int
    rates: tuple[Rate, ...] = ()
    free_from: int | None = None
    store_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What is reduced. The whole cart needs no ids."""

    kind: TargetKind = TargetKind.CART
    ids: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Reduction:
    kind: ReductionKind
    value: int


EVERYTHING_OFF = Reduction(ReductionKind.PERCENT, WHOLE)


@dataclass(frozen=True, slots=True)
class Tier:
    """From so many units on, so much off."""

    quantity: int
    reduction: Reduction


@dataclass(frozen=True, slots=True)
class BundlePart:
    """So many units of a variant, or of any variant of a product."""

    kind: TargetKind
    id: UUID
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a rule is on: between two moments, on some days of the week (Monday is 0), in some hours of the day."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    weekdays: frozenset[int] = frozenset()
    from_minute: int = 0
    until_minute: int = 24 * 60


@dataclass(frozen=True, slots=True)
class RuleTerms:
    """An automatic discount. `currency` is that of its amounts; a rule without amounts has none."""

    id: UUID
    name: str
    kind: RuleKind
    target: Target = Target()
    reduction: Reduction = EVERYTHING_OFF
    tiers: tuple[Tier, ...] = ()
    buy: int = 0
    get: int = 0
    parts: tuple[BundlePart, ...] = ()
    min_quantity: int = 0
    min_cart_value: int = 0
    audience: str = "both"
    region_ids: frozenset[UUID] = frozenset()
    schedule: Schedule = Schedule()
    priority: int = 0
    is_exclusive: bool = False
    is_stackable: bool = False
    currency: str = ""
    # How much of it the seller pays, in millionths; the platform pays the rest.
    seller_pays: int = 0


@dataclass(frozen=True, slots=True)
class CouponTerms:
    """A coupon, with what its use by this customer depends on counted already."""

    id: UUID
    code: str
    kind: CouponKind
    # Millionths of a percentage, or minor units.
    value: int = 0
    target: Target = Target()
    max_discount: int | None = None
    min_cart_value: int = 0
    buy: int = 0
    get: int = 0
    audience: str = "both"
    region_ids: frozenset[UUID] = frozenset()
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    first_order_only: bool = False
    is_stackable: bool = True
    is_active: bool = True
    currency: str = ""
    is_used_up: bool = False
    is_used_up_by_customer: bool = False
    is_for_others: bool = False
    seller_pays: int = 0


@dataclass(frozen=True, slots=True)
class Basket:
    """All there is to know. `now` is in the shop's own zone: days and hours are those of its clock."""

    currency: str
    tax_mode: str
    region_id: UUID
    lines: tuple[Line, ...]
    now: datetime
    customer: Customer = Customer()
    rules: tuple[RuleTerms, ...] = ()
    coupon: CouponTerms | None = None
    # Asked once the goods are priced, with what those of each store cost: sending may be free from some value on.
    ship: Callable[[Mapping[UUID | None, int]], tuple[ShippingCost, ...]] | None = None
