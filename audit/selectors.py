"""Questions to the action log."""

from typing import Any

from accounts.models import User
from audit.models import AdminActionLog
from audit.querysets import AdminActionLogQuerySet


def list_actions() -> AdminActionLogQuerySet:
    """Return all rows, the newest first, ready to show."""
    return AdminActionLog.objects.for_display()


def list_for_export(user: User) -> list[dict[str, Any]]:
    """What staff did to the person's account, for their own copy of their data; staff stay unnamed."""
    rows = AdminActionLog.objects.about(user.pk).order_by("at", "id")
    return [
        {
            "at": row.at.isoformat(),
            "action": row.action,
            "before": row.before,
            "after": row.after,
            "reason": row.reason,
        }
        for row in rows
    ]
