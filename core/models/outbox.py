"""Facts that were published, and who still has to be told."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models.base import BaseModel


class DeliveryStatus(models.TextChoices):
    PENDING = "pending", _("Waiting")
    DONE = "done", _("Done")
    DEAD = "dead", _("Dead letter")


class OutboxEvent(BaseModel):
    """A fact, written in the transaction that made it true."""

    name = models.CharField(_("event"), max_length=80)
    payload = models.JSONField(_("payload"))
    request_id = models.CharField(_("request id"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"


class OutboxDeliveryQuerySet(models.QuerySet):
    def unfinished(self):
        """Waiting or dead. Said by IS NULL, which lets SQLite use the partial index as well."""
        return self.filter(done_at=None)

    def due(self, now: datetime):
        return self.unfinished().filter(status=DeliveryStatus.PENDING, next_try_at__lte=now)


class OutboxDelivery(BaseModel):
    """One handler's copy of a fact. Done is set in the handler's own transaction."""

    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE, related_name="deliveries")
    handler = models.CharField(_("handler"), max_length=160)
    queue = models.CharField(_("queue"), max_length=16)
    status = models.CharField(_("status"), max_length=8, choices=DeliveryStatus, default=DeliveryStatus.PENDING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next try"))
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)

    objects = OutboxDeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery of an event")
        verbose_name_plural = _("deliveries of events")
        constraints = [
            models.UniqueConstraint(fields=["event", "handler"], name="core_outboxdelivery_once_per_handler"),
            models.CheckConstraint(
                condition=Q(status="done", done_at__isnull=False) | (~Q(status="done") & Q(done_at=None)),
                name="core_outboxdelivery_done_has_its_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["queue", "next_try_at"],
                condition=Q(done_at=None),
                name="core_outboxdelivery_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} to {self.handler}"
