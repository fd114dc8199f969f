"""How long carts are kept, and what is handed out and erased of them."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from cart.models import Cart, CartItem, Wishlist, WishlistItem
from core.anonymise import Fakes

CART = ("cart__note", "variant__sku", "product__name", "quantity", "saved_for_later", "created_at")
WISH = ("wishlist__name", "variant__sku", "product__name", "created_at")


def find_expired(now: datetime) -> QuerySet[Cart]:
    """Return the carts that nobody has touched for so long that they go, with their lines."""
    return Cart.objects.expired(now)


def export_carts(user: User) -> dict[str, list]:
    wishes = WishlistItem.objects.filter(wishlist__user=user).order_by("pk")
    lines = CartItem.objects.filter(cart__user=user).order_by("pk")
    return {"cart": list(lines.values(*CART)), "wishlists": list(wishes.values(*WISH))}


def erase_carts(user: User) -> None:
    Cart.objects.filter(user=user).delete()
    Wishlist.objects.filter(user=user).delete()


def count_words() -> int:
    return _with_words().count() + Wishlist.objects.exclude(name="").count()


def scramble_words(fakes: Fakes) -> None:
    """Take away what people wrote, where they are, and the links by which strangers look in."""
    _with_words().update(note="", postal_code="", state="")
    for wishlist in Wishlist.objects.exclude(name=""):
        wishlist.name = f"List {fakes.code(wishlist.pk, 4)}"
        wishlist.save(update_fields=["name"])
    Wishlist.objects.exclude(share_token=None).update(share_token=None)


def _with_words() -> Any:
    return Cart.objects.exclude(note="", postal_code="", state="")
