"""What stock puts on the back office's shared pages."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import ngettext

from accounts.models import User
from catalog.models import ProductVariant
from core.back_office.registry import Figure, VariantStock
from inventory import services
from inventory.models import StockAlert, StockItem


def open_alerts() -> Figure:
    """What runs low, and how much of it is sold out."""
    alerts = StockAlert.objects.open()
    count, out = alerts.count(), alerts.filter(stock_level__lte=0).count()
    return Figure(
        value=count,
        note=ngettext("%(out)d was sold out", "%(out)d were sold out", out) % {"out": out},
        url=f"{reverse('admin:inventory_stockalert_changelist')}?open=yes",
        needs_attention=count > 0,
    )


def on_hand_here(variant_ids: Iterable[UUID]) -> dict[UUID, tuple[int, int]]:
    """How many of each variant are in the default place, with the version that says how old this is."""
    items = StockItem.objects.filter(variant__in=list(variant_ids), location__is_default=True)
    return {pk: (on_hand, version) for pk, on_hand, version in items.values_list("variant_id", "on_hand", "version")}


def on_hand_elsewhere(variant_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many of each variant are in all other places together."""
    items = StockItem.objects.filter(variant__in=list(variant_ids), location__is_default=False)
    return dict(items.values_list("variant_id").annotate(Sum("on_hand")).order_by())


def write_on_hand(variant: ProductVariant, quantity: int, version: int | None, actor: User, reason: str = "") -> None:
    """Set how many are in the default place, as seen on the product's page or in its list."""
    item = services.stock_item(variant=variant)
    # Whoever saw no row saw that there are none: goods that came in meanwhile are not overwritten.
    seen = StockItem._meta.get_field("version").default if version is None else version
    services.set_stock(item=item, quantity=quantity, version=seen, actor=actor, reason=reason)


STOCK_OF_VARIANTS = VariantStock("inventory.change_stockitem", on_hand_here, write_on_hand, on_hand_elsewhere)
