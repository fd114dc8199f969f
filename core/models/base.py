"""What every row has in common."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import uuid7


class BaseModel(models.Model):
    """A row with a time-ordered id and its times."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    created_at = models.DateTimeField(_("added"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        abstract = True


class SoftDeleteQuerySet(models.QuerySet):
    def alive(self):
        return self.filter(deleted_at=None)


class SoftDeleteModel(BaseModel):
    """A row that is hidden instead of removed, because others still point at it."""

    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = SoftDeleteQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None

    def hide(self, now: datetime) -> None:
        """Mark as deleted. The caller saves."""
        self.deleted_at = self.deleted_at or now
