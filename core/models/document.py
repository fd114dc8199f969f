"""Papers that people send to the shop: one row for each, and who may read it."""

from django.db import models

from core.models.base import BaseModel


class Document(BaseModel):
    """A PDF or a picture of a paper. `held_by` is the row it was sent for; without one it is soon removed."""

    purpose = models.CharField(max_length=20)
    # No foreign keys: people, and what their papers belong to, stand above this layer.
    uploaded_by = models.UUIDField(null=True, blank=True, db_index=True)
    held_by = models.UUIDField(null=True, blank=True, db_index=True)
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    file = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.name
