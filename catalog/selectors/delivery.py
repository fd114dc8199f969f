"""When a product arrives, and what sending it costs."""

from catalog import contributors
from catalog.contributors import Promise
from catalog.enums import ProductKind
from catalog.listing.details import Detail
from regions.snapshot import ShownRegion


def find_promise(product: Detail, region: ShownRegion) -> Promise | None:
    """Return in how many days, and for what, one of it comes to any place of the region; None if nobody sends it."""
    if product.kind != ProductKind.PHYSICAL:
        return None
    store_id = product.store.id if product.store else None
    return contributors.promise(region=region, store_id=store_id, value=product.price, grams=product.weight_grams or 0)
