"""A person's own data, packed for them."""

from django.conf import settings
from django.db import models

from accounts.enums import ExportStatus
from core.models import BaseModel
from core.storages import private_storage


class DataExport(BaseModel):
    """A ZIP of everything the shop knows about a person, made by a worker."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="exports")
    status = models.CharField(max_length=16, choices=ExportStatus, default=ExportStatus.REQUESTED)
    file = models.FileField(upload_to="exports/", storage=private_storage, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Export for {self.user_id}"
