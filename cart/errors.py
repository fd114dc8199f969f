"""What carts refuse, and in which words."""

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, Refusal
from inventory.errors import OutOfStock


class ItemUnavailable(DomainError):
    """Said alike of what is gone, what is sold to others or elsewhere only, and what never was."""

    code = "ITEM_UNAVAILABLE"
    message = _("This cannot be bought here at the moment.")
    refusal = Refusal.INVALID


class NotEnough(OutOfStock):
    """Details: `available`, how many there are, beside the `lines` of every OUT_OF_STOCK."""

    message = _("Only {available} of these are available.")


class SoldOut(OutOfStock):
    message = _("This is sold out.")


class QuantityLimit(DomainError):
    """Details: `most`, how many one order may hold."""

    code = "QUANTITY_LIMIT"
    message = _("One order holds at most {most} of these.")


class CartFull(DomainError):
    """Details: `most`."""

    code = "CART_FULL"
    message = _("A cart holds at most {most} different things.")


class CartEmpty(DomainError):
    code = "CART_EMPTY"
    message = _("Your cart is empty.")


class WishlistFull(DomainError):
    """Details: `most`."""

    code = "WISHLIST_FULL"
    message = _("There are {most} on it, and no more fit.")
