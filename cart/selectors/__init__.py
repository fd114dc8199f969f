"""Questions about carts and wishlists."""

from .notices import Notice, NoticeCode
from .shipping import ShippingChoice, list_shipping
from .view import CartLine, CartView, count_units, find_cart, get_item, view_cart
from .wishlists import (
    Wish,
    WishlistView,
    audience_of_holder,
    get_shared_wishlist,
    get_wish,
    get_wishlist,
    list_wishlists,
    view_wishlist,
    wished_variants,
)

__all__ = [
    "CartLine",
    "CartView",
    "Notice",
    "NoticeCode",
    "ShippingChoice",
    "Wish",
    "WishlistView",
    "audience_of_holder",
    "count_units",
    "find_cart",
    "get_item",
    "get_shared_wishlist",
    "get_wish",
    "get_wishlist",
    "list_shipping",
    "list_wishlists",
    "view_cart",
    "view_wishlist",
    "wished_variants",
]
