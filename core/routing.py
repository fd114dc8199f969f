"""Which database answers: the replica for what strangers read, the primary for everything else."""

from typing import Any

from django.db import connections

from core import context

PRIMARY, REPLICA = "default", "replica"


class ReplicaRouter:
    """Reads of safe anonymous requests go to the replica until the request writes something."""

    def db_for_read(self, model: type, **hints: Any) -> str:
        request = context.active()
        if request is None or not request.may_read_replica or connections[PRIMARY].in_atomic_block:
            return PRIMARY
        return REPLICA

    def db_for_write(self, model: type, **hints: Any) -> str:
        if request := context.active():
            # What was just written may not have reached the replica yet.
            request.may_read_replica = False
        return PRIMARY

    def allow_relation(self, first: Any, second: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == PRIMARY
