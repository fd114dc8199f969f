"""What must always be true of accounts, and what may be thrown away."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session as CookieSession
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts.constants import CODES_KEPT_DAYS, SESSIONS_KEPT_DAYS
from accounts.enums import ExportStatus, UserStatus
from accounts.models import Address, DataExport, OneTimeCode, Session, User
from accounts.services.addresses import give_default
from accounts.services.exports import expire_export
from core.cleaning import register_step
from core.models import Document
from core.verification import register_invariant

MAY_SIGN_IN = [UserStatus.ACTIVE, UserStatus.PENDING]


def register_own() -> None:
    register_invariant("accounts.default_addresses", find_wrong_defaults, repair=give_missing_defaults)
    register_invariant("accounts.sessions", find_sessions_of_refused, repair=end_sessions_of_refused)
    register_invariant("accounts.erased", find_remains_of_erased)
    register_step("one-time codes", old_codes)
    register_step("sessions", old_sessions)
    register_step("browser cookies", ended_cookies)
    register_step("data exports", ended_exports, expire_exports)


def find_wrong_defaults() -> Iterator[str]:
    """Nobody has two default addresses of one kind, or addresses and no default."""
    live = Address.objects.filter(is_active=True)
    for kind in ("shipping", "billing"):
        flag = {f"is_default_{kind}": True}
        doubles = live.filter(**flag).values("user_id").annotate(number=Count("pk")).filter(number__gt=1)
        for row in doubles.iterator():
            yield f"User {row['user_id']} has {row['number']} default {kind} addresses."
        settled = live.filter(**flag).values("user_id")
        for user_id in live.exclude(user_id__in=settled).values_list("user_id", flat=True).distinct().iterator():
            yield f"User {user_id} has addresses and none is the default for {kind}."


def give_missing_defaults() -> None:
    """Make the newest address the default of everybody who has none."""
    live = Address.objects.filter(is_active=True)
    for kind in ("shipping", "billing"):
        settled = live.filter(**{f"is_default_{kind}": True}).values("user_id")
        for user_id in live.exclude(user_id__in=settled).values_list("user_id", flat=True).distinct():
            give_default(user_id=user_id, kind=kind)


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
    for pk in Document.objects.filter(uploaded_by__in=erased.values("pk")).values_list("pk", flat=True).iterator():
        yield f"Document {pk} belongs to a user who was erased."
    for model in (Address, OneTimeCode, Session, DataExport):
        for pk in model.objects.filter(user__in=erased).values_list("pk", flat=True).iterator():
            yield f"{model.__name__} {pk} belongs to a user who was erased."


def old_codes(now: datetime) -> QuerySet:
    return OneTimeCode.objects.filter(created_at__lt=now - timedelta(days=CODES_KEPT_DAYS))


def old_sessions(now: datetime) -> QuerySet:
    """Sessions that ended long ago: the list of devices and the mail about new ones need the recent past only."""
    return Session.objects.filter(expires_at__lt=now - timedelta(days=SESSIONS_KEPT_DAYS))


def ended_cookies(now: datetime) -> QuerySet:
    return CookieSession.objects.filter(expire_date__lt=now)


def ended_exports(now: datetime) -> QuerySet:
    return DataExport.objects.filter(status=ExportStatus.READY, expires_at__lt=now)


def expire_exports(exports: QuerySet) -> None:
    for export in exports:
        expire_export(export=export)


def _sessions_of_refused() -> QuerySet:
    return Session.objects.live(timezone.now()).exclude(user__status__in=MAY_SIGN_IN, user__deleted_at=None)
