"""Opening, changing and closing stores."""

import re
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from django_countries import countries

from accounts.models import RoleApplication, User
from core import caching
from core.back_office import recording
from core.errors import Duplicate, InvalidInput, InvalidTransition, NotFound
from core.outbox import publish
from core.slugs import slug_of
from stores.enums import TRANSITIONS, StoreStatus
from stores.events import StoreChanged, StoreStatusChanged
from stores.models import Owner, Store
from stores.services.owners import owner_for

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
A_UUID = re.compile(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}")
LONGEST_SLUG = 140
FIELDS = {"name", "slug", "description", "country", "state", "city"}
TRIES = 5


@transaction.atomic
def open_store(*, owner: Owner, name: str, actor: Model | None, slug: str = "", **fields: Any) -> Store:
    """Make a store, as a draft. Without an address it gets a free one made of its name.

    Raises InvalidInput, or Duplicate for an address that is taken.
    """
    store = Store(owner=owner, name=name, slug=slug, **{key: fields[key] for key in FIELDS & fields.keys()})
    _save_new(store)
    recording.record_added(actor, store)
    _tell(store, StoreStatusChanged(store_id=store.pk))
    return store


@transaction.atomic
def open_store_of_applicant(*, application: RoleApplication) -> Store:
    """Make the owner and the store of an approved seller. Again for the same application returns the store it made."""
    user = User.objects.lock(application.user_id)
    if store := Store.objects.filter(application=application).first():
        return store
    name = application.business_name or user.name
    owner = owner_for(user=user, name=name, legal_name=name, tax_id=application.tax_id)
    store = Store(owner=owner, application=application, name=name, slug="", country=user.region)
    _save_new(store)
    _tell(store, StoreStatusChanged(store_id=store.pk))
    return store


def update_store(*, store: Store, actor: Model | None, **fields: Any) -> Store:
    """Change what a store says about itself. Raises InvalidInput, Duplicate, or NotFound for a closed one."""
    try:
        with transaction.atomic():
            row = _locked(store)
            before = recording.snapshot(row)
            for name in FIELDS & fields.keys():
                setattr(row, name, fields[name])
            _check(row)
            row.save()
            after = recording.snapshot(row)
            if before != after:
                recording.record_changed(actor, row, before, after)
                _tell(row, StoreChanged(store_id=row.pk))
            return row
    except IntegrityError:
        raise Duplicate from None


@transaction.atomic
def change_status(*, store: Store, status: str, actor: Model | None, reason: str = "") -> Store:
    """Open, pause or suspend a store; suspending hides what it sells at once and wants a reason.

    The status that it has already changes nothing. Raises InvalidTransition, InvalidInput or NotFound.
    """
    row = _locked(store)
    if status == row.status:
        return row
    if status not in TRANSITIONS[StoreStatus(row.status)]:
        raise InvalidTransition
    if status == StoreStatus.SUSPENDED and not reason.strip():
        raise InvalidInput(reason=[_("Say why.")])
    before, row.status = row.status, status
    row.save(update_fields=["status", "updated_at"])
    recording.record_changed(actor, row, {"status": before}, {"status": status, "reason": reason})
    _tell(row, StoreStatusChanged(store_id=row.pk))
    return row


@transaction.atomic
def close_store(*, store: Store, actor: Model | None) -> None:
    """Close a store for good; its rows stay, because products and orders point at them. Raises NotFound."""
    row = _locked(store)
    row.is_active = False
    row.save(update_fields=["is_active", "updated_at"])
    recording.record_changed(actor, row, {"is_active": True}, {"is_active": False})
    _tell(row, StoreStatusChanged(store_id=row.pk))


def _locked(store: Store) -> Store:
    row = Store.objects.select_for_update(of=("self",)).filter(pk=store.pk, is_active=True).first()
    if row is None:
        raise NotFound
    return row


def _save_new(store: Store) -> None:
    is_asked_for = bool(store.slug)
    for _attempt in range(TRIES):
        if not is_asked_for:
            store.slug = _free_slug(store.name)
        _check(store)
        try:
            with transaction.atomic():
                store.save(force_insert=True)
        except IntegrityError:
            if is_asked_for:
                break
        else:
            return
    raise Duplicate


def _free_slug(name: str) -> str:
    base = slug_of(name, most=LONGEST_SLUG - 10) or "store"
    taken = set(Store.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number = 1
    while (slug := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return slug


def _check(store: Store) -> None:
    wrong: dict[str, list[str]] = {}
    if not 2 <= len(store.name.strip()) <= 120:
        wrong["name"] = [_("Give a name of 2 to 120 characters.")]
    if not SLUG.fullmatch(store.slug) or len(store.slug) > LONGEST_SLUG or A_UUID.fullmatch(store.slug):
        wrong["slug"] = [_("Small letters, digits and single hyphens.")]
    if store.country and store.country not in countries.countries:
        wrong["country"] = [_("Choose a country.")]
    if wrong:
        raise InvalidInput(**wrong)


def _tell(store: Store, event: StoreChanged | StoreStatusChanged) -> None:
    publish(event)
    caching.bump("stores")
