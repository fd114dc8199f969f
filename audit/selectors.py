"""Questions to the action log."""

from audit.models import AdminActionLog
from audit.querysets import AdminActionLogQuerySet


def list_actions() -> AdminActionLogQuerySet:
    """Return all rows, the newest first, ready to show."""
    return AdminActionLog.objects.for_display()
