"""Facts that were published, and who still has to be told."""

from django.db import models
from django.db.models import Q

from core.models.base import BaseModel


class DeliveryStatus(models.TextChoices):
    PENDING = "pending"
    DONE = "done"
    DEAD = "dead"


class OutboxEvent(BaseModel):
    """A fact, written in the transaction that made it true."""

    name = models.CharField(max_length=80)
    payload = models.JSONField()
    request_id = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"


class OutboxDelivery(BaseModel):
    """One handler's copy of a fact. Done is set in the handler's own transaction."""

    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE, related_name="deliveries")
    handler = models.CharField(max_length=160)
    queue = models.CharField(max_length=16)
    status = models.CharField(max_length=8, choices=DeliveryStatus, default=DeliveryStatus.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "handler"], name="core_outboxdelivery_once_per_handler"),
        ]
        indexes = [
            models.Index(
                fields=["queue", "next_try_at"],
                condition=Q(status="pending"),
                name="core_outboxdelivery_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} to {self.handler}"
