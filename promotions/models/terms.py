"""What coupons and rules have in common: for whom, where, when, on what, and who pays."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.enums import TargetRole
from core.models import SoftDeleteModel
from core.money import MoneyOf
from promotions.enums import TargetType
from promotions.pricing.terms import WHOLE
from promotions.querysets import TermsQuerySet


class Terms(SoftDeleteModel):
    """Percents are whole millionths; amounts are minor units of `currency`, which is empty where there are none."""

    target_type = models.CharField(_("on"), max_length=10, choices=TargetType, default=TargetType.CART)
    # Ids as text. What was deleted since is aimed at in vain, which harms nobody.
    target_ids = models.JSONField(_("targets"), default=list, blank=True)
    target_role = models.CharField(_("for"), max_length=10, choices=TargetRole, default=TargetRole.BOTH)
    # Ids as text; none is everywhere.
    region_ids = models.JSONField(_("regions"), default=list, blank=True)
    valid_from = models.DateTimeField(_("from"), null=True, blank=True)
    valid_to = models.DateTimeField(_("until"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    min_cart_value_minor = models.PositiveBigIntegerField(_("from a cart of"), default=0)
    buy_quantity = models.PositiveIntegerField(_("buy"), default=0)
    get_quantity = models.PositiveIntegerField(_("get"), default=0)
    seller_share = models.PositiveIntegerField(_("part that sellers pay"), default=0)
    is_active = models.BooleanField(_("active"), default=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("added by"),
    )

    min_cart_value = MoneyOf("min_cart_value_minor")
    objects = TermsQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="promotions_%(class)s_ends_after_start",
            ),
            models.CheckConstraint(condition=Q(seller_share__lte=WHOLE), name="promotions_%(class)s_share_of_whole"),
            models.CheckConstraint(
                condition=Q(target_type__in=TargetType.values), name="promotions_%(class)s_target_known"
            ),
            models.CheckConstraint(
                condition=Q(target_role__in=TargetRole.values), name="promotions_%(class)s_role_known"
            ),
        ]
