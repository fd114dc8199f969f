"""The database's own refusal to change the action log, for whatever passes the models by.

Installed after every migrate and not by a migration: SQLite drops a table's triggers whenever it rebuilds the table.
One change is let through: blanking what a row says about a person who was erased. Who did what, when, stays.
"""

from typing import Any

from django.db import connections

TABLE = "audit_adminactionlog"
KEPT = ["id", "at", "actor_id", "customer_id", "action", "object_type", "object_id", "ip", "user_agent", "request_id"]
MESSAGE = "The action log cannot be changed."
UPDATE_TRIGGER, DELETE_TRIGGER = f"{TABLE}_no_update", f"{TABLE}_no_delete"

POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$
"""
_SAME_ON_POSTGRES = " AND ".join(f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}" for column in KEPT)
_SAME_ON_SQLITE = " AND ".join(f"NEW.{column} IS OLD.{column}" for column in KEPT)
_BLANK = "NEW.object_label = '' AND NEW.reason = '' AND NEW.before = '{}' AND NEW.after = '{}'"

POSTGRES = {
    UPDATE_TRIGGER: f"CREATE TRIGGER {UPDATE_TRIGGER} BEFORE UPDATE ON {TABLE} FOR EACH ROW "
    f"WHEN (NOT ({_BLANK} AND {_SAME_ON_POSTGRES})) EXECUTE FUNCTION {TABLE}_refuse()",
    DELETE_TRIGGER: f"CREATE TRIGGER {DELETE_TRIGGER} BEFORE DELETE ON {TABLE} FOR EACH ROW "
    f"EXECUTE FUNCTION {TABLE}_refuse()",
}
SQLITE = {
    UPDATE_TRIGGER: f"CREATE TRIGGER {UPDATE_TRIGGER} BEFORE UPDATE ON {TABLE} FOR EACH ROW "
    f"WHEN NOT ({_BLANK} AND {_SAME_ON_SQLITE}) BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
    DELETE_TRIGGER: f"CREATE TRIGGER {DELETE_TRIGGER} BEFORE DELETE ON {TABLE} FOR EACH ROW "
    f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
}


def install(*, using: str, **_signal: Any) -> None:
    """Put the triggers on the table where they are missing."""
    connection = connections[using]
    is_postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if TABLE not in connection.introspection.table_names(cursor):
            return
        if is_postgres:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass", [TABLE])
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [TABLE])
        present = {name for (name,) in cursor.fetchall()}
        if is_postgres and not present.issuperset(POSTGRES):
            cursor.execute(POSTGRES_FUNCTION)
        for name, statement in (POSTGRES if is_postgres else SQLITE).items():
            if name not in present:
                cursor.execute(statement)
