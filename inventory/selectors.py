"""Questions about stock. A hold whose time is over counts as free, whether or not a job has been there."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet, Sum
from django.utils import timezone

from accounts.enums import UserStatus
from accounts.models import User
from catalog.contributors import VariantStock
from catalog.enums import ProductKind, ProductStatus, StockState
from catalog.models import ProductVariant
from core.errors import NotFound
from core.selectors import get_shop
from inventory.constants import FEW_LEFT
from inventory.models import Location, Reservation, StockAlert, StockItem, StockMovement
from stores.models import Owner

UNLIMITED = VariantStock(available=None, state=StockState.IN)
NONE = VariantStock(available=0, state=StockState.OUT)


@dataclass(frozen=True, slots=True)
class Level:
    """What is left of a variant over all places that deliver, and from where on that is low."""

    available: int
    threshold: int

    @property
    def is_low(self) -> bool:
        return self.available <= self.threshold


def stock_of_products(product_ids: Collection[UUID]) -> Mapping[UUID, Mapping[UUID, VariantStock]]:
    """Return for each product how many of each living variant may be sold now. Three statements, however many."""
    variants = ProductVariant.objects.alive().filter(product__in=product_ids)
    rows = list(variants.values_list("pk", "product_id", "product__kind"))
    stock = stock_of_variants([pk for pk, _product, kind in rows if kind != ProductKind.DIGITAL])
    answer: dict[UUID, dict[UUID, VariantStock]] = defaultdict(dict)
    for pk, product_id, kind in rows:
        answer[product_id][pk] = UNLIMITED if kind == ProductKind.DIGITAL else stock[pk]
    return answer


def stock_of_variants(variant_ids: Collection[UUID]) -> dict[UUID, VariantStock]:
    """Return how many of each variant may be sold now. What is nowhere in stock is sold out."""
    items = _items(variant_ids)
    by_variant: dict[UUID, list[StockItem]] = defaultdict(list)
    for item in items:
        by_variant[item.variant_id].append(item)
    return {variant_id: _stock(by_variant.get(variant_id, [])) for variant_id in variant_ids}


def is_available(*, variant_id: UUID) -> bool:
    return bool(stock_of_variants([variant_id])[variant_id].available != 0)


def levels_of(variant_ids: Collection[UUID]) -> dict[UUID, Level]:
    """Return the level of each of these variants that is kept in stock."""
    available: dict[UUID, int] = defaultdict(int)
    threshold: dict[UUID, int] = defaultdict(int)
    for item in _items(variant_ids):
        available[item.variant_id] += item.available
        threshold[item.variant_id] = max(threshold[item.variant_id], item.low_stock_threshold)
    return {variant_id: Level(level, threshold[variant_id]) for variant_id, level in available.items()}


def who_orders_goods(*, store_id: UUID | None) -> list[tuple[str, User | None]]:
    """Return the addresses, and the people behind them, who are told when goods of a store, or of ours, run low."""
    if store_id:
        owner = Owner.objects.select_related("user").get(stores=store_id)
        return [(owner.email, owner.user)]
    staff = User.objects.filter(
        is_staff=True, status=UserStatus.ACTIVE, deleted_at=None, groups__name="catalogue"
    ).distinct()
    return [(person.email, person) for person in staff] or [(get_shop().contact_email, None)]


def list_movements() -> QuerySet[StockMovement]:
    return StockMovement.objects.select_related("item__variant", "item__location", "actor").order_by("-id")


def list_alerts() -> QuerySet[StockAlert]:
    return StockAlert.objects.select_related("variant__product", "resolved_by").order_by("-id")


def get_alert(alert_id: UUID) -> StockAlert:
    """Return the alert. Raises NotFound."""
    alert = list_alerts().filter(pk=alert_id).first()
    if alert is None:
        raise NotFound
    return alert


def get_variant(variant_id: UUID) -> ProductVariant:
    """Return a variant that was not deleted. Raises NotFound."""
    variant = ProductVariant.objects.alive().filter(pk=variant_id, product__deleted_at=None).first()
    if variant is None:
        raise NotFound
    return variant


def get_variant_for_sale(*, product: str, variant_id: UUID) -> ProductVariant:
    """Return a variant of the product of this id or slug that shoppers may see. Raises NotFound."""
    variants = ProductVariant.objects.alive().filter(
        is_active=True, product__status=ProductStatus.ACTIVE, product__deleted_at=None
    )
    try:
        found = variants.filter(pk=variant_id, product=UUID(product)).first()
    except ValueError:
        found = variants.filter(pk=variant_id, product__slug=product).first()
    if found is None:
        raise NotFound
    return found


def get_location(name: str) -> Location:
    """Return the location of this id or code. Raises NotFound."""
    try:
        found = Location.objects.filter(pk=UUID(name)).first()
    except ValueError:
        found = Location.objects.filter(code=name).first()
    if found is None:
        raise NotFound
    return found


def _items(variant_ids: Collection[UUID]) -> list[StockItem]:
    """The stock of these variants in places that deliver, as if expired holds were let go already."""
    items = list(StockItem.objects.filter(variant__in=variant_ids, location__is_active=True))
    free = _expired(items, timezone.now()) if any(item.reserved for item in items) else {}
    for item in items:
        item.reserved -= free.get(item.pk, 0)
    return items


def _expired(items: Iterable[StockItem], now: datetime) -> dict[UUID, int]:
    reserved = [item.pk for item in items if item.reserved]
    rows = Reservation.objects.expired(now).filter(item__in=reserved).values("item_id")
    return dict(rows.annotate(units=Sum("quantity")).values_list("item_id", "units"))


def _stock(items: list[StockItem]) -> VariantStock:
    if not items:
        return NONE
    promises = [item.can_promise() for item in items]
    there = sum(max(item.available, 0) for item in items)
    if None in promises:
        return VariantStock(available=None, state=StockState.IN)
    available = sum(promise for promise in promises if promise)
    if not available:
        return NONE
    is_few = there == available and available <= FEW_LEFT
    return VariantStock(available=available, state=StockState.LOW if is_few else StockState.IN)
