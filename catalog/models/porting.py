"""Imports: what was in a file, what it changes, and what was there before."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.enums import ImportStatus, OnError, RowOutcome, Undoing
from core.models import BaseModel
from core.storages import private_storage


class ImportBatch(BaseModel):
    """One file. Checked first, written when somebody says so, and rolled back as long as its rows are kept."""

    name = models.CharField(_("file"), max_length=200)
    file = models.FileField(upload_to="imports/", storage=private_storage, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=ImportStatus, default=ImportStatus.CHECKING, db_index=True
    )
    on_error = models.CharField(_("rows that are wrong"), max_length=4, choices=OnError, default=OnError.STOP)
    columns = models.JSONField(default=list, blank=True)
    total = models.PositiveIntegerField(_("rows"), default=0)
    new = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    errors = models.PositiveIntegerField(_("wrong"), default=0)
    # The last row of the file that the present step has seen to; a rollback counts down.
    done_until = models.PositiveIntegerField(default=0)
    written = models.PositiveIntegerField(_("written"), default=0)
    undone = models.PositiveIntegerField(_("rolled back"), default=0)
    kept = models.PositiveIntegerField(_("kept"), default=0)
    refused_because = models.CharField(_("refused because"), max_length=500, blank=True)
    language = models.CharField(max_length=8, default="en")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("by"),
    )
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ImportStatus.values), name="catalog_importbatch_status_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_under_way(self) -> bool:
        return self.status in (ImportStatus.CHECKING, ImportStatus.APPLYING, ImportStatus.UNDOING)


class ImportRow(BaseModel):
    """A row of the file. `changes` is `{column: [from, to]}`; after writing it is what a rollback restores."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    sku = models.CharField(_("SKU"), max_length=100, blank=True)
    product = models.CharField(_("product"), max_length=280, blank=True)
    cells = models.JSONField(default=dict)
    outcome = models.CharField(_("outcome"), max_length=10, choices=RowOutcome)
    changes = models.JSONField(default=dict)
    # [[column, reason], …]
    problems = models.JSONField(default=list)
    is_written = models.BooleanField(default=False)
    # Rows that this row made: their ids go with them when it is rolled back.
    variant_id = models.UUIDField(null=True)
    made_product_id = models.UUIDField(null=True)
    undoing = models.CharField(max_length=4, choices=Undoing, default=Undoing.NONE, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="catalog_importrow_once"),
        ]
        indexes = [
            models.Index(fields=["batch", "sku"], name="catalog_importrow_by_sku"),
            models.Index(fields=["batch", "product"], name="catalog_importrow_by_product"),
            models.Index(fields=["batch", "outcome", "number"], name="catalog_importrow_by_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.sku}"
