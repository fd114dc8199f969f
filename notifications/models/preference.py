"""What a person wants to hear of, and how."""

from django.conf import settings
from django.db import models

from core.models import BaseModel
from notifications.enums import Channel, Topic


class Preference(BaseModel):
    """A choice that differs from, or confirms, the default for one topic and channel."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notification_preferences"
    )
    topic = models.CharField(max_length=16, choices=Topic)
    channel = models.CharField(max_length=8, choices=Channel)
    is_on = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "topic", "channel"], name="notifications_preference_once"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} by {self.channel}: {'on' if self.is_on else 'off'}"
