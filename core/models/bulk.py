"""What staff asked to be done to many rows at once, and how far it is."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models.base import BaseModel


class BulkActionStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    STOPPED = "stopped", _("Stopped")


class BulkAction(BaseModel):
    """One action on many rows, done in the background. What was counted is done: each row is counted with its work."""

    model = models.CharField(max_length=100)
    action = models.CharField(max_length=60)
    row_ids = models.JSONField()
    answers = models.JSONField(default=dict, blank=True)
    language = models.CharField(max_length=8)
    # The kernel knows no people: an id, where upper apps have a foreign key.
    actor_id = models.UUIDField()
    ip = models.GenericIPAddressField(null=True, blank=True)
    user_agent = models.CharField(max_length=300, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=BulkActionStatus, default=BulkActionStatus.WAITING)
    total = models.PositiveIntegerField(_("rows"))
    done = models.PositiveIntegerField(_("done"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    stopped_because = models.CharField(_("stopped because"), max_length=500, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("bulk action")
        verbose_name_plural = _("bulk actions")
        constraints = [
            models.CheckConstraint(
                condition=Q(total__gte=F("done") + F("refused")), name="core_bulkaction_counts_within_total"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "running"], finished_at=None)
                | Q(status="done", finished_at__isnull=False, total=F("done") + F("refused"))
                | Q(status="stopped", finished_at__isnull=False),
                name="core_bulkaction_finished_has_its_time",
            ),
        ]
        indexes = [models.Index(fields=["actor_id", "-id"], name="core_bulkaction_of_actor")]

    def __str__(self) -> str:
        return f"{self.action.replace('_', ' ').capitalize()} × {self.total}"

    @property
    def counted(self) -> int:
        """How many rows are behind it: the place of the next one."""
        return self.done + self.refused

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None


class BulkRefusal(BaseModel):
    """A row that was left as it is, and why."""

    bulk_action = models.ForeignKey(BulkAction, on_delete=models.CASCADE, related_name="refusals")
    object_id = models.CharField(max_length=64)
    reason = models.CharField(max_length=500)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bulk_action", "object_id"], name="core_bulkrefusal_once"),
        ]

    def __str__(self) -> str:
        return f"{self.object_id}: {self.reason}"
