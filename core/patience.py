"""Connections to PostgreSQL that end when the server is there and says nothing.

Its own limits do not help then, and TCP sees nothing wrong: a proxy, a stopped process or a full disk still takes
what is sent.
"""

import select
import time
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen

# A little longer than statement_timeout: a server that lives has refused by then.
ANSWER_SECONDS = 12.0
CHECK_SECONDS = 2.0
# A connection that answered so lately, and was not hung up since, is not asked whether it still works.
FRESH_SECONDS = 0.5

T = TypeVar("T")


class PatientConnection(psycopg.Connection[Any]):
    """Waits so long for an answer, and is closed after that."""

    patience = ANSWER_SECONDS
    answered_at = 0.0

    def execute(self, *args: Any, **kwargs: Any) -> psycopg.Cursor[Any]:
        """Ask briefly: this is the pool's look whether the connection still works. Django asks by cursors."""
        if time.monotonic() - self.answered_at < FRESH_SECONDS and not self._was_told_something():
            return self.cursor()
        self.patience = CHECK_SECONDS
        try:
            return super().execute(*args, **kwargs)
        finally:
            self.patience = ANSWER_SECONDS

    def wait(self, gen: PQGen[T], *args: Any, **kwargs: Any) -> T:
        kwargs.setdefault("timeout", self.patience)
        try:
            answer = super().wait(gen, *args, **kwargs)
        except psycopg.errors.OperationalError:
            if self.pgconn.transaction_status == psycopg.pq.TransactionStatus.ACTIVE:
                self.pgconn.finish()
            raise
        self.answered_at = time.monotonic()
        return answer

    def _was_told_something(self) -> bool:
        """Tell whether anything came unasked: a server that ends says so, and one that is gone hangs up."""
        ears = select.poll()
        ears.register(self.pgconn.socket, select.POLLIN)
        return bool(ears.poll(0))
