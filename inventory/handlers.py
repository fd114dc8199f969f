"""What follows when stock changes."""

from uuid import UUID

from catalog import services as catalog
from catalog.models import ProductVariant
from core.outbox import Queue, handler
from inventory import services
from inventory.events import StockChanged


@handler(queue=Queue.DEFAULT)
def on_stock_changed_review(event: StockChanged) -> None:
    services.review_alerts(variant_ids=_ids(event))


@handler(queue=Queue.DEFAULT)
def on_stock_changed_list(event: StockChanged) -> None:
    products = ProductVariant.objects.filter(pk__in=_ids(event)).values_list("product_id", flat=True)
    catalog.refresh_listing(product_ids=set(products))


@handler(queue=Queue.BULK, external=True)
def on_stock_changed_tell(event: StockChanged) -> None:
    """Outside of one long transaction: thousands may have asked."""
    services.tell_who_asked(variant_ids=_ids(event))


def _ids(event: StockChanged) -> list[UUID]:
    return [UUID(variant_id) for variant_id in event.variant_ids]
