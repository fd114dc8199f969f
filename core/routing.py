"""Which database answers: the replica for what strangers read, the primary for everything else."""

import logging
from typing import Any

from django.db import DatabaseError, connections

from core import context
from core.breaker import Breaker

log = logging.getLogger(__name__)

PRIMARY, REPLICA = "default", "replica"

breaker = Breaker()


class ReplicaRouter:
    """Reads of safe anonymous requests go to the replica until the request writes something."""

    def db_for_read(self, model: type, **hints: Any) -> str:
        request = context.active()
        if request is None or not request.may_read_replica or connections[PRIMARY].in_atomic_block:
            return PRIMARY
        return where_strangers_read()

    def db_for_write(self, model: type, **hints: Any) -> str:
        if request := context.active():
            # What was just written may not have reached the replica yet.
            request.may_read_replica = False
        return PRIMARY

    def allow_relation(self, first: Any, second: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == PRIMARY


def where_strangers_read() -> str:
    """Return the replica, or the primary while there is none or it does not answer."""
    if REPLICA not in connections or breaker.is_open():
        return PRIMARY
    if breaker.is_tripped():
        # One tries whether it is back; whoever comes meanwhile does not wait with them.
        breaker.trip()
    try:
        connections[REPLICA].ensure_connection()
    except DatabaseError as error:
        breaker.trip()
        log.warning("the replica does not answer, the primary is read", extra={"reason": type(error).__name__})
        return PRIMARY
    breaker.reset()
    return REPLICA
