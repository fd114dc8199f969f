"""What follows when sale prices change."""

from uuid import UUID

from catalog import services as catalog
from catalog.models import ProductVariant
from core.outbox import Queue, handler
from promotions.enums import TargetType
from promotions.events import SalePricesChanged


@handler(queue=Queue.BULK)
def on_sale_prices_changed(event: SalePricesChanged) -> None:
    ids = [UUID(one) for one in event.target_ids]
    match event.target_type:
        case TargetType.CART:
            catalog.mark_stale(kind="all")
        case TargetType.PRODUCT:
            catalog.refresh_listing(product_ids=ids)
        case TargetType.VARIANT:
            products = ProductVariant.objects.filter(pk__in=ids).values_list("product_id", flat=True)
            catalog.refresh_listing(product_ids=set(products))
        case kind:
            for one in ids:
                catalog.mark_stale(kind=kind, object_id=one)
