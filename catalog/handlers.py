"""What follows when the catalogue, or what it shows of others, has changed."""

from uuid import UUID

from accounts import events as accounts
from catalog import events, services
from core import caching
from core.events import PictureRendered
from core.outbox import Queue, handler
from regions import events as regions
from stores import events as stores

# Below the soft limit of a task (60 s). What is left is told again.
CATCHING_UP_SECONDS = 40


def on_product_changed(event: events.ProductChanged) -> None:
    services.refresh_listing(product_ids=[event.product_id])
    # Its page shows more than the listing knows of: the description, the specification.
    caching.bump("catalogue")


@handler(queue=Queue.BULK)
def on_products_imported(event: events.ProductsImported) -> None:
    services.refresh_listing(product_ids=[UUID(pk) for pk in event.product_ids])
    caching.bump("catalogue")


def on_category_changed(event: events.CategoryChanged) -> None:
    services.mark_stale(kind="category", object_id=event.category_id)


def on_brand_changed(event: events.BrandChanged) -> None:
    services.mark_stale(kind="brand", object_id=event.brand_id)
    caching.bump("brands")


def on_attribute_changed(event: events.AttributeChanged) -> None:
    services.mark_stale(kind="attribute", object_id=event.attribute_id)
    caching.bump("catalogue")


def on_restrictions_changed(event: events.RestrictionsChanged) -> None:
    services.mark_stale(kind="all")


def on_region_changed(event: regions.RegionChanged) -> None:
    services.mark_stale(kind="all")


def on_taxes_changed(event: regions.TaxesChanged) -> None:
    services.mark_stale(kind="all")


def on_exchange_rate_changed(event: regions.ExchangeRateChanged) -> None:
    services.mark_stale(kind="all")


def on_store_changed(event: stores.StoreChanged) -> None:
    services.mark_stale(kind="store", object_id=event.store_id)


def on_store_status_changed(event: stores.StoreStatusChanged) -> None:
    services.mark_stale(kind="store", object_id=event.store_id)
    # What it sells is gone from its pages before the lists have followed.
    caching.bump("catalogue")


def on_trade_standing_changed(event: accounts.ApplicationDecided | accounts.UserStatusChanged) -> None:
    caching.bump("trade")


@handler(queue=Queue.BULK, external=True)
def on_listing_fell_behind(event: events.ListingFellBehind) -> None:
    """Outside of a transaction: every slice is a commit of its own."""
    services.catch_up(seconds=CATCHING_UP_SECONDS)


def on_picture_rendered(event: PictureRendered) -> None:
    services.show_new_sizes(picture_id=event.picture_id)


@handler(queue=Queue.BULK, external=True)
def on_import_moved(event: events.ImportMoved) -> None:
    """Outside of a transaction: every step is a commit of its own."""
    services.run_import(batch_id=event.batch_id)
