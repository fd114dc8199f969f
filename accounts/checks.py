"""What must always be true of accounts, and what may be thrown away."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts.constants import CODES_KEPT_DAYS, SESSIONS_KEPT_DAYS
from accounts.enums import ExportStatus, UserStatus
from accounts.models import Address, DataExport, OneTimeCode, Session, User
from accounts.services.exports import expire_export

MAY_SIGN_IN = [UserStatus.ACTIVE, UserStatus.PENDING]


def find_double_defaults() -> Iterator[str]:
    """Nobody has two default addresses of one kind, or a default that was deleted."""
    for kind in ("shipping", "billing"):
        flag = {f"is_default_{kind}": True}
        doubles = Address.objects.filter(**flag).values("user_id").annotate(number=Count("pk")).filter(number__gt=1)
        for row in doubles.iterator():
            yield f"User {row['user_id']} has {row['number']} default {kind} addresses."
        for pk in Address.objects.filter(is_active=False, **flag).values_list("pk", flat=True).iterator():
            yield f"Address {pk} is deleted and still the default for {kind}."


def find_sessions_of_refused() -> Iterator[str]:
    """Nobody who may not sign in is signed in."""
    for session in _sessions_of_refused().iterator():
        yield f"Session {session.pk} lives although user {session.user_id} may not sign in."


def end_sessions_of_refused() -> None:
    _sessions_of_refused().update(revoked_at=timezone.now(), revoked_reason="account may not sign in")


def find_remains_of_erased() -> Iterator[str]:
    """Nothing personal is left of people who were erased."""
    erased = User.objects.exclude(deleted_at=None)
    for pk in erased.filter(~Q(email__endswith="@erased.invalid") | Q(phone_number__isnull=False)).values_list("pk"):
        yield f"User {pk[0]} was erased and still has an address or a number."
    for model in (Address, OneTimeCode, Session, DataExport):
        for pk in model.objects.filter(user__in=erased).values_list("pk", flat=True).iterator():
            yield f"{model.__name__} {pk} belongs to a user who was erased."


def old_codes(now: datetime) -> QuerySet:
    return OneTimeCode.objects.filter(created_at__lt=now - timedelta(days=CODES_KEPT_DAYS))


def old_sessions(now: datetime) -> QuerySet:
    """Sessions that ended long ago: the list of devices and the mail about new ones need the recent past only."""
    return Session.objects.filter(expires_at__lt=now - timedelta(days=SESSIONS_KEPT_DAYS))


def ended_exports(now: datetime) -> QuerySet:
    return DataExport.objects.filter(status=ExportStatus.READY, expires_at__lt=now)


def expire_exports(exports: QuerySet) -> None:
    for export in exports:
        expire_export(export=export)


def _sessions_of_refused() -> QuerySet:
    return Session.objects.live(timezone.now()).exclude(user__status__in=MAY_SIGN_IN, user__deleted_at=None)
