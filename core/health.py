"""Whether the shop can work, for load balancers and people."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from core import redis, worker
from core.models import OutboxDelivery
from core.models.outbox import DeliveryStatus

STARTED = time.monotonic()
OK, DOWN, LATE = "ok", "down", "late"
LATE_AFTER = timedelta(minutes=15)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:  # noqa: BLE001
        return DOWN
    return OK


def _cache() -> str:
    if not settings.REDIS_URL:
        return OK
    shared = redis.client()
    if shared is None:
        return DOWN
    try:
        shared.ping()
    except redis.FAILURES:
        redis.breaker.trip()
        return DOWN
    return OK


def _queue() -> str:
    if (settings.EMBEDDED_WORKER or settings.CELERY_BROKER_URL) and not worker.is_alive():
        return DOWN
    due = timezone.now() - LATE_AFTER
    waits = OutboxDelivery.objects.filter(status=DeliveryStatus.PENDING, next_try_at__lt=due).exists()
    return LATE if waits else OK


def report() -> tuple[dict[str, Any], bool]:
    """Return the health answer and whether the shop can serve. Only the database is indispensable."""
    checks = {"database": _database(), "cache": _cache()}
    can_serve = checks["database"] == OK
    checks["queue"] = _queue() if can_serve else DOWN
    return {
        "success": can_serve,
        "status": "OK" if can_serve else "UNAVAILABLE",
        "message": "Server is healthy" if can_serve else "The database does not answer",
        "timestamp": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
        "uptime": round(time.monotonic() - STARTED, 1),
        "checks": checks,
    }, can_serve
