"""Uploaded pictures: one row for each that was sent, wherever it is shown."""

from typing import Any

from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q

from core.models.base import BaseModel


class Picture(BaseModel):
    """A cleaned picture and the smaller ones made of it. Files are named by content, and equal pictures share them."""

    purpose = models.CharField(max_length=20)
    # No foreign key: people stand above this layer.
    uploaded_by = models.UUIDField(null=True, blank=True)
    digest = models.CharField(max_length=64, db_index=True)
    file = models.CharField(max_length=200, db_index=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    # [{"purpose", "width", "height", "format", "file"}], smallest first; empty until the worker has been there.
    renditions = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "uploaded_by", "digest"],
                condition=Q(uploaded_by__isnull=False),
                name="core_picture_sent_once",
            ),
            models.UniqueConstraint(
                fields=["purpose", "digest"], condition=Q(uploaded_by=None), name="core_picture_of_the_shop_once"
            ),
        ]

    def __str__(self) -> str:
        return self.file

    def sizes(self, kind: str = "webp") -> list[dict[str, Any]]:
        """Return what there is of one format, smallest first. The original is a WebP."""
        made = [one for one in self.renditions if one["format"] == kind]
        if kind != "webp":
            return made
        original = {"purpose": "original", "width": self.width, "height": self.height, "format": kind}
        return [*made, original | {"file": self.file}]

    def url(self, width: int | None = None) -> str:
        """Return the address of the smallest copy that is at least so wide, else of the widest."""
        sizes = self.sizes()
        wide_enough = [one for one in sizes if width is not None and one["width"] >= width]
        return default_storage.url((wide_enough or sizes[-1:])[0]["file"])

    def srcset(self, kind: str = "webp") -> str:
        """Return all sizes of one format as browsers choose among them; empty where one is missing that WebP has."""
        sizes = self.sizes(kind)
        # Whoever reads a format chooses among its sizes alone, however small the widest is.
        if {one["width"] for one in self.sizes()} - {one["width"] for one in sizes}:
            return ""
        return ", ".join(f"{default_storage.url(one['file'])} {one['width']}w" for one in sizes)
