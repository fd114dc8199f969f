"""A cart and wishes of the demo's shopper, so that there is something to look at."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from cart import services
from cart.holders import Holder
from cart.models import Cart, Wishlist
from catalog.models import ProductVariant
from core.errors import DomainError
from regions.selectors import default_region

SHOPPER = "shopper@haat.example"
IN_CART, ASIDE, WISHES = 4, 1, 5


def fill_carts() -> str:
    """Put some goods into the shopper's cart and onto their wishlist, once."""
    user = User.objects.by_email(SHOPPER).first()
    if user is None or Cart.objects.filter(user=user).exists() or Wishlist.objects.filter(user=user).exists():
        return "nothing to do"
    who: dict[str, Any] = {"holder": Holder(user=user), "region": default_region()}
    variants = ProductVariant.objects.alive().filter(is_default=True, is_active=True).order_by("sku")
    step = max(variants.count() // 23, 1)
    put: list[UUID] = []
    wished = 0
    for number, variant in enumerate(variants[::step]):
        try:
            if len(put) < IN_CART + ASIDE:
                about: dict[str, Any] = {"variant_id": variant.pk, "quantity": 1 + number % 2, "now": timezone.now()}
                put.append(services.add_item(**who, **about).lines[0].id)
            elif wished < WISHES:
                services.add_wish(**who, variant_id=variant.pk)
                wished += 1
        except DomainError:
            # Sold out, or not for shoppers: the next one.
            continue
    for item_id in put[IN_CART:]:
        services.save_for_later(**who, item_id=item_id, now=timezone.now())
    return f"{len(put)} things in the cart, {wished} on the wishlist"
