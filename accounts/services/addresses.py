"""The address book. Orders keep copies, so nothing here changes what was bought."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.constants import ADDRESSES_PER_PERSON
from accounts.models import Address, User
from accounts.postal import clean_address
from core.errors import InvalidInput, NotFound

EDITABLE = {
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
}


@transaction.atomic
def add_address(
    *, user: User, is_default_shipping: bool = False, is_default_billing: bool = False, **fields: Any
) -> Address:
    """Add an address to the person's book. The first one becomes the default for both.

    Raises InvalidInput that names each field the country's rules refuse.
    """
    cleaned = clean_address(_editable(fields))
    User.objects.lock(user.pk)
    others = Address.objects.of(user).count()
    if others >= ADDRESSES_PER_PERSON:
        raise InvalidInput(non_field_errors=[_("Your address book is full. Delete an address first.")])
    address = Address.objects.create(user=user, **cleaned)
    is_first = others == 0
    _make_default(address, shipping=is_first or is_default_shipping, billing=is_first or is_default_billing)
    return address


@transaction.atomic
def change_address(
    *,
    address: Address,
    is_default_shipping: bool | None = None,
    is_default_billing: bool | None = None,
    **fields: Any,
) -> Address:
    """Change some fields of an address; the whole is checked again. Raises InvalidInput or NotFound.

    The default cannot just cease to be it: another one has to become it.
    """
    address = _locked(address)
    flags = {"is_default_shipping": is_default_shipping, "is_default_billing": is_default_billing}
    if dropped := [flag for flag, wanted in flags.items() if wanted is False and getattr(address, flag)]:
        raise InvalidInput(**{flag: [_("Make another address the default first.")] for flag in dropped})
    present = {field: getattr(address, field) for field in EDITABLE}
    for field, value in clean_address(present | _editable(fields)).items():
        setattr(address, field, value)
    address.save()
    _make_default(address, shipping=bool(is_default_shipping), billing=bool(is_default_billing))
    return address


@transaction.atomic
def set_default_address(*, address: Address, shipping: bool = True, billing: bool = True) -> Address:
    """Make this the default address, one per kind, also when several requests ask at once. Raises NotFound."""
    address = _locked(address)
    _make_default(address, shipping=shipping, billing=billing)
    return address


@transaction.atomic
def remove_address(*, address: Address) -> None:
    """Take an address out of the book. The newest of the rest becomes the default it was. Raises NotFound."""
    address = _locked(address)
    address.is_active = False
    # The flags stay on the deleted row: they say what it was, for when it comes back.
    address.save(update_fields=["is_active", "updated_at"])
    heir = Address.objects.of(address.user).order_by("-created_at", "-pk").first()
    if heir:
        _make_default(heir, shipping=address.is_default_shipping, billing=address.is_default_billing)


@transaction.atomic
def restore_address(*, user: User, address_id: UUID) -> Address:
    """Put a deleted address back, as the default it was. Restoring it again changes nothing. Raises NotFound."""
    User.objects.lock(user.pk)
    address = Address.objects.filter(user=user, pk=address_id).first()
    if address is None:
        raise NotFound
    if address.is_active:
        return address
    if Address.objects.of(user).count() >= ADDRESSES_PER_PERSON:
        raise InvalidInput(non_field_errors=[_("Your address book is full. Delete an address first.")])
    shipping, billing = address.is_default_shipping, address.is_default_billing
    address.is_active, address.is_default_shipping, address.is_default_billing = True, False, False
    address.save(update_fields=["is_active", "is_default_shipping", "is_default_billing", "updated_at"])
    _make_default(address, shipping=shipping, billing=billing)
    return address


@transaction.atomic
def give_default(*, user_id: UUID, kind: str) -> None:
    """Make the newest address the default of a kind, unless there is one."""
    user = User.objects.lock(user_id)
    book = Address.objects.of(user).order_by("-created_at", "-pk")
    newest = book.first()
    if newest and not book.filter(**{f"is_default_{kind}": True}).exists():
        _make_default(newest, shipping=kind == "shipping", billing=kind == "billing")


def _locked(address: Address) -> Address:
    """Queue behind every other change to this person's book, then read the address as it is now."""
    User.objects.lock(address.user_id)
    fresh = Address.objects.filter(pk=address.pk, is_active=True).select_related("user").first()
    if fresh is None:
        raise NotFound
    return fresh


def _make_default(address: Address, *, shipping: bool, billing: bool) -> None:
    wanted = {"is_default_shipping": shipping, "is_default_billing": billing}
    for flag in [name for name, is_wanted in wanted.items() if is_wanted]:
        Address.objects.filter(user_id=address.user_id, is_active=True, **{flag: True}).exclude(pk=address.pk).update(
            **{flag: False}
        )
        Address.objects.filter(pk=address.pk).update(**{flag: True})
        setattr(address, flag, True)


def _editable(fields: dict[str, Any]) -> dict[str, Any]:
    return {field: value for field, value in fields.items() if field in EDITABLE}
