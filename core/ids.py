"""Identifiers: time-ordered UUIDs and short codes that people can read aloud."""

import os
import secrets
import threading
import time
from uuid import UUID

READABLE = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
COUNTER_SIZE = 1 << 12


class _Clock:
    """Milliseconds and a counter within them that only ever move on, whatever the clock of the machine does."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._now = (0, 0)

    def tick(self) -> tuple[int, int]:
        milliseconds = time.time_ns() // 1_000_000
        with self._lock:
            last, counter = self._now
            if milliseconds > last:
                # Half of the range stays free for those that follow within the same millisecond.
                self._now = (milliseconds, secrets.randbelow(COUNTER_SIZE // 2))
            elif counter + 1 < COUNTER_SIZE:
                self._now = (last, counter + 1)
            else:
                self._now = (last + 1, 0)
            return self._now


_clock = _Clock()


def uuid7() -> UUID:
    """Return a UUIDv7: milliseconds first, so that rows are stored in the order they were made.

    Those of one process sort in the order they were made also within a millisecond.
    """
    milliseconds, counter = _clock.tick()
    tail = int.from_bytes(os.urandom(8)) >> 2
    return UUID(int=milliseconds << 80 | 7 << 76 | counter << 64 | 2 << 62 | tail)


def readable_code(length: int) -> str:
    """Return random characters without look-alikes."""
    return "".join(secrets.choice(READABLE) for _ in range(length))


def read_id(text: str) -> UUID | None:
    """Return the id that somebody typed or sent, if it is one."""
    try:
        return UUID(text)
    except ValueError:
        return None
