"""What happened to coupons and rules."""

from dataclasses import dataclass
from uuid import UUID

from core.events import Event


@dataclass(frozen=True)
class SalePricesChanged(Event):
    """What lists show of these products, categories, brands or stores, or of everything, is another price now."""

    target_type: str
    target_ids: list[str]


@dataclass(frozen=True)
class CouponRedeemed(Event):
    """An order was placed with a coupon."""

    coupon_id: UUID
    reference: UUID


@dataclass(frozen=True)
class CouponReleased(Event):
    """The whole order was cancelled or expired: the coupon may be used once more."""

    coupon_id: UUID
    reference: UUID
