"""Pictures that were sent and never shown, or are shown no longer."""

from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Exists, OuterRef, QuerySet

from core.models import Picture

KEPT_FOR = timedelta(days=1)

_references: dict[str, tuple[type[models.Model], str]] = {}


def register_references(model: type[models.Model], field: str) -> None:
    """Say that the rows of this model show pictures: those they name in the field are kept."""
    _references[f"{model._meta.label}.{field}"] = (model, field)


def find_unused(now: datetime) -> QuerySet[Picture]:
    """Return the pictures that nothing has shown for a day."""
    shown = [~Exists(model._base_manager.filter(**{field: OuterRef("pk")})) for model, field in _references.values()]
    return Picture.objects.filter(*shown, updated_at__lt=now - KEPT_FOR)


@transaction.atomic
def remove(rows: QuerySet[Picture]) -> None:
    """Remove the rows, and the files that no other row shares."""
    locked = list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))
    # Asked again under the lock: what somebody took up meanwhile is kept.
    gone = list(rows.filter(pk__in=locked))
    Picture.objects.filter(pk__in=[picture.pk for picture in gone]).delete()
    files = {picture.file: [one["file"] for one in picture.renditions] for picture in gone}
    for shared in Picture.objects.filter(file__in=files).values_list("file", flat=True):
        files.pop(shared, None)

    def delete_files() -> None:
        for original, smaller in files.items():
            for name in (*smaller, original):
                default_storage.delete(name)

    transaction.on_commit(delete_files, robust=True)
