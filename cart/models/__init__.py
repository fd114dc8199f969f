from .cart import Cart, CartItem
from .wishlist import Wishlist, WishlistItem

__all__ = ["Cart", "CartItem", "Wishlist", "WishlistItem"]
