"""What is held about the people behind stores, and how it is handed out, erased and made unrecognisable."""

from accounts import privacy
from accounts.models import User
from core import anonymise, caching
from core.outbox import publish
from stores.enums import OwnerStatus
from stores.events import StoreStatusChanged
from stores.models import Owner, Store

OWNER = ("name", "email", "phone_number", "legal_name", "tax_id", "status", "created_at")
STORE = ("name", "slug", "description", "country", "state", "city", "status", "created_at")


def register_own() -> None:
    privacy.register("stores", export=export_stores, erase=erase_owner)
    anonymise.register("owners of stores", count=Owner.objects.count, run=scramble_owners)


def export_stores(user: User) -> list:
    owners = Owner.objects.filter(user=user)
    return [
        {**{name: str(getattr(owner, name) or "") for name in OWNER}, "stores": list(owner.stores.values(*STORE))}
        for owner in owners
    ]


def erase_owner(user: User) -> None:
    """Take the person out of the owner's row and close the stores: what was sold still points at them."""
    for owner in Owner.objects.select_for_update(of=("self",)).filter(user=user):
        for store in Store.objects.filter(owner=owner, is_active=True).order_by("pk"):
            store.is_active = False
            store.save(update_fields=["is_active", "updated_at"])
            publish(StoreStatusChanged(store_id=store.pk))
        owner.user = owner.phone_number = None
        owner.name, owner.legal_name, owner.tax_id = "Former seller", "", ""
        owner.email = f"{owner.pk.hex}@erased.invalid"
        owner.status = OwnerStatus.INACTIVE
        owner.save()
        caching.bump("stores")


def scramble_owners(fakes: anonymise.Fakes) -> None:
    for owner in Owner.objects.order_by("pk").iterator(chunk_size=500):
        owner.name, owner.email = fakes.name(owner.pk), fakes.email(owner.pk)
        owner.phone_number, owner.tax_id = None, ""
        owner.legal_name = f"{fakes.family_name(owner.pk)} Traders"
        owner.save(update_fields=["name", "email", "phone_number", "legal_name", "tax_id"])
