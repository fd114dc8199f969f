"""Who is told when stock runs low, and who when it is back."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.models import ProductVariant
from core.models import BaseModel
from inventory.enums import AlertStatus
from inventory.querysets import BackInStockRequestQuerySet, StockAlertQuerySet


class StockAlert(BaseModel):
    """A variant fell to its threshold: one row per fall. Rising above ends it, whoever resolved it before."""

    variant = models.ForeignKey(
        ProductVariant, on_delete=models.CASCADE, related_name="stock_alerts", verbose_name=_("variant")
    )
    stock_level = models.IntegerField(_("left"))
    threshold = models.PositiveIntegerField(_("low-stock level"))
    status = models.CharField(_("status"), max_length=10, choices=AlertStatus, default=AlertStatus.PENDING)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("resolved by"),
    )
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)
    # Still below: staff may have resolved it, but no new alert opens before stock has risen.
    is_below = models.BooleanField(default=True, editable=False)

    objects = StockAlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("stock alert")
        verbose_name_plural = _("stock alerts")
        constraints = [
            models.UniqueConstraint(
                fields=["variant"], condition=Q(is_below=True), name="inventory_stockalert_one_per_fall"
            ),
            models.CheckConstraint(
                condition=Q(is_below=True) | Q(status=AlertStatus.RESOLVED),
                name="inventory_stockalert_over_is_resolved",
            ),
            models.CheckConstraint(
                condition=Q(status__in=AlertStatus.values), name="inventory_stockalert_status_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.variant}: {self.stock_level}"


class BackInStockRequest(BaseModel):
    """Somebody wants to know when a variant can be had again. Told once."""

    variant = models.ForeignKey(
        ProductVariant, on_delete=models.CASCADE, related_name="back_in_stock_requests", verbose_name=_("variant")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("who"),
    )
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=10, blank=True)
    notified_at = models.DateTimeField(_("told"), null=True, blank=True)

    objects = BackInStockRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("back-in-stock request")
        verbose_name_plural = _("back-in-stock requests")
        constraints = [
            models.UniqueConstraint(
                fields=["variant", "email"],
                condition=Q(notified_at=None),
                name="inventory_backinstockrequest_one_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.variant}"
