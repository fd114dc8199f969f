"""Codes that take something off, and who used them for what."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from core.models import BaseModel
from core.money import MoneyOf
from promotions.enums import USED, CouponType, RedemptionStatus
from promotions.models.terms import Terms
from promotions.pricing.terms import WHOLE
from promotions.querysets import RedemptionQuerySet


class Coupon(Terms):
    """Taken off once its code is typed. Only services change the counter."""

    code = models.CharField(_("code"), max_length=40)
    description = models.CharField(_("description"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=14, choices=CouponType)
    # Millionths of a percentage, or minor units.
    value = models.PositiveBigIntegerField(_("value"), default=0)
    max_discount_minor = models.PositiveBigIntegerField(_("at most"), null=True, blank=True)
    usage_limit = models.PositiveIntegerField(_("uses in all"), null=True, blank=True)
    per_user_limit = models.PositiveIntegerField(_("uses per customer"), null=True, blank=True)
    used_count = models.PositiveIntegerField(_("used"), default=0, editable=False)
    first_order_only = models.BooleanField(_("first orders only"), default=False)
    is_stackable = models.BooleanField(_("together with automatic discounts"), default=True)
    # Codes that were made together.
    lot = models.CharField(_("lot"), max_length=40, blank=True, editable=False, db_index=True)

    max_discount = MoneyOf("max_discount_minor")

    class Meta(Terms.Meta):
        verbose_name = _("coupon")
        verbose_name_plural = _("coupons")
        constraints = [
            *Terms.Meta.constraints,
            models.UniqueConstraint(fields=["code"], condition=Q(deleted_at=None), name="promotions_coupon_code_once"),
            models.CheckConstraint(condition=Q(code=Upper(F("code"))), name="promotions_coupon_code_upper"),
            models.CheckConstraint(condition=Q(kind__in=CouponType.values), name="promotions_coupon_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind=CouponType.PERCENTAGE) | Q(value__lte=WHOLE), name="promotions_coupon_percent"
            ),
            models.CheckConstraint(
                condition=Q(usage_limit=None) | Q(used_count__lte=F("usage_limit")),
                name="promotions_coupon_within_limit",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class CouponUser(BaseModel):
    """A person whom a coupon is for. With any, it is for these alone."""

    coupon = models.ForeignKey(Coupon, on_delete=models.CASCADE, related_name="users", verbose_name=_("coupon"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("customer")
    )

    class Meta:
        verbose_name = _("customer of a coupon")
        verbose_name_plural = _("customers of coupons")
        constraints = [
            models.UniqueConstraint(fields=["coupon", "user"], name="promotions_couponuser_once"),
        ]

    def __str__(self) -> str:
        return f"{self.coupon}: {self.user}"


class CouponRedemption(BaseModel):
    """A use of a coupon by an order: reserved when it is placed, confirmed when paid, released with all of it."""

    coupon = models.ForeignKey(Coupon, on_delete=models.PROTECT, related_name="redemptions", verbose_name=_("coupon"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("customer"),
    )
    email = models.EmailField(_("e-mail"), blank=True)
    # The order. No foreign key: it stands above this app.
    reference = models.UUIDField(_("order"), db_index=True)
    status = models.CharField(_("status"), max_length=10, choices=RedemptionStatus, default=RedemptionStatus.RESERVED)
    discount_minor = models.PositiveBigIntegerField(_("discount"))
    currency = models.CharField(_("currency"), max_length=3)
    redeemed_at = models.DateTimeField(_("used"))

    discount = MoneyOf("discount_minor")
    objects = RedemptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("use of a coupon")
        verbose_name_plural = _("uses of coupons")
        indexes = [
            models.Index(fields=["coupon", "user"], condition=Q(status__in=USED), name="promotions_used_by_user"),
            models.Index(fields=["coupon", "email"], condition=Q(status__in=USED), name="promotions_used_by_email"),
            models.Index(fields=["coupon", "-redeemed_at"], name="promotions_used_lately"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["reference"], condition=Q(status__in=USED), name="promotions_redemption_one_an_order"
            ),
            models.CheckConstraint(
                condition=Q(status__in=RedemptionStatus.values), name="promotions_redemption_status_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.coupon}: {self.discount}"
