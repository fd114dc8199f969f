"""The words in which stores are asked for."""

from django.db import models

from stores.enums import OwnerStatus, StoreStatus

# On vacation a store is still seen; what it sells is not for sale.
SEEN = [StoreStatus.ACTIVE, StoreStatus.VACATION]


class StoreQuerySet(models.QuerySet):
    def seen(self):
        """Stores that shoppers may know of."""
        return self.filter(is_active=True, status__in=SEEN, owner__status=OwnerStatus.ACTIVE)
