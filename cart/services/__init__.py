"""What may be done with carts and wishlists."""

from .carts import (
    LineResult,
    Wanted,
    add_by_number,
    apply_coupon,
    change_cart,
    coupon_error,
    open_cart,
    remove_coupon,
    replace_items,
)
from .lines import (
    add_item,
    clear_cart,
    move_to_cart,
    name_in_undo,
    remove_item,
    restore_item,
    save_for_later,
    set_quantity,
)
from .merging import Merge, merge_carts
from .wishlists import (
    add_wish,
    change_wishlist,
    create_wishlist,
    default_wishlist,
    delete_wishlist,
    move_to_wishlist,
    move_wish_to_cart,
    remove_wish,
)

__all__ = [
    "LineResult",
    "Merge",
    "Wanted",
    "add_by_number",
    "add_item",
    "add_wish",
    "apply_coupon",
    "change_cart",
    "change_wishlist",
    "clear_cart",
    "coupon_error",
    "create_wishlist",
    "default_wishlist",
    "delete_wishlist",
    "merge_carts",
    "move_to_cart",
    "move_to_wishlist",
    "move_wish_to_cart",
    "name_in_undo",
    "open_cart",
    "remove_coupon",
    "remove_item",
    "remove_wish",
    "replace_items",
    "restore_item",
    "save_for_later",
    "set_quantity",
]
