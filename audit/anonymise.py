"""What makes a copy's action log tell nothing about anybody."""

from django.db import connection

from audit import triggers
from audit.models import AdminActionLog
from core.anonymise import Fakes, register


def register_steps() -> None:
    register("action log", count=AdminActionLog.objects.count, run=empty_log)


def empty_log(fakes: Fakes) -> None:
    """Empty the log. Its triggers refuse that, as they should; only a copy may do without."""
    on = "" if connection.vendor == "sqlite" else f" ON {triggers.TABLE}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {triggers.DELETE_TRIGGER}{on}")
        cursor.execute(f"DELETE FROM {triggers.TABLE}")  # noqa: S608
    triggers.install(using=connection.alias)
