"""What background work remembers: who holds a lease, and when each scheduled job ran."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.base import BaseModel


class Lease(models.Model):
    """A role that one process has at a time. It passes on when its holder has not renewed it."""

    name = models.CharField(max_length=40, primary_key=True)
    holder = models.CharField(max_length=120)
    held_until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} held by {self.holder}"


class ScheduledJob(BaseModel):
    """When a job of the schedule ran. Its times are in the settings; this row is why each of them runs once."""

    name = models.CharField(_("job"), max_length=60, unique=True)
    done_until = models.DateTimeField(_("done for"))
    claimed_until = models.DateTimeField(_("claimed until"))
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)

    class Meta:
        verbose_name = _("scheduled job")
        verbose_name_plural = _("scheduled jobs")

    def __str__(self) -> str:
        return self.name
