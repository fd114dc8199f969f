"""What is kept back for orders."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import BaseModel
from inventory.enums import OPEN, ReservationStatus
from inventory.models.stock import StockItem
from inventory.querysets import ReservationQuerySet


class Reservation(BaseModel):
    """Units of one stock item that one order may have. Whether a hold is over is told by the time, not by a job."""

    item = models.ForeignKey(StockItem, on_delete=models.PROTECT, related_name="reservations", verbose_name=_("stock"))
    quantity = models.PositiveIntegerField(_("quantity"))
    # The order. No foreign key: it stands above this app.
    reference = models.UUIDField(_("order"), db_index=True)
    status = models.CharField(_("status"), max_length=10, choices=ReservationStatus, default=ReservationStatus.HELD)
    expires_at = models.DateTimeField(_("held until"), null=True, blank=True)

    objects = ReservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("reservation")
        verbose_name_plural = _("reservations")
        indexes = [
            models.Index(
                fields=["expires_at"],
                condition=Q(status=ReservationStatus.HELD),
                name="inventory_reservation_expires",
            ),
            models.Index(fields=["item"], condition=Q(status__in=OPEN), name="inventory_reservation_open"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["reference", "item", "status"],
                condition=Q(status__in=OPEN),
                name="inventory_reservation_one_open",
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="inventory_reservation_of_something"),
            models.CheckConstraint(
                condition=Q(status__in=ReservationStatus.values), name="inventory_reservation_status_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.item}"
