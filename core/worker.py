"""The embedded worker: threads of the web process that deliver events and run jobs when no broker is configured.

Two lanes, so that a long piece of bulk work never holds up a mail; and the beat, which one process at a time is.
Nothing waits for them: a lane is woken after commit, and looks for itself now and then.
"""

import atexit
import contextlib
import logging
import os
import socket
import threading
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Collection

from django.conf import settings
from django.db import close_old_connections

from core import beat, leases
from core.outbox import relay
from core.outbox.registry import Queue

log = logging.getLogger(__name__)

LANES: dict[str, tuple[Queue, ...]] = {
    "urgent": (Queue.CRITICAL, Queue.MAIL),
    "patient": (Queue.DEFAULT, Queue.BULK),
}
POLL_SECONDS = 5.0
TICK_SECONDS = 10.0
BEAT_LEASE_SECONDS = 30.0
STOP_SECONDS = 10.0
# A thread that has not come round for so long hangs in a handler.
SILENT_SECONDS = 180.0


class _Loop(threading.Thread, ABC):
    """A daemon thread that comes round when it is woken and every so often."""

    def __init__(self, name: str, seconds: float) -> None:
        super().__init__(name=f"haat-{name}", daemon=True)
        self.seconds = seconds
        self.seen_at = time.monotonic()
        self.stopping = threading.Event()
        self._woken = threading.Event()

    def wake(self) -> None:
        self._woken.set()

    def stop(self) -> None:
        self.stopping.set()
        self._woken.set()

    def is_well(self) -> bool:
        return self.is_alive() and time.monotonic() - self.seen_at < SILENT_SECONDS

    def run(self) -> None:
        while not self.stopping.is_set():
            self.seen_at = time.monotonic()
            self._woken.clear()
            try:
                close_old_connections()
                self.come_round()
            except Exception:
                # The database may be away for a moment; the thread must outlive that.
                log.exception("The embedded worker stumbled and goes on", extra={"loop": self.name})
            finally:
                close_old_connections()
            self._woken.wait(self.seconds)

    @abstractmethod
    def come_round(self) -> None:
        """Do what is due, once."""


class Lane(_Loop):
    """Delivers the events of its queues, and runs the jobs it was given."""

    def __init__(self, name: str, queues: Collection[Queue]) -> None:
        super().__init__(name, POLL_SECONDS)
        self.queues = queues
        self._jobs: deque[str] = deque()

    def submit(self, job: str) -> None:
        self._jobs.append(job)
        self.wake()

    def come_round(self) -> None:
        relay.drain(queues=self.queues, should_stop=self.stopping.is_set, report=self._show_life)
        while self._jobs and not self.stopping.is_set():
            beat.run(self._jobs.popleft())
            relay.drain(queues=self.queues, should_stop=self.stopping.is_set, report=self._show_life)

    def _show_life(self, drained: relay.Drained) -> None:
        self.seen_at = time.monotonic()


class Beat(_Loop):
    """Starts scheduled jobs, in the one process that holds the lease."""

    def __init__(self, holder: str) -> None:
        super().__init__("beat", TICK_SECONDS)
        self.holder = holder

    def come_round(self) -> None:
        if leases.hold("beat", holder=self.holder, seconds=BEAT_LEASE_SECONDS):
            beat.tick()

    def run(self) -> None:
        super().run()
        with contextlib.suppress(Exception):
            leases.release("beat", holder=self.holder)
        close_old_connections()


class Worker:
    """The threads of one process."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self.lanes = {name: Lane(name, queues) for name, queues in LANES.items()}
        self.beat = Beat(f"{socket.gethostname()}:{self.pid}:{id(self)}")

    @property
    def threads(self) -> list[_Loop]:
        return [*self.lanes.values(), self.beat]

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def stop(self, seconds: float) -> None:
        """Let what is being done finish, within this time; what is killed after it is delivered again."""
        for thread in self.threads:
            thread.stop()
        ends_at = time.monotonic() + seconds
        for thread in self.threads:
            thread.join(max(ends_at - time.monotonic(), 0))

    def lane_of(self, queue: str) -> Lane:
        return next(lane for lane in self.lanes.values() if queue in lane.queues)


_worker: Worker | None = None
_starting = threading.Lock()


def start() -> None:
    """Start this process's worker, once. A process forked from one that has a worker gets its own."""
    global _worker
    if not settings.EMBEDDED_WORKER or (_worker and _worker.pid == os.getpid()):
        return
    with _starting:
        if _worker and _worker.pid == os.getpid():
            return
        _worker = Worker()
        _worker.start()
        atexit.register(stop)


def stop(seconds: float = STOP_SECONDS) -> None:
    """Stop this process's worker, after what it is doing."""
    global _worker
    if running := _running():
        _worker = None
        running.stop(seconds)


def wake(queues: Collection[str]) -> None:
    """Have these queues looked at now, if this process has a worker; another process's looks soon by itself."""
    if running := _running():
        for lane in {running.lane_of(queue) for queue in queues}:
            lane.wake()


def submit(job: str, queue: str) -> bool:
    """Give a scheduled job to the lane of its queue. Returns False when this process has no worker."""
    if running := _running():
        running.lane_of(queue).submit(job)
        return True
    return False


def is_alive() -> bool:
    """Whether background work is being done: our own threads, or a broker that answers."""
    if settings.CELERY_BROKER_URL:
        from core.outbox import broker

        return broker.is_reachable()
    running = _running()
    return running is not None and all(thread.is_well() for thread in running.threads)


def _running() -> Worker | None:
    return _worker if _worker and _worker.pid == os.getpid() else None
