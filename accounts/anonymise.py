"""What makes a copy's people unrecognisable."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.sessions.models import Session as BrowserSession
from django.db.models import Model, QuerySet

from accounts.constants import DOCUMENT_PURPOSE
from accounts.enums import TwoFactorMethod
from accounts.invented_places import invented_place
from accounts.models import Address, DataExport, OneTimeCode, RecoveryCode, RoleApplication, Session, User
from core import documents
from core.anonymise import Fakes, register
from core.models import Document

BATCH = 500
# More than those of new accounts have, so that no invented one meets a real one or another.
SHOPPER_CODE_LENGTH = 12
UNUSABLE_PASSWORD = "!"  # noqa: S105
SECRETS: tuple[type[Model], ...] = (BrowserSession, OneTimeCode, RecoveryCode, Session)


def register_steps() -> None:
    register("people", count=User.objects.count, run=scramble_people)
    register("addresses", count=Address.objects.count, run=scramble_addresses)
    register("applications", count=RoleApplication.objects.count, run=scramble_applications)
    register("sessions, codes and exports", count=_count_secrets, run=remove_secrets)


def scramble_people(fakes: Fakes) -> None:
    def scramble(person: User) -> None:
        person.email, person.name = fakes.email(person.pk), fakes.name(person.pk)
        person.phone_number, person.shopper_id = None, f"SH-{fakes.code(person.pk, SHOPPER_CODE_LENGTH)}"
        if person.avatar:
            person.avatar.delete(save=False)

    _change(User.objects.all(), scramble, ["email", "name", "phone_number", "shopper_id", "avatar"])
    User.objects.update(
        password=UNUSABLE_PASSWORD,
        two_factor=TwoFactorMethod.NONE,
        totp_secret="",
        totp_last_step=0,
        phone_verified_at=None,
    )


def scramble_addresses(fakes: Fakes) -> None:
    def scramble(address: Address) -> None:
        address.first_name, address.last_name = fakes.given_name(address.pk), fakes.family_name(address.pk)
        address.address_line1, address.address_line2 = fakes.street(address.pk), ""
        address.city, address.state, address.postal_code = invented_place(fakes, address)
        address.phone = address.label = ""

    fields = ["first_name", "last_name", "address_line1", "address_line2", "city", "state", "postal_code"]
    _change(Address.objects.all(), scramble, [*fields, "phone", "label"])


def scramble_applications(fakes: Fakes) -> None:
    def scramble(application: RoleApplication) -> None:
        application.business_name = f"{fakes.family_name(application.pk)} Traders"
        application.tax_id = application.message = application.reason = ""
        application.documents = []

    _change(RoleApplication.objects.all(), scramble, ["business_name", "tax_id", "message", "reason", "documents"])
    documents.release(Document.objects.filter(purpose=DOCUMENT_PURPOSE))


def remove_secrets(fakes: Fakes) -> None:
    for export in DataExport.objects.exclude(file=""):
        export.file.delete(save=False)
    DataExport.objects.all().delete()
    for model in SECRETS:
        model._default_manager.all().delete()


def _count_secrets() -> int:
    return sum(model._default_manager.count() for model in (*SECRETS, DataExport))  # type: ignore[attr-defined]


def _change(rows: QuerySet, change: Callable[[Any], None], fields: list[str]) -> None:
    for batch in _batches(rows):
        for row in batch:
            change(row)
        rows.bulk_update(batch, fields)


def _batches(rows: QuerySet) -> Iterator[list]:
    """Read by primary key, so that what is changed on the way cannot be met twice."""
    batch = list(rows.order_by("pk")[:BATCH])
    while batch:
        yield batch
        batch = list(rows.order_by("pk").filter(pk__gt=batch[-1].pk)[:BATCH])
