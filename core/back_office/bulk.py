"""Staff actions on many rows, done by the worker: each row in a transaction of its own, counted with its work.

A run lasts seconds and then has itself called again, so that a long one neither outlives the time of a task nor holds
up what waits behind it. A run that is killed leaves whole rows, and the next goes on behind them.
"""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Model
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core import actions, context
from core.back_office import refusals
from core.errors import DomainError, InvalidTransition
from core.events import Event
from core.failpoints import failpoint
from core.models import BulkAction, BulkActionStatus, BulkRefusal
from core.outbox import publish
from core.staff import is_staff_member

log = logging.getLogger(__name__)

RUN_SECONDS = 20
LONGEST_REASON = 500

DoRow = Callable[[str], str]


@dataclass(frozen=True)
class BulkActionRequested(Event):
    """Staff asked for something to be done to many rows."""

    bulk_action_id: UUID


class CannotRun(Exception):
    """The action may not be gone on with: its actor lost the right, or the shop no longer has it."""


@transaction.atomic
def request_bulk_action(
    *, actor: Any, model: type[Model], action: str, row_ids: Sequence[str], answers: Mapping[str, list[str]]
) -> BulkAction:
    """Have the action done to these rows, in this order, as if its actor did it one by one."""
    request = context.current()
    job = BulkAction.objects.create(
        actor_id=actor.pk,
        model=model._meta.label_lower,
        action=action,
        row_ids=list(row_ids),
        answers=dict(answers),
        total=len(row_ids),
        language=translation.get_language() or "en",
        ip=request.ip,
        user_agent=request.user_agent[:300],
    )
    publish(BulkActionRequested(bulk_action_id=job.pk))
    actions.record(
        actor=actor,
        action="core.bulkaction.added",
        target=job,
        after={"model": job.model, "action": action, "rows": job.total},
    )
    return job


@transaction.atomic
def stop_bulk_action(*, job: BulkAction, actor: Any, reason: str) -> None:
    """Leave the rows that are not done yet as they are. Raises InvalidTransition when there are none."""
    job = _lock(job.pk)
    if job.is_finished:
        raise InvalidTransition
    _finish(job, BulkActionStatus.STOPPED, because=reason)
    actions.record(actor=actor, action="core.bulkaction.stopped", target=job, reason=reason)


def run_bulk_action(*, bulk_action_id: UUID) -> None:
    """Do the next rows, for some seconds. Safe to repeat, and to run twice at once."""
    job = BulkAction.objects.filter(pk=bulk_action_id, finished_at=None).first()
    if job is None:
        return
    ends_at = time.monotonic() + RUN_SECONDS
    here = context.RequestContext(request_id=context.current().request_id, ip=job.ip, user_agent=job.user_agent)
    with translation.override(job.language), context.entered(here):
        try:
            do_row = _prepare(job)
        except CannotRun as why:
            _give_up(job.pk, str(why))
            return
        while _do_next(job.pk, job.row_ids, do_row):
            if time.monotonic() > ends_at:
                _go_on_later(job.pk)
                return


def do_one(model_admin: Any, request: HttpRequest, action: Any, form: Any, row: Model) -> str:
    """Do the action to one row, whole or not at all. Returns why not, or nothing."""
    try:
        with transaction.atomic():
            if not action.when(row):
                raise InvalidTransition
            action.work(model_admin, request, row, form)
    except DomainError as refusal:
        return refusals.in_words(refusal)
    except (OperationalError, InterfaceError):
        # The database, and not the row: the whole run is tried again.
        raise
    except Exception:
        log.exception("A staff action failed on a row", extra={"action": action.__name__, "row": str(row.pk)})
        return _("Something went wrong here. The error log says what.")
    return ""


def title_of(job: BulkAction) -> str:
    """Return the action's name as its button has it."""
    _page, action = _declared(job)
    return str(getattr(action, "short_description", job.action))


def rows_of(job: BulkAction) -> str:
    """Return what kind of rows it is done to."""
    model_admin, _action = _declared(job)
    return str(model_admin.opts.verbose_name_plural) if model_admin else job.model


def labels_of(job: BulkAction, row_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return the name and the page of each row; its id and no page for one that is gone."""
    model_admin, _action = _declared(job)
    labels = {pk: (pk, "") for pk in row_ids}
    if model_admin is None:
        return labels
    page = f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_change"
    for row in model_admin.model._default_manager.filter(pk__in=row_ids):
        labels[str(row.pk)] = (str(row), reverse(page, args=[row.pk]))
    return labels


def _declared(job: BulkAction) -> tuple[Any, Any]:
    """Return the page about such rows and its action, as this release has them."""
    model_admin = next((page for page in admin.site._registry.values() if page.opts.label_lower == job.model), None)
    return model_admin, getattr(type(model_admin), job.action, None)


def _prepare(job: BulkAction) -> DoRow:
    """Return what does the action to one row. Raises CannotRun."""
    model_admin, action = _declared(job)
    if model_admin is None or action is None:
        raise CannotRun(_("This release of the shop does not have the action."))
    actor = get_user_model()._default_manager.filter(pk=job.actor_id).first()
    if actor is None or not is_staff_member(actor) or not actor.has_perm(action.permission):
        raise CannotRun(_("Whoever asked for it may no longer do it."))
    form = action.form_class(_as_posted(job.answers))
    if not form.is_valid():
        raise CannotRun(_("What was filled in no longer holds."))
    request = HttpRequest()
    request.user = actor

    def do_row(pk: str) -> str:
        row = model_admin.get_queryset(request).filter(pk=pk).first()
        return do_one(model_admin, request, action, form, row) if row else _("It is no longer there.")

    return do_row


def _as_posted(answers: Mapping[str, list[str]]) -> QueryDict:
    posted = QueryDict(mutable=True)
    for name, values in answers.items():
        posted.setlist(name, values)
    return posted


def _do_next(job_id: UUID, row_ids: Sequence[str], do_row: DoRow) -> bool:
    """Do one more row and count it, both or neither; tell whether there are more."""
    with transaction.atomic():
        failpoint("bulk.taking")
        job = _lock(job_id)
        if job.is_finished:
            return False
        pk = row_ids[job.counted]
        if refusal := do_row(pk):
            BulkRefusal.objects.create(bulk_action=job, object_id=pk, reason=refusal[:LONGEST_REASON])
            job.refused += 1
        else:
            job.done += 1
        if job.counted == job.total:
            _finish(job, BulkActionStatus.DONE)
        else:
            job.status = BulkActionStatus.RUNNING
            job.save(update_fields=["status", "done", "refused", "updated_at"])
        failpoint("bulk.row_done")
    return not job.is_finished


@transaction.atomic
def _go_on_later(job_id: UUID) -> None:
    publish(BulkActionRequested(bulk_action_id=job_id))


@transaction.atomic
def _give_up(job_id: UUID, why: str) -> None:
    job = _lock(job_id)
    if not job.is_finished:
        _finish(job, BulkActionStatus.STOPPED, because=why)


def _finish(job: BulkAction, status: BulkActionStatus, because: str = "") -> None:
    job.status, job.stopped_because, job.finished_at = status, because[:LONGEST_REASON], timezone.now()
    job.save(update_fields=["status", "done", "refused", "stopped_because", "finished_at", "updated_at"])


def _lock(job_id: UUID) -> BulkAction:
    """Return the action as it is now, for nobody else to change until this transaction ends."""
    return BulkAction.objects.select_for_update(of=("self",)).defer("row_ids", "answers").get(pk=job_id)
