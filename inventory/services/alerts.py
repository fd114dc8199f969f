"""Telling staff that stock runs low: once per fall below the threshold, all that is new in one mail."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from catalog.enums import ProductStatus
from catalog.models import ProductVariant
from core import actions
from core.errors import InvalidTransition
from core.outbox import publish
from inventory import selectors
from inventory.constants import ROWS_A_STEP
from inventory.enums import AlertStatus
from inventory.events import StockLow
from inventory.models import StockAlert, StockItem, StockMovement
from inventory.selectors import Level


@transaction.atomic
def review_alerts(*, variant_ids: Collection[UUID]) -> None:
    """Open an alert for what has fallen to its threshold, and end those of what has risen above it."""
    _review(variant_ids)
    _have_pending_told()


def review_all() -> None:
    """Look at every variant, in steps: what an event told nobody is found here, and told in one mail."""
    last = None
    while True:
        rows = StockItem.objects.order_by("variant_id").values_list("variant_id", flat=True).distinct()
        step = list((rows.filter(variant_id__gt=last) if last else rows)[:ROWS_A_STEP])
        if not step:
            break
        _review(step)
        last = step[-1]
    with transaction.atomic():
        _have_pending_told()


@transaction.atomic
def resolve_alert(*, alert: StockAlert, actor: User) -> StockAlert:
    """Put an alert aside. A new one opens once stock has risen and falls again. Raises InvalidTransition."""
    now = timezone.now()
    is_changed = (
        StockAlert.objects.open()
        .filter(pk=alert.pk)
        .update(status=AlertStatus.RESOLVED, resolved_by=actor, resolved_at=now, updated_at=now)
    )
    if not is_changed:
        raise InvalidTransition
    actions.record(
        actor=actor,
        action="inventory.alert.resolved",
        target=alert,
        before={"status": alert.status},
        after={"status": AlertStatus.RESOLVED.value},
    )
    alert.refresh_from_db()
    return alert


@transaction.atomic
def tell_of_alert(*, alert: StockAlert, actor: User) -> StockAlert:
    """Mail an open alert once more. Raises InvalidTransition when it is resolved."""
    if alert.status == AlertStatus.RESOLVED:
        raise InvalidTransition
    actions.record(actor=actor, action="inventory.alert.sent", target=alert)
    alert.status = AlertStatus.PENDING
    alert.save(update_fields=["status", "updated_at"])
    publish(StockLow(is_asked_for=True))
    return alert


@transaction.atomic
def take_pending_alerts(*, must_wait: Callable[[UUID | None], bool]) -> dict[UUID | None, list[UUID]]:
    """Mark the alerts that nobody was told of as told; return their ids by store.

    Those of stores that must wait stay as they are: the job that reviews stock has them told later.
    Call it in the transaction that tells.
    """
    pending = StockAlert.objects.filter(status=AlertStatus.PENDING).select_for_update().order_by("pk")
    found = StockAlert.objects.filter(pk__in=list(pending.values_list("pk", flat=True)))
    by_store: dict[UUID | None, list[UUID]] = defaultdict(list)
    for store_id, alert_id in found.order_by("pk").values_list("variant__product__store", "pk"):
        by_store[store_id].append(alert_id)
    taken = {store_id: ids for store_id, ids in by_store.items() if not must_wait(store_id)}
    told = [alert_id for ids in taken.values() for alert_id in ids]
    StockAlert.objects.filter(pk__in=told).update(status=AlertStatus.SENT, updated_at=timezone.now())
    return taken


@transaction.atomic
def _review(variant_ids: Collection[UUID]) -> None:
    levels = selectors.levels_of(variant_ids)
    below = {variant_id: level for variant_id, level in levels.items() if level.is_low}
    risen = [variant_id for variant_id in variant_ids if variant_id not in below]
    StockAlert.objects.filter(variant__in=risen, is_below=True).exclude(status=AlertStatus.RESOLVED).update(
        status=AlertStatus.RESOLVED, resolved_at=timezone.now(), updated_at=timezone.now()
    )
    StockAlert.objects.filter(variant__in=risen, is_below=True).update(is_below=False)
    known = set(StockAlert.objects.filter(variant__in=below, is_below=True).values_list("variant_id", flat=True))
    fallen = _fallen_on_sale({variant_id: level for variant_id, level in below.items() if variant_id not in known})
    # Somebody else may have opened one meanwhile.
    StockAlert.objects.bulk_create(
        [
            StockAlert(variant_id=variant_id, stock_level=level.available, threshold=level.threshold)
            for variant_id, level in below.items()
            if variant_id in fallen
        ],
        ignore_conflicts=True,
    )


def _fallen_on_sale(below: Mapping[UUID, Level]) -> set[UUID]:
    """Those that shoppers can find, and of which some went or are promised: a first filling is no fall."""
    on_sale = ProductVariant.objects.alive().filter(
        pk__in=below, is_active=True, product__status=ProductStatus.ACTIVE, product__deleted_at=None
    )
    went = StockMovement.objects.filter(item=OuterRef("pk")).filter(
        Q(delta__lt=0) | Q(on_hand_after__gt=F("item__low_stock_threshold"))
    )
    items = StockItem.objects.filter(Q(reserved__gt=0) | Exists(went), variant__in=on_sale)
    return set(items.values_list("variant_id", flat=True))


def _have_pending_told() -> None:
    if StockAlert.objects.filter(status=AlertStatus.PENDING).exists():
        publish(StockLow())
