"""Writing the action log: the sink behind `core.actions.record`."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from accounts.models import User
from audit.models import AdminActionLog
from core import context

MASK = "••••••"
SECRET = re.compile(
    r"password|secret|token|hash|otp|recovery|private_key|api_key|refresh_jti|last_step", re.IGNORECASE
)
MAX_TEXT = 2_000


def record_action(
    *,
    actor: User | None,
    action: str,
    target: Model | type[Model],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    reason: str,
) -> None:
    """Append one row beside the write it describes. Outside of a transaction it is a bug and refuses."""
    if not connection.in_atomic_block:
        raise RuntimeError(f"{action} was to be logged outside the transaction of its write.")
    request = context.current()
    before, after = _changed(before, after)
    AdminActionLog.objects.create(
        actor=actor,
        customer_id=_person_concerned(target),
        action=action,
        object_type=target._meta.label_lower,
        object_id=str(target.pk) if isinstance(target, Model) else "",
        object_label=str(target)[:200] if isinstance(target, Model) else "",
        before=before,
        after=after,
        reason=reason,
        ip=request.ip,
        user_agent=request.user_agent[:300],
        request_id=request.request_id[:64],
    )


@transaction.atomic
def blank_person(*, user: User) -> None:
    """Take an erased person's own words and data out of the rows about them. Who did what, when, stays."""
    table = connection.ops.quote_name(AdminActionLog._meta.db_table)
    with connection.cursor() as cursor:
        # The querysets refuse updates; the trigger lets exactly this one through.
        cursor.execute(
            f"UPDATE {table} SET object_label = '', reason = '', before = '{{}}', after = '{{}}' "  # noqa: S608
            "WHERE customer_id = %s",
            [AdminActionLog._meta.get_field("customer").get_db_prep_value(user.pk, connection)],
        )


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Keep the fields that differ, as JSON, with secrets masked."""
    names = [name for name in {**before, **after} if _told(before.get(name)) != _told(after.get(name))]
    return (
        {name: _plain(name, before[name]) for name in names if name in before},
        {name: _plain(name, after[name]) for name in names if name in after},
    )


def _told(value: Any) -> Any:
    """No text and nothing are the same to whoever reads the log."""
    return None if value == "" else value


def _plain(name: str, value: Any) -> Any:
    if SECRET.search(name):
        return MASK if value else value
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(str(key), inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(name, inner) for inner in value]
    return str(value)[:MAX_TEXT]


def _person_concerned(target: Model | type[Model]) -> Any:
    """Whose file the row belongs in: the person, or the owner of the thing. A list is about nobody."""
    if not isinstance(target, Model):
        return None
    if isinstance(target, User):
        return target.pk
    return getattr(target, "user_id", None) or getattr(target, "customer_id", None)
