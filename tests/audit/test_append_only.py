"""The log cannot be changed: not by rows, not by querysets, not by plain SQL."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from audit import triggers
from audit.errors import LogIsAppendOnly
from audit.models import AdminActionLog
from tests.factories.audit import AdminActionLogFactory

pytestmark = pytest.mark.django_db

CHANGES = {
    "save": lambda row: row.save(),
    "delete": lambda row: row.delete(),
    "update": lambda row: AdminActionLog.objects.update(reason="x"),
    "delete all": lambda row: AdminActionLog.objects.all().delete(),
    "raw delete": lambda row: AdminActionLog.objects.all()._raw_delete("default"),
    "bulk_update": lambda row: AdminActionLog.objects.bulk_update([row], ["reason"]),
    "update_or_create": lambda row: AdminActionLog.objects.update_or_create(pk=row.pk, defaults={"reason": "x"}),
    "upsert": lambda row: AdminActionLog.objects.bulk_create(
        [row], update_conflicts=True, update_fields=["reason"], unique_fields=["id"]
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_models_refuse(change):
    row = AdminActionLogFactory()
    row.reason = "rewritten"

    with pytest.raises(LogIsAppendOnly):
        change(row)

    assert AdminActionLog.objects.get().reason == "Chargebacks"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_adminactionlog SET reason = 'rewritten'",
        "UPDATE audit_adminactionlog SET actor_id = NULL",
        "UPDATE audit_adminactionlog SET action = 'x', object_label = '', reason = '', before = '{}', after = '{}'",
        "DELETE FROM audit_adminactionlog",
    ],
)
def test_the_database_refuses(statement):
    AdminActionLogFactory()

    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    row = AdminActionLog.objects.get()
    assert row.reason == "Chargebacks"
    assert row.actor_id


def test_the_database_refuses_only_because_of_the_triggers():
    AdminActionLogFactory()

    with connection.cursor() as cursor:
        for name in (triggers.UPDATE_TRIGGER, triggers.DELETE_TRIGGER):
            on = "" if connection.vendor == "sqlite" else f" ON {triggers.TABLE}"
            cursor.execute(f"DROP TRIGGER {name}{on}")
        cursor.execute("DELETE FROM audit_adminactionlog")

    assert not AdminActionLog.objects.exists()
    triggers.install(using="default")
    triggers.install(using="default")


def test_a_person_whom_the_log_names_is_not_removed():
    row = AdminActionLogFactory()

    with pytest.raises(ProtectedError):
        row.actor.delete()
