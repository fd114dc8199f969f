"""Whether messages leave the shop: for `verify` and `doctor`."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from core import outgoing
from core.diagnosis import Finding, ok, register_probe, warning
from core.verification import register_invariant
from notifications.enums import MessageStatus
from notifications.models import EmailLog, SMSLog
from notifications.services.sending import send_due_messages

# A carrier that is down moves the next try on; what is due for longer was forgotten.
FORGOTTEN_AFTER = timedelta(hours=1)
LOOKS_BACK = timedelta(days=1)


def register_checks() -> None:
    register_invariant("messages", list_forgotten, repair=send_due_messages)
    register_probe("messages", probe_messages)


def list_forgotten() -> Iterator[str]:
    """Yield every message that should have been tried an hour ago. A shop that holds its mail back forgets none."""
    if outgoing.is_paused():
        return
    for model in (EmailLog, SMSLog):
        due = model.objects.due(timezone.now() - FORGOTTEN_AFTER)
        for pk, template in due.values_list("pk", "template"):
            yield f"{model._meta.verbose_name} {pk} ({template}) was not tried for an hour"


def probe_messages() -> Finding:
    since = timezone.now() - LOOKS_BACK
    failed = sum(
        model.objects.filter(status=MessageStatus.FAILED, updated_at__gte=since).count()
        for model in (EmailLog, SMSLog)
    )
    waiting = sum(
        model.objects.filter(status=MessageStatus.QUEUED, attempts__gt=0).count() for model in (EmailLog, SMSLog)
    )
    if outgoing.is_paused():
        return warning("Held back", "Nothing is sent. `manage.py outgoing resume` when this is no copy.")
    if waiting or failed:
        text = f"{waiting} waiting for another try, {failed} failed since yesterday"
        return warning(text, "Look at the mail and SMS logs in the back office; the error stands beside each.")
    return ok("Nothing waits, nothing failed since yesterday")
