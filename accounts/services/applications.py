"""Asking for a trade account or a seller's place, and deciding about it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.constants import DOCUMENT_PURPOSE
from accounts.enums import ApplicationStatus, Role
from accounts.errors import ApplicationWaiting, EmailNotVerified, RoleHeld
from accounts.events import ApplicationDecided, RoleApplied
from accounts.models import RoleApplication, User
from core import actions, documents
from core.errors import InvalidInput, InvalidTransition
from core.outbox import publish


def apply_for_role(
    *,
    user: User,
    role: Role,
    business_name: str,
    tax_id: str = "",
    message: str = "",
    document_ids: Iterable[UUID] = (),
) -> RoleApplication:
    """Ask for a role. An application begun while registering is completed instead.

    Raises EmailNotVerified, `core.documents.DocumentUnknown`, RoleHeld, or ApplicationWaiting when
    complete papers wait for a decision.
    """
    if not user.is_email_verified:
        raise EmailNotVerified
    said: dict[str, Any] = {"business_name": business_name, "tax_id": tax_id, "message": message}
    theirs = RoleApplication.objects.filter(user=user, role=role)
    if theirs.filter(status=ApplicationStatus.APPROVED).exists():
        raise RoleHeld
    try:
        with transaction.atomic():
            blank = theirs.filter(status=ApplicationStatus.PENDING, business_name="")
            if blank.update(**said, updated_at=timezone.now()):
                application = theirs.get(status=ApplicationStatus.PENDING)
            else:
                application = RoleApplication.objects.create(user=user, role=role, **said)
            attach_papers(application, document_ids)
            publish(RoleApplied(application_id=application.pk))
    except IntegrityError:
        raise ApplicationWaiting from None
    return application


def attach_papers(application: RoleApplication, document_ids: Iterable[UUID]) -> None:
    """Have the application hold papers that its person sent. Raises `core.documents.DocumentUnknown`."""
    papers = documents.attach(
        document_ids=document_ids, purpose=DOCUMENT_PURPOSE, uploaded_by=application.user_id, held_by=application.pk
    )
    application.documents = [
        {"id": str(paper.pk), "name": paper.name, "content_type": paper.content_type, "size": paper.size}
        for paper in papers
    ]
    application.save(update_fields=["documents", "updated_at"])


def approve_application(*, application: RoleApplication, actor: User, reason: str = "") -> RoleApplication:
    """Give the role. Raises InvalidTransition when it was decided, has no papers, or the address is not proven."""
    return _decide(application, ApplicationStatus.APPROVED, actor, reason)


def reject_application(*, application: RoleApplication, actor: User, reason: str) -> RoleApplication:
    """Refuse the role; the person reads the reason. Raises InvalidTransition, or InvalidInput without a reason."""
    if not reason.strip():
        raise InvalidInput(reason=[_("Say why; the person will read it.")])
    return _decide(application, ApplicationStatus.REJECTED, actor, reason)


@transaction.atomic
def _decide(application: RoleApplication, status: ApplicationStatus, actor: User, reason: str) -> RoleApplication:
    user = User.objects.lock(application.user_id)
    decided = RoleApplication.objects.submitted().filter(pk=application.pk, status=ApplicationStatus.PENDING)
    is_approved = status == ApplicationStatus.APPROVED
    if (is_approved and not user.is_email_verified) or not decided.update(
        status=status, decided_by=actor, decided_at=timezone.now(), reason=reason, updated_at=timezone.now()
    ):
        raise InvalidTransition
    if is_approved and not user.is_staff:
        user.role = Role(application.role)
        user.save(update_fields=["role", "updated_at"])
    application.refresh_from_db()
    actions.record(
        actor=actor,
        action=f"accounts.application.{status.value}",
        target=application,
        before={"status": ApplicationStatus.PENDING.value},
        after={"status": status.value, "role": application.role},
        reason=reason,
    )
    publish(ApplicationDecided(application_id=application.pk))
    return application
