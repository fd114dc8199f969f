"""The words in which carts and wishlists are asked for."""

from datetime import datetime

from django.db import models

from cart.holders import Holder


class CartQuerySet(models.QuerySet):
    def open(self):
        """Carts that did not become an order."""
        return self.filter(ordered_at=None)

    def of(self, holder: Holder):
        """The one open cart of a person, or of a guest's key."""
        return self.open().filter(**holder.columns)

    def expired(self, now: datetime):
        return self.filter(expires_at__lte=now)


class WishlistQuerySet(models.QuerySet):
    def of(self, holder: Holder):
        return self.filter(**holder.columns)
