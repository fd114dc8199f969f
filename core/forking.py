"""What a process does before it goes on as several."""

from django.db import connections


def let_go_of_databases() -> None:
    """Close what is open: a pool's threads stay behind, and without them it never gets a connection again."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        if close_pool := getattr(connection, "close_pool", None):
            close_pool()
