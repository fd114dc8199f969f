"""The uses of coupons: counted when an order is placed, in its transaction."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from accounts.models import User
from accounts.querysets import normalise_email
from core import outbox
from core.failpoints import failpoint
from core.money import Money
from promotions.enums import RedemptionStatus
from promotions.errors import CouponExhausted, CouponExpired, CouponInvalid, CouponNotForYou
from promotions.events import CouponRedeemed, CouponReleased
from promotions.models import Coupon, CouponRedemption
from promotions.selectors.coupons import limit_of_customer


@transaction.atomic
def reserve_coupon(
    *, coupon_id: UUID, user_id: UUID | None, email: str, reference: UUID, discount: Money, now: datetime
) -> CouponRedemption:
    """Count a use by an order. Again for the same order counts nothing more.

    The caller's transaction holds the coupon until its end. Raises CouponInvalid, CouponExpired, CouponExhausted or
    CouponNotForYou.
    """
    email = normalise_email(email) if email else ""
    coupon = _lock(coupon_id)
    if coupon is None:
        raise CouponInvalid
    if held := CouponRedemption.objects.used().filter(reference=reference, coupon=coupon).first():
        return held
    _check(coupon, user_id, email, now)
    failpoint("promotions.coupon_checked")
    Coupon.objects.filter(pk=coupon.pk).update(used_count=F("used_count") + 1)
    redemption = CouponRedemption.objects.create(
        coupon=coupon,
        # Somebody who was erased while the order was placed is nobody.
        user=User.objects.filter(pk=user_id).first() if user_id else None,
        email=email,
        reference=reference,
        discount_minor=discount.minor,
        currency=discount.currency,
        redeemed_at=now,
    )
    outbox.publish(CouponRedeemed(coupon_id=coupon.pk, reference=reference))
    return redemption


@transaction.atomic
def confirm_redemption(reference: UUID) -> None:
    """The order was paid. What was released before stays released."""
    CouponRedemption.objects.filter(reference=reference, status=RedemptionStatus.RESERVED).update(
        status=RedemptionStatus.CONFIRMED
    )


@transaction.atomic
def release_redemption(reference: UUID) -> None:
    """The whole order was cancelled or expired, paid or not: its use no longer counts."""
    held = CouponRedemption.objects.used().filter(reference=reference).values_list("coupon_id", flat=True).first()
    if held is None:
        return
    coupon = _lock(held)
    used = CouponRedemption.objects.used().filter(reference=reference)
    if coupon and used.update(status=RedemptionStatus.RELEASED):
        Coupon.objects.filter(pk=coupon.pk).update(used_count=F("used_count") - 1)
        outbox.publish(CouponReleased(coupon_id=coupon.pk, reference=reference))


@transaction.atomic
def recount(coupon_id: UUID) -> None:
    """Set the counter of a coupon to the uses that count."""
    if coupon := _lock(coupon_id):
        Coupon.objects.filter(pk=coupon.pk).update(used_count=coupon.redemptions.used().count())


def _lock(coupon_id: UUID) -> Coupon | None:
    """Return the coupon, a removed one too: its uses are still released."""
    return Coupon.objects.select_for_update(of=("self",)).filter(pk=coupon_id).first()


def _check(coupon: Coupon, user_id: UUID | None, email: str, now: datetime) -> None:
    if coupon.is_deleted or not coupon.is_active or (coupon.valid_from and now < coupon.valid_from):
        raise CouponInvalid
    if coupon.valid_to and now >= coupon.valid_to:
        raise CouponExpired
    if coupon.users.exists() and not (user_id and coupon.users.filter(user=user_id).exists()):
        raise CouponNotForYou
    if coupon.usage_limit is not None and coupon.used_count >= coupon.usage_limit:
        raise CouponExhausted
    most = limit_of_customer(coupon)
    if most is not None and coupon.redemptions.used().of_customer(user_id, email).count() >= most:
        raise CouponExhausted
