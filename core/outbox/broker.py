"""Telling Celery's workers that there is work, without ever making the shop wait for its broker."""

import logging
import time
from collections.abc import Iterable
from threading import Lock
from typing import Any

from celery import Task, current_app
from kombu.exceptions import OperationalError

from core import tasks
from core.models import OutboxDelivery
from core.outbox.registry import Queue

log = logging.getLogger(__name__)

REST_SECONDS = 10.0
# A sweep that waited longer than its minute is superseded by the next.
SWEEP_EXPIRES = 55

BrokerDown = OperationalError


class Circuit:
    """After a failure nobody asks the broker for a while; then one caller tries while the others still pass by."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._rests_until = 0.0

    def allows(self) -> bool:
        with self._lock:
            now = time.monotonic()
            if now < self._rests_until:
                return False
            if self._rests_until:
                self._rests_until = now + REST_SECONDS
            return True

    def close(self) -> None:
        self._rests_until = 0.0

    def open(self) -> None:
        self._rests_until = time.monotonic() + REST_SECONDS


circuit = Circuit()


def enqueue(deliveries: Iterable[OutboxDelivery]) -> None:
    """Hand deliveries to the workers. What cannot be handed over now is found by the sweep."""
    for delivery in deliveries:
        if not send(tasks.deliver, queue=delivery.queue, delivery_id=str(delivery.pk)):
            return


def enqueue_sweeps() -> None:
    for queue in Queue:
        send(tasks.drain_queue, queue=queue, expires=SWEEP_EXPIRES, name=queue.value)


def send(task: Task, *, queue: str, expires: int | None = None, **arguments: Any) -> bool:
    """Put one task on a queue. Returns False when the broker does not answer, or did not a moment ago."""
    if not circuit.allows():
        return False
    try:
        task.apply_async(kwargs=arguments, queue=str(queue), expires=expires, retry=False)
    except Exception as error:  # noqa: BLE001 - each transport has errors of its own, and none may reach the shopper
        circuit.open()
        log.warning("The broker failed; the sweep will deliver", extra={"reason": f"{type(error).__name__}: {error}"})
        return False
    circuit.close()
    return True


def is_reachable() -> bool:
    """Ask the broker for a sign of life, unless it gave none a moment ago."""
    if not circuit.allows():
        return False
    try:
        ping()
    except BrokerDown:
        circuit.open()
        return False
    circuit.close()
    return True


def ping() -> None:
    """Connect to the broker within its timeouts. Raises BrokerDown."""
    with current_app.connection_for_write() as connection:
        connection.ensure_connection(max_retries=0)
