"""What promotions know of people: which coupons are for them, and which they used."""

from accounts.models import User
from core.anonymise import Fakes, register
from promotions.models import CouponRedemption, CouponUser

EXPORTED = ("coupon__code", "email", "reference", "status", "discount_minor", "currency", "redeemed_at")


def export_coupons(user: User) -> dict:
    used = CouponRedemption.objects.of_customer(user.pk, _proven(user)).order_by("pk")
    own = CouponUser.objects.filter(user=user).order_by("pk")
    return {"used": list(used.values(*EXPORTED)), "own": list(own.values_list("coupon__code", flat=True))}


def erase_coupons(user: User) -> None:
    """Keep what was given for the books, and forget to whom."""
    CouponRedemption.objects.of_customer(user.pk, _proven(user)).update(user=None, email="")
    CouponUser.objects.filter(user=user).delete()


def register_steps() -> None:
    register("uses of coupons", count=_with_address().count, run=_scramble)


def _proven(user: User) -> str:
    return user.email if user.is_email_verified else ""


def _with_address():
    return CouponRedemption.objects.exclude(email="")


def _scramble(fakes: Fakes) -> None:
    for email in _with_address().order_by().values_list("email", flat=True).distinct():
        CouponRedemption.objects.filter(email=email).update(email=fakes.email(email))
