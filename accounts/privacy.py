"""What the shop holds about people. Every app that holds some registers how it is handed out and erased."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.constants import DOCUMENT_PURPOSE
from accounts.events import EmailChanged, EmailVerified, MailToUserRequested
from accounts.models import (
    Address,
    DataExport,
    OneTimeCode,
    RecoveryCode,
    RoleApplication,
    Session,
    User,
)
from core import documents, outbox
from core.api import idempotency
from core.models import Document

Exporter = Callable[[User], dict | list]
Files = Callable[[User], Iterator[tuple[str, bytes]]]
Eraser = Callable[[User], None]
Blockers = Callable[[User], list[str]]


@dataclass(frozen=True, slots=True)
class PersonalData:
    """One app's part. `files` are handed out as they are; `erase` twice must change nothing more; `blockers` say what
    is still open."""

    name: str
    export: Exporter | None
    files: Files | None
    erase: Eraser | None
    blockers: Blockers | None


_parts: dict[str, PersonalData] = {}


def register(
    name: str,
    *,
    export: Exporter | None = None,
    files: Files | None = None,
    erase: Eraser | None = None,
    blockers: Blockers | None = None,
) -> None:
    """Join the export and the deletion of accounts under a name, which is also the name of the file in the ZIP."""
    _parts[name] = PersonalData(name, export, files, erase, blockers)


def names() -> list[str]:
    return sorted(_parts)


def export_all(user: User) -> Iterator[tuple[str, dict | list]]:
    """Yield the name and the contents of each part."""
    for part in _parts.values():
        if part.export:
            yield part.name, part.export(user)


def export_files(user: User) -> Iterator[tuple[str, bytes]]:
    """Yield the name in the ZIP and the content of each file that the shop keeps of the person."""
    for part in _parts.values():
        if part.files:
            for name, content in part.files(user):
                yield f"{part.name}/{name}", content


def erase_all(user: User) -> None:
    """Scrub every part, in the caller's transaction."""
    for part in _parts.values():
        if part.erase:
            part.erase(user)


def list_blockers(user: User) -> list[str]:
    """Return what has to be settled before the account may go, in sentences for the person."""
    return [reason for part in _parts.values() if part.blockers for reason in part.blockers(user)]


PROFILE = (
    "id",
    "shopper_id",
    "email",
    "email_verified_at",
    "phone_number",
    "phone_verified_at",
    "name",
    "role",
    "status",
    "region",
    "shopping_region",
    "language",
    "timezone",
    "two_factor",
    "marketing_consent",
    "last_login_at",
    "created_at",
    "updated_at",
)
ADDRESS = (
    "label",
    "first_name",
    "last_name",
    "phone",
    "address_line1",
    "address_line2",
    "city",
    "state",
    "postal_code",
    "country",
    "is_default_shipping",
    "is_default_billing",
    "is_active",
    "created_at",
)
SESSION = (
    "kind",
    "device_name",
    "user_agent",
    "ip",
    "region",
    "created_at",
    "last_seen_at",
    "revoked_at",
    "revoked_reason",
)
APPLICATION = (
    "role",
    "business_name",
    "tax_id",
    "message",
    "documents",
    "status",
    "reason",
    "created_at",
    "decided_at",
)


def export_profile(user: User) -> dict:
    return User.objects.filter(pk=user.pk).values(*PROFILE).get() | {"phone_number": str(user.phone_number or "")}


def export_addresses(user: User) -> list:
    return list(Address.objects.filter(user=user).order_by("pk").values(*ADDRESS))


def export_sessions(user: User) -> list:
    return list(Session.objects.filter(user=user).order_by("pk").values(*SESSION))


def export_applications(user: User) -> list:
    return list(RoleApplication.objects.filter(user=user).order_by("pk").values(*APPLICATION))


def export_papers(user: User) -> Iterator[tuple[str, bytes]]:
    for number, paper in enumerate(_papers(user), start=1):
        with documents.read_document(paper) as file:
            yield f"{number}-{paper.name}", file.read()


def _papers(user: User) -> QuerySet[Document]:
    return Document.objects.filter(uploaded_by=user.pk, purpose=DOCUMENT_PURPOSE).order_by("pk")


def erase_own_rows(user: User) -> None:
    """Delete what accounts hold beside the person's own row."""
    for export in DataExport.objects.filter(user=user).exclude(file=""):
        delete_file_later(export.file)
    for model in (Address, DataExport, OneTimeCode, RecoveryCode, RoleApplication, Session):
        model.objects.filter(user=user).delete()
    OneTimeCode.objects.filter(destination=user.email).delete()
    documents.release(_papers(user))
    # The events that repeat an address or words.
    outbox.forget([EmailChanged, EmailVerified, MailToUserRequested], user_id=user.pk)
    idempotency.forget_user(user.pk)


def delete_file_later(file: Any) -> None:
    """Delete a file once the transaction that forgets it is committed."""
    storage, name = file.storage, file.name
    transaction.on_commit(lambda: storage.delete(name), robust=True)


def register_own() -> None:
    register("profile", export=export_profile, erase=erase_own_rows)
    register("addresses", export=export_addresses)
    register("devices", export=export_sessions)
    register("applications", export=export_applications, files=export_papers)
