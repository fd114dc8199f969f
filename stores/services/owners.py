"""The people and companies behind stores."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.models import User
from core import caching
from core.back_office import recording
from core.errors import Duplicate, InvalidInput, NotFound
from core.outbox import publish_all
from stores.enums import OwnerStatus
from stores.events import StoreStatusChanged
from stores.models import Owner, Store

FIELDS = {"name", "email", "phone_number", "legal_name", "tax_id", "status"}


def save_owner(*, owner: Owner | None = None, actor: Model | None, **fields: Any) -> Owner:
    """Make or change an owner. Raises InvalidInput, Duplicate for an address or number that is taken, or NotFound."""
    try:
        with transaction.atomic():
            return _write(owner, actor, fields)
    except IntegrityError:
        raise Duplicate from None


def owner_for(*, user: User, name: str, legal_name: str = "", tax_id: str = "") -> Owner:
    """Return the owner that this person is; one that waits under their address is claimed, else made.

    The caller holds the person's row, so that two calls find one owner.
    """
    if owner := Owner.objects.filter(user=user).first():
        return owner
    claimed = Owner.objects.select_for_update(of=("self",)).filter(user=None, email=user.email).first()
    owner = claimed or Owner(name=name, email=user.email, legal_name=legal_name, tax_id=tax_id)
    owner.user = user
    number = user.phone_number or None
    if number and not Owner.objects.filter(phone_number=number).exclude(pk=owner.pk).exists():
        owner.phone_number = owner.phone_number or number
    owner.save()
    return owner


def _write(owner: Owner | None, actor: Model | None, fields: dict[str, Any]) -> Owner:
    row = Owner() if owner is None else Owner.objects.select_for_update(of=("self",)).filter(pk=owner.pk).first()
    if row is None:
        raise NotFound
    before = recording.snapshot(row)
    for name in FIELDS & fields.keys():
        setattr(row, name, fields[name])
    row.phone_number = row.phone_number or None
    if not 1 <= len(row.name.strip()) <= 120:
        raise InvalidInput(name=[_("Give a name of at most 120 characters.")])
    if row.status not in OwnerStatus.values:
        raise InvalidInput(status=[_("Choose a status.")])
    row.save()
    if owner is None:
        recording.record_added(actor, row)
        return row
    if before == (after := recording.snapshot(row)):
        return row
    recording.record_changed(actor, row, before, after)
    if row.status != before["status"]:
        store_ids = Store.objects.filter(owner=row).order_by("pk").values_list("pk", flat=True)
        publish_all(StoreStatusChanged(store_id=store_id) for store_id in store_ids)
        caching.bump("stores")
    return row
