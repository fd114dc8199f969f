"""The words in which the action log is asked for. It answers; it never changes."""

from datetime import datetime
from typing import Any, NoReturn, Self
from uuid import UUID

from django.db import models

from audit.errors import LogIsAppendOnly


class AppendOnlyQuerySet(models.QuerySet):
    """Reads and appends. What was written stays as it was written."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise LogIsAppendOnly

    def delete(self) -> NoReturn:
        raise LogIsAppendOnly

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise LogIsAppendOnly

    def update_or_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise LogIsAppendOnly

    def bulk_create(self, objs: Any, *args: Any, update_conflicts: bool = False, **kwargs: Any) -> list:
        if update_conflicts:
            raise LogIsAppendOnly
        return super().bulk_create(objs, *args, **kwargs)

    def _raw_delete(self, using: str | None) -> NoReturn:
        raise LogIsAppendOnly


class AdminActionLogQuerySet(AppendOnlyQuerySet):
    def for_display(self) -> Self:
        return self.select_related("actor", "customer").order_by("-at", "-id")

    def about(self, customer_id: UUID) -> Self:
        """What staff did to this person or to something of theirs."""
        return self.filter(customer_id=customer_id)

    def by(self, actor_id: UUID) -> Self:
        return self.filter(actor_id=actor_id)

    def between(self, starts_at: datetime | None, ends_at: datetime | None) -> Self:
        """Rows from `starts_at` on and before `ends_at`; None leaves that end open."""
        rows = self if starts_at is None else self.filter(at__gte=starts_at)
        return rows if ends_at is None else rows.filter(at__lt=ends_at)
