"""The schedule: which job's time has come, and running each of them once.

The table is `SCHEDULE` in the settings. Both the embedded beat and Celery's ask `tick` what is due; a run is claimed
in the database, so that two beats, two servers or a message delivered twice make one run. A job that was missed,
failed or was killed is run again until it succeeds, then waits for its next time.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from core import actions, cron
from core.failpoints import failpoint
from core.logs import redact
from core.models import ScheduledJob
from core.outbox.registry import Queue
from core.selectors import get_shop
from core.zones import zone_named

log = logging.getLogger(__name__)

# Longer than the hard limit of a task (90 s): nobody starts a run while another may still be going.
CLAIM = timedelta(seconds=120)
MESSAGE_EXPIRES = 60
ERROR_LENGTH = 2000
NEVER = datetime(2000, 1, 1, tzinfo=UTC)


class Unfinished(Exception):
    """What a job raises when its time is up and work is left. It is run again at the next tick."""


@dataclass(frozen=True, slots=True)
class Job:
    """A line of the schedule: a function, when it runs in the shop's time zone, and in which queue."""

    name: str
    function: Callable[[], object]
    at: cron.Cron
    queue: Queue

    def slot(self, now: datetime, zone: ZoneInfo) -> datetime:
        """Return the time for which the job should have run by now."""
        return self.at.previous(now.astimezone(zone))


def jobs() -> dict[str, Job]:
    """Return the schedule of the settings."""
    return {
        name: Job(name, import_string(line["job"]), cron.parse(line["at"]), Queue(line["queue"]))
        for name, line in settings.SCHEDULE.items()
    }


def tick(dispatch: Callable[[Job], bool] | None = None) -> list[str]:
    """Hand every job whose time has come to whoever runs jobs, and return the names of those that were taken."""
    dispatch = dispatch or _dispatch
    now, zone = timezone.now(), _zone()
    rows = {row.name: row for row in ScheduledJob.objects.all()}
    started = []
    for job in jobs().values():
        slot = job.slot(now, zone)
        row = rows.get(job.name) or _remember(job, slot, now)
        if row.done_until < slot and row.claimed_until <= now and _claim(job, slot, now):
            if dispatch(job):
                started.append(job.name)
            else:
                _release(job.name)
    return started


@transaction.atomic
def run_soon(*, job: ScheduledJob, actor: Any = None) -> None:
    """Make the job due at the next tick, whatever its times are."""
    now = timezone.now()
    ScheduledJob.objects.filter(pk=job.pk).update(done_until=NEVER, claimed_until=now)
    actions.record(actor=actor, action="core.scheduledjob.run_soon", target=job)


def overdue(now: datetime, grace: timedelta) -> list[str]:
    """Return the jobs that should have been done for longer than this."""
    zone = _zone()
    done = dict(ScheduledJob.objects.values_list("name", "done_until"))
    return [job.name for job in jobs().values() if NEVER < done.get(job.name, now) < job.slot(now - grace, zone)]


def run(name: str) -> None:
    """Run a job that `tick` claimed, unless it was run in the meantime."""
    job = jobs()[name]
    started = timezone.now()
    slot = job.slot(started, _zone())
    if not ScheduledJob.objects.filter(name=name, done_until__lt=slot).update(started_at=started):
        return
    try:
        job.function()
    except Unfinished:
        _release(name)
    except Exception as error:
        reason = redact(f"{type(error).__name__}: {error}")[:ERROR_LENGTH]
        ScheduledJob.objects.filter(name=name).update(last_error=reason, finished_at=timezone.now())
        log.exception("A scheduled job failed and will be run again", extra={"job": name})
    else:
        finished = timezone.now()
        ScheduledJob.objects.filter(name=name).update(done_until=slot, finished_at=finished, last_error="")
        log.info("Job done", extra={"job": name, "seconds": round((finished - started).total_seconds(), 3)})


def _zone() -> ZoneInfo:
    return zone_named(get_shop().timezone)


def _remember(job: Job, slot: datetime, now: datetime) -> ScheduledJob:
    """A new job waits for its next time: a shop that was just installed does not clean up at once."""
    row, _ = ScheduledJob.objects.get_or_create(name=job.name, defaults={"done_until": slot, "claimed_until": now})
    return row


def _claim(job: Job, slot: datetime, now: datetime) -> bool:
    """Take the run for CLAIM. The condition of the update lets one of several beats have it."""
    failpoint("beat.claiming")
    free = ScheduledJob.objects.filter(name=job.name, done_until__lt=slot, claimed_until__lte=now)
    return bool(free.update(claimed_until=now + CLAIM))


def _release(name: str) -> None:
    ScheduledJob.objects.filter(name=name).update(claimed_until=timezone.now())


def _dispatch(job: Job) -> bool:
    if settings.CELERY_BROKER_URL:
        from core import tasks
        from core.outbox import broker

        return broker.send(tasks.run_job, queue=job.queue, expires=MESSAGE_EXPIRES, name=job.name)
    from core import worker

    return worker.submit(job.name, job.queue)
