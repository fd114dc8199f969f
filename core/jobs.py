"""What core does by schedule. The times are in the settings."""

import logging

from django.utils import timezone

from core import beat, cleaning, verification

log = logging.getLogger(__name__)

# Below the soft limit of a task (60 s). What is left is done at the next tick.
CLEANING_SECONDS = 45


def clean_up() -> None:
    """Remove what nobody needs any more."""
    try:
        for name, number in cleaning.clean(timezone.now(), seconds=CLEANING_SECONDS):
            if number:
                log.info("Cleaned up", extra={"step": name, "rows": number})
    except cleaning.TimeIsUp as left:
        raise beat.Unfinished(str(left)) from None


def verify() -> None:
    """Ask every invariant, and report the broken ones as errors so that somebody is told."""
    for verdict in verification.verify():
        if verdict.is_broken:
            log.error("An invariant is broken", extra={"invariant": verdict.name, "problems": verdict.problems[:5]})
