"""Questions about people and their accounts."""

from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts.enums import CodeChannel, CodePurpose
from accounts.models import Address, DataExport, OneTimeCode, RecoveryCode, RoleApplication, Session, User
from accounts.querysets import ApplicationQuerySet, UserQuerySet
from core.errors import NotFound


def find_session(*, session_id: UUID, user_id: UUID | None = None, now: datetime) -> Session | None:
    """Return the session with its person, in one query, if it still signs them in."""
    session = Session.objects.select_related("user").filter(pk=session_id).first()
    if session is None or not session.carries(now):
        return None
    return session if user_id in {None, session.user_id} else None


def list_sessions(*, user: User) -> QuerySet[Session]:
    """The devices on which the person is signed in, the last seen first."""
    return Session.objects.live(timezone.now()).filter(user=user).order_by("-last_seen_at", "-pk")


def list_addresses(*, user: User) -> QuerySet[Address]:
    """The person's address book, defaults first."""
    return Address.objects.of(user).order_by("-is_default_shipping", "-is_default_billing", "-created_at", "-pk")


def get_address(*, user: User, address_id: UUID) -> Address:
    """Return one of the person's own addresses. Raises NotFound, also for somebody else's."""
    address = Address.objects.of(user).filter(pk=address_id).first()
    if address is None:
        raise NotFound
    return address


def find_current_address(*, user: User) -> Address | None:
    """Where the person's parcels go unless they say otherwise."""
    return Address.objects.of(user).filter(is_default_shipping=True).first()


def count_recovery_codes(*, user: User) -> tuple[int, int]:
    """How many recovery codes the person was given, and how many of them still work."""
    codes = RecoveryCode.objects.filter(user=user)
    counted = codes.aggregate(total=Count("pk"), unused=Count("pk", filter=Q(used_at=None)))
    return counted["total"], counted["unused"]


def has_open_code(*, user: User, purpose: CodePurpose, channel: CodeChannel) -> bool:
    """Whether a code was sent that is still to be typed; it may have expired by now."""
    return OneTimeCode.objects.open().filter(user=user, purpose=purpose, channel=channel).exists()


def find_deleted_address(*, user: User, address_id: UUID) -> Address | None:
    """Return one of the person's addresses that was deleted and could be put back."""
    return Address.objects.filter(user=user, pk=address_id, is_active=False).first()


def list_applications(*, user: User) -> ApplicationQuerySet:
    """What the person has applied for or begun to, the newest first."""
    return RoleApplication.objects.filter(user=user).order_by("-created_at", "-pk")


def find_export(*, user: User) -> DataExport | None:
    """The person's newest export, if they ever asked for one."""
    return DataExport.objects.filter(user=user).order_by("-created_at", "-pk").first()


def list_people() -> UserQuerySet:
    """Everybody who was not erased, the newest first, for staff."""
    return User.objects.filter(deleted_at=None).order_by("-created_at", "-id")


def get_person(*, user_id: UUID) -> User:
    """Return anybody's account, for staff. Raises NotFound."""
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise NotFound
    return user


def list_all_applications() -> QuerySet[RoleApplication]:
    """Every application with its papers and people, the oldest first: the queue that staff work through."""
    return RoleApplication.objects.submitted().select_related("user", "decided_by").order_by("created_at", "pk")


def get_application(*, application_id: UUID) -> RoleApplication:
    """Return any application with its papers, for staff. Raises NotFound."""
    application = list_all_applications().filter(pk=application_id).first()
    if application is None:
        raise NotFound
    return application
