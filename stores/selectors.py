"""Questions about stores."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from core.errors import NotFound
from core.staff import is_staff_member
from stores.models import Store
from stores.querysets import StoreQuerySet


def list_stores(*, viewer: Any = None) -> StoreQuerySet:
    """Return the stores that somebody may know of: staff all that are not closed, owners also their own."""
    rows = Store.objects.select_related("owner").order_by("name", "pk")
    if viewer is not None and is_staff_member(viewer) and viewer.has_perm("stores.view_store"):
        return rows.filter(is_active=True)
    if not settings.MARKETPLACE:
        return rows.none()
    if viewer is None or not viewer.is_authenticated:
        return rows.seen()
    return rows.filter(Q(pk__in=Store.objects.seen().values("pk")) | Q(owner__user=viewer, is_active=True))


def get_store(key: str, *, viewer: Any = None) -> Store:
    """Return the store with this id or address. Raises NotFound where the viewer may not know of it."""
    try:
        which = Q(pk=UUID(key))
    except ValueError:
        which = Q(slug=key)
    store = list_stores(viewer=viewer).filter(which).first()
    if store is None:
        raise NotFound
    return store
