"""What promotions refuse, and in which words."""

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, Duplicate


class CouponInvalid(DomainError):
    code = "COUPON_INVALID"
    message = _("That code does not apply.")


class CouponExpired(DomainError):
    code = "COUPON_EXPIRED"
    message = _("That code is no longer valid.")


class CouponExhausted(DomainError):
    code = "COUPON_EXHAUSTED"
    message = _("That code was used as often as it may be.")


class CouponNotForYou(DomainError):
    code = "COUPON_NOT_FOR_YOU"
    message = _("That code is for others.")


class CouponMinNotMet(DomainError):
    """Details: `missing`, by how much the goods would have to cost more, as text for people."""

    code = "COUPON_MIN_NOT_MET"
    message = _("Add goods for {missing} more to use this code.")


class CodeTaken(Duplicate):
    message = _("Another coupon has this code.")
