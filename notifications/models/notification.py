"""What a person finds under the bell."""

from django.conf import settings
from django.db import models

from core.models import BaseModel
from notifications.querysets import NotificationQuerySet


class Notification(BaseModel):
    """A short notice on the site, in the person's language at the time."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    cause = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    link = models.CharField(max_length=200, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "cause"], name="notifications_notification_once"),
        ]
        indexes = [models.Index(fields=["user", "-id"], name="notifications_of_user")]

    def __str__(self) -> str:
        return self.title
