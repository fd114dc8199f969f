"""What inventory refuses, and in which words."""

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


class OutOfStock(DomainError):
    """Details: `lines`, each with the variant, its SKU, how many were wanted and how many there are."""

    code = "OUT_OF_STOCK"
    message = _("There is not enough in stock.")


class NothingToTellOf(DomainError):
    code = "IN_STOCK_ALREADY"
    message = _("This is in stock: you can buy it now.")


class StockHeld(DomainError):
    """Details: how many are free, on hand and reserved."""

    code = "STOCK_HELD"
    message = _("Only {free} can be taken away: {on_hand} are there, and {reserved} are held for orders.")


class HoldLost(DomainError):
    code = "HOLD_LOST"
    message = _("The goods were held too long ago and went to somebody else.")
