"""Decisions and writes."""

from .attributes import add_value, create_attribute, delete_attribute, delete_value, update_attribute, update_value
from .brands import create_brand, delete_brand, update_brand
from .categories import create_category, delete_category, move_category, reorder_categories, update_category
from .combinations import generate_variants
from .copying import duplicate_product
from .counters import record_rating, record_sold, record_views
from .counts import record_searches
from .importing import apply_import, roll_back_import, run_import, start_import, steps_of
from .listing import catch_up, is_behind, keep_listing, keep_up, mark_stale, refresh_listing
from .media import (
    add_media,
    add_media_url,
    delete_media,
    delete_media_url,
    import_media,
    show_new_sizes,
    update_media,
    update_media_url,
    upload_media,
)
from .previewing import as_if_published
from .prices import set_region_prices
from .products import change_prices, create_product, set_product_status, toggle_product_status, update_product
from .rebuilding import rebuild_listing
from .removal import delete_product, delete_product_for_good, restore_product
from .restrictions import add_restriction, remove_restriction, set_restrictions
from .synonyms import delete_synonym, save_synonym
from .variant_fields import normal_sku
from .variants import add_variant, delete_variant, remove_variant_attribute, set_variant_attribute, update_variant

__all__ = [
    "add_media",
    "add_media_url",
    "add_restriction",
    "add_value",
    "add_variant",
    "apply_import",
    "as_if_published",
    "catch_up",
    "change_prices",
    "create_attribute",
    "create_brand",
    "create_category",
    "create_product",
    "delete_attribute",
    "delete_brand",
    "delete_category",
    "delete_media",
    "delete_media_url",
    "delete_product",
    "delete_product_for_good",
    "delete_synonym",
    "delete_value",
    "delete_variant",
    "duplicate_product",
    "generate_variants",
    "import_media",
    "is_behind",
    "keep_listing",
    "keep_up",
    "mark_stale",
    "move_category",
    "normal_sku",
    "rebuild_listing",
    "record_rating",
    "record_searches",
    "record_sold",
    "record_views",
    "refresh_listing",
    "remove_restriction",
    "remove_variant_attribute",
    "reorder_categories",
    "restore_product",
    "roll_back_import",
    "run_import",
    "save_synonym",
    "set_product_status",
    "set_region_prices",
    "set_restrictions",
    "set_variant_attribute",
    "show_new_sizes",
    "start_import",
    "steps_of",
    "toggle_product_status",
    "update_attribute",
    "update_brand",
    "update_category",
    "update_media",
    "update_media_url",
    "update_product",
    "update_value",
    "update_variant",
    "upload_media",
]
