"""SQLite in var/ by default, PostgreSQL by DATABASE_URL."""

import re
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from config import env

SQLITE_OPTIONS = {
    # IMMEDIATE: a transaction that reads first would otherwise meet "database is locked" on its write.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;",
}
# Strangers wait no longer than this before the primary answers them; and nothing is ever written to a replica.
REPLICA_TIMEOUT_SECONDS = 1
READ_ONLY = " -c default_transaction_read_only=on"
LOGIN = re.compile(r"^(\w+://)?.*@")
# jit: compiling a statement takes longer than any of ours runs.
POSTGRES_LIMITS = "-c jit=off -c statement_timeout=10s -c lock_timeout=5s -c idle_in_transaction_session_timeout=15s"


def database(url: str, name: str = "DATABASE_URL") -> dict:
    """Return Django's settings for a database URL; `name` is the variable that holds it."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path) or ":memory:",
            "OPTIONS": SQLITE_OPTIONS,
            # Opening the file anew for every request would cost more than most of its queries.
            "CONN_MAX_AGE": None,
        }
    if parts.scheme not in {"postgres", "postgresql"}:
        given = LOGIN.sub(r"\1…@", url).partition("?")[0]
        raise ImproperlyConfigured(f"{name} must be sqlite:// or postgres://, not {given!r}.")
    options = dict(parse_qsl(parts.query))
    # tcp_user_timeout: a server that vanished without a word would be waited for until the kernel gives up.
    options = {"connect_timeout": 3, "tcp_user_timeout": 10_000} | options
    # Off behind PgBouncer, which pools itself and takes no options: there the role carries the limits.
    if env.flag("DATABASE_POOL", True):
        # Whoever waits longer for a connection is told to come back: a full shop sheds instead of piling up.
        # reconnect_timeout: the pool's own tries grow minutes apart, and a database that is back would not be noticed.
        size = env.number("DATABASE_POOL_SIZE", 10)
        options["pool"] = {"min_size": 1, "max_size": size, "timeout": 3, "reconnect_timeout": 3}
        options["pool"]["connection_class"] = _patient_connection()
        options["options"] = POSTGRES_LIMITS
        # Only for what asks by core.prepared: Django's own cursors never do.
        options["prepare_threshold"] = 0
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "OPTIONS": options,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }


def _patient_connection() -> type:
    # Not before it is needed: an embedded shop never loads PostgreSQL's driver.
    from core.patience import PatientConnection

    return PatientConnection


def replica(url: str) -> dict:
    """Return Django's settings for the PostgreSQL that strangers read."""
    found = database(url, "DATABASE_REPLICA_URL") | {"TEST": {"MIRROR": "default"}}
    options = found["OPTIONS"]
    options["connect_timeout"] = REPLICA_TIMEOUT_SECONDS
    options["tcp_user_timeout"] = REPLICA_TIMEOUT_SECONDS * 1000
    if "pool" in options:
        options["pool"]["timeout"] = REPLICA_TIMEOUT_SECONDS
        options["options"] += READ_ONLY
    return found


DATABASE_URL = env.text("DATABASE_URL", f"sqlite://{env.VAR_DIR}/haat.sqlite3")
DATABASE_REPLICA_URL = env.text("DATABASE_REPLICA_URL", "")
DATABASES = {"default": database(DATABASE_URL)}
if DATABASE_REPLICA_URL:
    DATABASES["replica"] = replica(DATABASE_REPLICA_URL)
    DATABASE_ROUTERS = ["core.routing.ReplicaRouter"]
