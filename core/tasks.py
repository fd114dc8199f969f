"""What Celery's workers are asked to do: ids in, one call."""

from uuid import UUID

from celery import shared_task

from core import beat, outbox
from core.outbox import relay


@shared_task
def deliver(*, delivery_id: str) -> str:
    """Tell one handler of one event. Safe to run twice: a delivery is claimed before it is made."""
    return outbox.deliver(UUID(delivery_id)).value


@shared_task
def drain_queue(*, name: str) -> int:
    """Deliver what is due in one queue, for as long as a task may run."""
    return relay.drain(queues=[name], seconds=relay.SWEEP_SECONDS).total


@shared_task
def tick() -> None:
    """Start the scheduled jobs whose time has come. Safe to run twice: each run of a job is claimed."""
    beat.tick()


@shared_task
def run_job(*, name: str) -> None:
    """Run one job of the schedule, if it is still to be run."""
    beat.run(name)
