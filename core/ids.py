"""Identifiers: time-ordered UUIDs and short codes that people can read aloud."""

import os
import secrets
import time
from uuid import UUID

READABLE = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def uuid7() -> UUID:
    """Return a UUIDv7: milliseconds first, so that rows are stored in the order they were made."""
    milliseconds = time.time_ns() // 1_000_000
    value = int.from_bytes(milliseconds.to_bytes(6) + os.urandom(10))
    value = value & ~(0xF000 << 64) | (0x7000 << 64)
    value = value & ~(0xC000 << 48) | (0x8000 << 48)
    return UUID(int=value)


def readable_code(length: int) -> str:
    """Return random characters without look-alikes."""
    return "".join(secrets.choice(READABLE) for _ in range(length))
