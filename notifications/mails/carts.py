"""Mails about carts."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from cart.models import Cart
from cart.services import restore_token
from notifications.enums import Topic
from notifications.mails.base import Mail, Params, Values, page_url

# The rest is in the cart.
MOST_NAMED = 8


def _cart(params: Params) -> Values:
    cart = Cart.objects.get(pk=UUID(params["cart_id"]))
    lines = cart.items.filter(saved_for_later=False).order_by("-id").values_list("quantity", "product__name")
    return {
        "items": "\n\n".join(f"{quantity} × {name}" for quantity, name in lines[:MOST_NAMED]),
        "restore_url": page_url("cart:restore", token=restore_token(cart.pk)),
    }


CART_WAITING = Mail(
    name="cart_waiting",
    folder="cart",
    title=_("Goods left in a cart"),
    topic=Topic.NEWS,
    subject=_("Your cart is waiting"),
    preheader=_("You left something in your cart. It is still there."),
    sample={"items": "2 × Brass coffee filter", "restore_url": "https://haat.example/cart/restore/Im5v.../"},
    values=_cart,
)
MAILS = [CART_WAITING]
